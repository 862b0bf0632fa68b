package org.katagpu.remote.ssh.trust;

import java.util.regex.Pattern;

import org.katagpu.message.Text;

/** One line of a known_hosts file (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). */
sealed interface KnownHostsLine {
    /** @param names whom it is about, unparsed in {@code field} for rewriting */
    record Entry(Marker marker, KnownNames names, String field, HostKey key) implements KnownHostsLine {
        boolean covers(HostName host) {
            return names.cover(host.entry());
        }
    }

    /** Empty or a comment. */
    record Blank() implements KnownHostsLine {}

    /** @param reason why it says nothing to us */
    record Malformed(Text reason) implements KnownHostsLine {}

    enum Marker {
        NONE, REVOKED, CERTIFICATE_AUTHORITY
    }

    Pattern BLANKS = Pattern.compile("[ \\t]+");

    /** @param line without its line end; a carriage return before it does not count */
    static KnownHostsLine parse(String line) {
        String text = line.strip();
        if (text.isEmpty() || text.startsWith("#")) {
            return new Blank();
        }
        Marker marker = Marker.NONE;
        if (text.startsWith("@")) {
            String[] parts = BLANKS.split(text, 2);
            switch (parts[0]) {
                case "@revoked" -> marker = Marker.REVOKED;
                case "@cert-authority" -> marker = Marker.CERTIFICATE_AUTHORITY;
                default -> {
                    return new Malformed(Text.of("hostkey.malformed.marker", parts[0]));
                }
            }
            text = parts.length > 1 ? parts[1] : "";
        }
        String[] fields = BLANKS.split(text, 4);
        if (fields.length < 3) {
            return new Malformed(Text.of("hostkey.malformed.fields"));
        }
        return entry(marker, fields);
    }

    private static KnownHostsLine entry(Marker marker, String[] fields) {
        KnownNames names;
        try {
            names = KnownNames.parse(fields[0]);
        } catch (IllegalArgumentException notHashed) {
            return new Malformed(Text.of("hostkey.malformed.hash"));
        }
        try {
            return new Entry(marker, names, fields[0], HostKey.of(fields[1], fields[2]));
        } catch (IllegalArgumentException notAKey) {
            return new Malformed(Text.of("hostkey.malformed.key", fields[1]));
        }
    }
}
