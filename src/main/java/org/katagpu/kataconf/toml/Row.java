package org.katagpu.kataconf.toml;

import java.util.Optional;

/**
 * One key of the file as the page shows it.
 *
 * @param content the value; empty only for a commented-out key whose value is not valid TOML
 * @param source the value as written
 * @param help the file's own comment above it, without the {@code #}s; may be empty
 * @param remark the comment behind the value on the same line; may be empty
 */
public record Row(KeyRef ref, State state, Optional<TomlValue> content, String source, Position position,
        String help, String remark) {
    public enum State {
        ACTIVE,
        /** Commented out: Kata does not see it. */
        COMMENTED_OUT
    }
}
