package org.katagpu.ui.page.connect;

import java.util.List;

import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.remote.Target;

/** The practice host, as the connect page offers it. */
public interface PracticeHosts {
    /** @param name the kind of host it plays @param about one sentence on what can be learnt there */
    record Choice(String id, Text name, Text about) {}

    /** @param password for this run only; the taker wipes it */
    record Started(Target target, char[] password) {}

    List<Choice> choices();

    /** Starts it; an earlier one is ended. @throws ProblemException where this machine cannot run one, and why */
    Started start(String id) throws ProblemException;
}
