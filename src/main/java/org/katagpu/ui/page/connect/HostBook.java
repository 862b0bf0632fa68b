package org.katagpu.ui.page.connect;

import java.util.List;

import org.katagpu.message.ProblemException;
import org.katagpu.remote.Target;

/** The hosts this admin knows already: aliases of the ssh configuration and hosts connected to before. Blocks on files. */
public interface HostBook {
    /** Aliases of {@code ~/.ssh/config}, for completion. */
    List<String> aliases();

    /** Hosts connected to before, latest first. */
    List<Target> recent();

    /** What a typed name stands for, with the configuration's user, port, keys and jump hosts. */
    Target resolve(String typed) throws ProblemException;

    /** Keeps a host that was connected to. */
    void remember(Target target) throws ProblemException;
}
