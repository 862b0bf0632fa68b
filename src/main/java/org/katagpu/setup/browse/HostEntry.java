package org.katagpu.setup.browse;

import java.time.Instant;

/**
 * Something in a folder of the host.
 *
 * @param kind what it is, links followed
 * @param size in bytes
 * @param modified by the host's clock
 * @param sayable whether a path with this name can be given to a stage: text in one line, of characters that are seen
 */
public record HostEntry(String name, Kind kind, long size, Instant modified, boolean sayable) {
    public enum Kind {
        FOLDER, FILE, OTHER
    }
}
