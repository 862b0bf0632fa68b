package org.katagpu.setup.kata;

import java.util.Arrays;
import java.util.List;

/**
 * A configuration file as it was read from the host.
 *
 * @param asked the path Kata looks at, {@code /etc/kata-containers/configuration.toml}
 * @param path the file that is really read or written, links resolved
 * @param sha256 of its bytes; {@link #ABSENT} when there is no such file (a drop-in not written yet)
 * @param bytes its text; empty when absent
 * @param backups newest first
 */
public record KataFile(String asked, String path, String sha256, byte[] bytes, List<KataBackup> backups) {
    public static final String ABSENT = "absent";

    public KataFile {
        bytes = bytes.clone();
        backups = List.copyOf(backups);
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Whether Kata reaches the file over a symbolic link: the file it leads to is edited, the link stays. */
    public boolean linked() {
        return !asked.equals(path);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KataFile file && file.asked.equals(asked) && file.path.equals(path)
                && Arrays.equals(file.bytes, bytes) && file.sha256.equals(sha256) && file.backups.equals(backups);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
