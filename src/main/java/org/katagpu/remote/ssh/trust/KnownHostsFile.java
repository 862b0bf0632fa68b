package org.katagpu.remote.ssh.trust;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.remote.storage.FileTrouble;

/**
 * A known_hosts file to be read.
 *
 * @param shown how the admin knows the file: {@code ~/.ssh/known_hosts}
 * @param own whether it is the app's own, whose lines the app may replace
 */
record KnownHostsFile(Path path, String shown, boolean own) {
    /** @param source {@code ~/.ssh/known_hosts:12} */
    record Placed(KnownHostsLine line, String source, boolean own) {}

    /**
     * Every line in order; none when there is no such file, or it is a device such as {@code /dev/null}.
     *
     * @throws ProblemException when it is there and cannot be read: it may hold a revoked key
     */
    List<Placed> read() throws ProblemException {
        String text;
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            text = attributes.isOther() ? "" : TrustFile.text(path);
        } catch (NoSuchFileException missing) {
            return List.of();
        } catch (IOException e) {
            throw new ProblemException(Problem.of(Text.of("hostkey.unreadable", shown, FileTrouble.reason(e)),
                    Text.of("hostkey.unreadable.next", shown)), e);
        }
        List<Placed> lines = new ArrayList<>();
        for (String raw : text.split("\n", -1)) {
            lines.add(new Placed(parse(raw), shown + ":" + (lines.size() + 1), own));
        }
        return lines;
    }

    /** @param raw the line's bytes as Latin-1, which keeps each of them; names are UTF-8 */
    static KnownHostsLine parse(String raw) {
        String line = new String(raw.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        return KnownHostsLine.parse(line.startsWith("\uFEFF") ? line.substring(1) : line);
    }
}
