package org.katagpu.remote.ssh.trust;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.remote.storage.FileTrouble;

/**
 * A list of keys that are never accepted (RevokedHostKeys): public keys, one a line. As with OpenSSH, no key passes
 * while the list cannot be read.
 */
record RevokedKeys(Path path) {
    private static final String BINARY = "SSHKRL\n\0";

    /** @return file and line that lists the key */
    Optional<String> lists(HostKey key) throws ProblemException {
        String text;
        try {
            text = TrustFile.text(path);
        } catch (IOException e) {
            throw problem("hostkey.revoked-list", FileTrouble.reason(e), e);
        }
        if (text.startsWith(BINARY)) {
            throw problem("hostkey.revoked-list.binary", "", null);
        }
        int number = 0;
        for (String raw : text.split("\n", -1)) {
            number++;
            String line = raw.strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                Optional<HostKey> listed = key(line);
                if (listed.isEmpty()) {
                    throw problem("hostkey.revoked-list.line", String.valueOf(number), null);
                }
                if (listed.get().equals(key)) {
                    return Optional.of(path + ":" + number);
                }
            }
        }
        return Optional.empty();
    }

    /** Type and key may stand behind other words. */
    private static Optional<HostKey> key(String line) {
        String[] words = line.split("\\s+");
        for (int i = 0; i + 1 < words.length; i++) {
            try {
                return Optional.of(HostKey.of(words[i], words[i + 1]));
            } catch (IllegalArgumentException notThese) {
                // The next two, then.
            }
        }
        return Optional.empty();
    }

    private ProblemException problem(String key, Object argument, @Nullable IOException cause) {
        return new ProblemException(Problem.of(Text.of(key, path.toString(), argument),
                Text.of(key + ".next", path.toString())), cause);
    }
}
