package org.katagpu.remote.ssh.trust;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.remote.storage.FileTrouble;
import org.katagpu.remote.storage.SharedFile;

/** The app's own known hosts, written. Lines about other hosts, comments and lines we cannot read stay byte for byte. */
final class OwnKnownHosts {
    private final SharedFile file;

    OwnKnownHosts(Path path) {
        file = new SharedFile(path);
    }

    /** Adds a line; nothing happens when it is there already. */
    void add(HostName host, HostKey key) throws ProblemException {
        write(text -> lines(text).stream().anyMatch(line -> lists(line, host, key))
                ? text
                : text + line(text, host, key));
    }

    /** Takes every plain key of the host away and adds this one. Revocations stay. */
    void replace(HostName host, HostKey key) throws ProblemException {
        write(text -> {
            String kept = lines(text).stream().map(line -> without(line, host)).flatMap(Optional::stream)
                    .collect(Collectors.joining());
            return kept + line(kept, host, key);
        });
    }

    private interface Change {
        String apply(String latin1);
    }

    private void write(Change change) throws ProblemException {
        try {
            file.update(bytes -> change.apply(new String(bytes, StandardCharsets.ISO_8859_1))
                    .getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            String shown = file.path().toString();
            throw new ProblemException(Problem.of(Text.of("hostkey.not-saved", shown, FileTrouble.reason(e)),
                    Text.of("hostkey.not-saved.next", shown)), e);
        }
    }

    /** Each with its line end. */
    private static List<String> lines(String text) {
        return Arrays.asList(text.split("(?<=\n)")).stream().filter(line -> !line.isEmpty()).toList();
    }

    private static boolean lists(String line, HostName host, HostKey key) {
        return KnownHostsFile.parse(line) instanceof KnownHostsLine.Entry entry
                && entry.marker() == KnownHostsLine.Marker.NONE && entry.key().equals(key) && entry.covers(host);
    }

    /** The line without the host: empty when it named no other. Patterns stay, for they speak for other hosts too. */
    private static Optional<String> without(String line, HostName host) {
        if (!(KnownHostsFile.parse(line) instanceof KnownHostsLine.Entry entry)
                || entry.marker() != KnownHostsLine.Marker.NONE || !entry.covers(host)) {
            return Optional.of(line);
        }
        if (!(entry.names() instanceof KnownNames.Listed listed)) {
            return Optional.empty();
        }
        List<String> others = listed.names().stream().filter(name -> !name.equalsIgnoreCase(host.entry())).toList();
        if (others.stream().allMatch(name -> name.startsWith("!"))) {
            return Optional.empty();
        }
        String field = latin1(entry.field());
        int start = line.indexOf(field);
        return Optional.of(line.substring(0, start) + latin1(String.join(",", others))
                + line.substring(start + field.length()));
    }

    private static String line(String before, HostName host, HostKey key) {
        String name = host.writable() ? host.entry() : KnownNames.Hashed.field(host.entry());
        String start = before.isEmpty() || before.endsWith("\n") ? "" : "\n";
        return start + latin1(name) + " " + key.type() + " " + key.base64() + "\n";
    }

    private static String latin1(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
