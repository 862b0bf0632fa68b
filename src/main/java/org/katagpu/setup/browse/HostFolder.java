package org.katagpu.setup.browse;

import java.util.List;

/**
 * A folder of the host as it was just read.
 *
 * @param path from the root on, links resolved
 * @param freeBytes on its file system
 * @param entries folders first, then by name
 * @param cut whether there is more than these
 */
public record HostFolder(String path, long freeBytes, List<HostEntry> entries, boolean cut) {
    public HostFolder {
        entries = List.copyOf(entries);
    }

    /** The path of an entry. */
    public String of(HostEntry entry) {
        return (path.equals("/") ? "" : path) + "/" + entry.name();
    }

    /** The folder above; the root's is the root. */
    public String parent() {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }
}
