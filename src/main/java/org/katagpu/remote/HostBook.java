package org.katagpu.remote;

import java.util.List;

import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;

/** The hosts this admin knows already: aliases of the ssh configuration and hosts connected to before. Blocks on files. */
public interface HostBook {
    /** Aliases of {@code ~/.ssh/config}, for completion. */
    List<String> aliases();

    /** Hosts connected to before, latest first. */
    List<Target> recent();

    /** What a typed name stands for, with the configuration's user, port, keys and jump hosts. */
    Target resolve(String typed) throws ProblemException;

    /** What tells it from every other host, see {@link Host#key()}. */
    String key(Target target);

    /** What of the configuration could not be followed for a typed name; none where the name itself is wrong. */
    List<Text> warnings(String typed);

    /** Keeps a host that was connected to. */
    void remember(Target target) throws ProblemException;
}
