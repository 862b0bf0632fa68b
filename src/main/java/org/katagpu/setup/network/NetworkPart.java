package org.katagpu.setup.network;

/**
 * Where a program of the network comes from.
 *
 * @param way what counts; the others are kept for a change of mind
 * @param url for {@link Way#DOWNLOAD}, fetched on the host
 * @param file for {@link Way#FILE}: an absolute path on the host
 * @param sha256 of what is fetched or given, 64 hex digits; empty where none is known
 */
public record NetworkPart(Way way, String url, String file, String sha256) {
    public enum Way {
        /** Uses what is installed; a finding where it is not. */
        PRESENT, DOWNLOAD, FILE,
        /** Built on the host from the source at {@code url} or {@code file}; needs Go there. */
        BUILD
    }

    public static final NetworkPart PRESENT = new NetworkPart(Way.PRESENT, "", "", "");
}
