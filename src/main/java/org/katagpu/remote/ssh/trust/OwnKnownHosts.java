package org.katagpu.remote.ssh.trust;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.remote.storage.FileTrouble;
import org.katagpu.remote.storage.SharedFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The app's own known hosts, written. Lines about other hosts, comments and lines we cannot read stay byte for byte. */
final class OwnKnownHosts {
    private static final Logger LOG = LoggerFactory.getLogger(OwnKnownHosts.class);
    /** Behind a byte order mark, as Latin-1 shows it, and blanks. */
    private static final Pattern FIELD = Pattern.compile("(?:\\xEF\\xBB\\xBF)?[ \\t]*([^ \\t\\r\\n]+)");
    private static final boolean POSIX = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

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

    /** Which hosts somebody administers is nobody else's business: the folder and the file are their owner's alone. */
    void tighten() {
        Path folder = file.path().toAbsolutePath().getParent();
        if (POSIX && folder != null) {
            tighten(folder, "rwx------");
            tighten(file.path(), "rw-------");
        }
    }

    private static void tighten(Path path, String mode) {
        Set<PosixFilePermission> wanted = PosixFilePermissions.fromString(mode);
        try {
            if (Files.exists(path) && !wanted.containsAll(Files.getPosixFilePermissions(path))) {
                Files.setPosixFilePermissions(path, wanted);
            }
        } catch (IOException notOurs) {
            LOG.warn("{} can be read by others", path, notOurs);
        }
    }

    private interface Change {
        String apply(String latin1);
    }

    private void write(Change change) throws ProblemException {
        tighten();
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

    /**
     * The line without the host: empty when it named no other. Patterns stay, for they speak for other hosts too. The
     * names are cut as bytes, whatever they are in.
     */
    private static Optional<String> without(String line, HostName host) {
        if (!(KnownHostsFile.parse(line) instanceof KnownHostsLine.Entry entry)
                || entry.marker() != KnownHostsLine.Marker.NONE || !entry.covers(host)) {
            return Optional.of(line);
        }
        if (!(entry.names() instanceof KnownNames.Listed)) {
            return Optional.empty();
        }
        Matcher field = FIELD.matcher(line);
        if (!field.lookingAt()) {
            return Optional.of(line);
        }
        List<String> others = Arrays.stream(field.group(1).split(","))
                .filter(name -> !utf8(name).equalsIgnoreCase(host.entry())).toList();
        if (others.stream().allMatch(name -> name.startsWith("!"))) {
            return Optional.empty();
        }
        return Optional.of(line.substring(0, field.start(1)) + String.join(",", others) + line.substring(field.end(1)));
    }

    private static String utf8(String latin1) {
        return new String(latin1.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
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
