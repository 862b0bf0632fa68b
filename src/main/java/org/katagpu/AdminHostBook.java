package org.katagpu;

import java.util.ArrayList;
import java.util.List;

import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.remote.HostBook;
import org.katagpu.remote.Target;
import org.katagpu.remote.ssh.config.Resolved;
import org.katagpu.remote.ssh.config.SshConfig;
import org.katagpu.remote.ssh.trust.HostKeyTrust;
import org.katagpu.remote.storage.RecentHosts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The admin's ssh configuration and recent hosts, as the connect page wants them. */
record AdminHostBook(SshConfig config, HostKeyTrust trust, RecentHosts hosts) implements HostBook {
    private static final Logger LOG = LoggerFactory.getLogger(AdminHostBook.class);

    @Override
    public List<String> aliases() {
        return config.aliases();
    }

    @Override
    public List<Target> recent() {
        return hosts.list();
    }

    @Override
    public Target resolve(String typed) throws ProblemException {
        return config.resolve(typed).target();
    }

    @Override
    public List<Text> warnings(String typed) {
        try {
            Resolved meant = config.resolve(typed);
            List<Text> warnings = new ArrayList<>(meant.warnings());
            for (Target hop : meant.target().jumps()) {
                warnings.addAll(trust.notes(hop));
            }
            warnings.addAll(trust.notes(meant.target()));
            return List.copyOf(warnings);
        } catch (ProblemException notReadable) {
            // Connecting to it says so.
            return List.of();
        }
    }

    @Override
    public String key(Target target) {
        return trust.hostKey(target);
    }

    @Override
    public void remember(Target target) {
        try {
            hosts.add(target);
        } catch (ProblemException notKept) {
            // The list is a convenience: a connection that succeeded is not lost to it.
            LOG.warn("the host is not kept in the list: {}", notKept.problem());
        }
    }
}
