package org.katagpu.remote.ssh.trust;

import java.util.Optional;
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

    /**
     * @param reason why it says nothing to us
     * @param names whom it is about, where that much can be read
     * @param revokes whether it was to revoke a key, which one cannot be told any more
     */
    record Malformed(Text reason, Optional<KnownNames> names, boolean revokes) implements KnownHostsLine {
        /** Whether it may be about the host: one whose names cannot be read may be about any. */
        boolean mayConcern(HostName host) {
            return names.map(read -> read.cover(host.entry())).orElse(true);
        }
    }

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
                    // A mark that was cut off may have been the one that matters.
                    boolean revokes = parts[0].length() > 1 && "@revoked".startsWith(parts[0]);
                    return new Malformed(Text.of("hostkey.malformed.marker", parts[0]), Optional.empty(), revokes);
                }
            }
            text = parts.length > 1 ? parts[1] : "";
        }
        String[] fields = BLANKS.split(text, 4);
        if (fields.length < 3) {
            // The last word of a line that was cut off may be cut off itself.
            return new Malformed(Text.of("hostkey.malformed.fields"),
                    fields.length < 2 ? Optional.empty() : names(fields[0]), marker == Marker.REVOKED);
        }
        return entry(marker, fields);
    }

    private static Optional<KnownNames> names(String field) {
        try {
            return Optional.of(KnownNames.parse(field));
        } catch (IllegalArgumentException notHashed) {
            return Optional.empty();
        }
    }

    private static KnownHostsLine entry(Marker marker, String[] fields) {
        Optional<KnownNames> names = names(fields[0]);
        boolean revokes = marker == Marker.REVOKED;
        if (names.isEmpty()) {
            return new Malformed(Text.of("hostkey.malformed.hash"), names, revokes);
        }
        try {
            return new Entry(marker, names.get(), fields[0], HostKey.of(fields[1], fields[2]));
        } catch (IllegalArgumentException notAKey) {
            return new Malformed(Text.of("hostkey.malformed.key", fields[1]), names, revokes);
        }
    }
}
