package org.katagpu.remote;

import java.util.List;

import org.katagpu.message.Text;

/**
 * A host key the admin must judge.
 *
 * @param label the host, as {@code user@host:port}
 * @param offered the key the server showed
 * @param known what the known-hosts files hold for this host; empty when it is unknown
 * @param notes lines of those files that were passed over and may explain why it is unknown
 */
public record HostKeyQuestion(String label, Key offered, List<Known> known, List<Text> notes) {
    public HostKeyQuestion(String label, Key offered, List<Known> known) {
        this(label, offered, known, List.of());
    }

    /**
     * @param type for example {@code ssh-ed25519}
     * @param fingerprint {@code SHA256:…} as OpenSSH prints it
     * @param consoleCommand the command that prints the same fingerprint on the host's own console
     */
    public record Key(String type, String fingerprint, String consoleCommand) {}

    /** @param source file and line it stands at, {@code ~/.ssh/known_hosts:12} @param replaceable whether it is in the app's own file */
    public record Known(String type, String fingerprint, String source, boolean replaceable) {}

    public boolean changed() {
        return !known.isEmpty();
    }
}
