package org.katagpu.setup.kata;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/**
 * A copy the host keeps of a configuration as it was before a save, under {@code /var/lib/katagpu/kata/backups}.
 *
 * @param name {@code 20261123T101500Z-0123456789ab}: when, and the first digits of its SHA-256
 * @param sha256 of its bytes
 * @param size in bytes
 * @param path the file it is a copy of
 */
public record KataBackup(String name, String sha256, long size, String path) {
    private static final Pattern NAME = Pattern.compile("[0-9]{8}T[0-9]{6}Z-[0-9a-f]{12}");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");
    private static final int TIME_LENGTH = 16;

    public KataBackup {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a backup's name: " + name);
        }
    }

    /** By the host's clock. */
    public Instant taken() {
        return LocalDateTime.parse(name.substring(0, TIME_LENGTH), TIME).toInstant(ZoneOffset.UTC);
    }
}
