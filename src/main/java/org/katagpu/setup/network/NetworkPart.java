package org.katagpu.setup.network;

import java.util.regex.Pattern;
import org.katagpu.setup.SecretInAddress;

import org.katagpu.setup.WebAddress;

/**
 * Where a program of the network comes from.
 *
 * @param way what counts; the others are kept for a change of mind
 * @param url for {@link Way#DOWNLOAD} and {@link Way#BUILD}, fetched on the host
 * @param file for {@link Way#FILE} and {@link Way#BUILD}: an absolute path on the host; goes before the address
 * @param sha256 of what is fetched or given, 64 hex digits; empty: shown by the first run, to be confirmed
 */
public record NetworkPart(Way way, String url, String file, String sha256) {
    public enum Way {
        /** Uses what is installed; a finding where it is not. */
        PRESENT, DOWNLOAD, FILE,
        /** Built on the host from the source at {@code file} or {@code url}; needs Go there. */
        BUILD
    }

    private static final Pattern FILE = Pattern.compile("(/[^\\p{Cntrl}]*)?");
    private static final Pattern SHA256 = Pattern.compile("([0-9a-f]{64})?");

    public static final NetworkPart PRESENT = new NetworkPart(Way.PRESENT, "", "", "");
    /** The guide's release for ARM64; its checksum as Kubespray keeps it. */
    public static final NetworkPart PLUGINS = release("arm64",
            "db09ab057ecf60b05ba05cbec38d55b95cc139c7f1078e2e4857cc13af158cee");
    /** The same for x86; its checksum as AKS's node images have it. */
    private static final NetworkPart PLUGINS_AMD64 = release("amd64",
            "682b49ff8933a997a52107161f1745f8312364b4c7f605ccdf7a77499130d89d");
    /** The last release that needs nothing but Go's own library, so that no module proxy is asked. */
    public static final NetworkPart CNITOOL = new NetworkPart(Way.BUILD,
            "https://github.com/containernetworking/cni/archive/refs/tags/v1.1.2.tar.gz", "", "");

    /** @throws IllegalArgumentException for what no script may get */
    public NetworkPart {
        SecretInAddress.refuse(url, "a download's address");
        if (!url.isEmpty() && !WebAddress.isOne(url) || !FILE.matcher(file).matches()
                || !SHA256.matcher(sha256).matches()) {
            throw new IllegalArgumentException("not allowed: " + url + " " + file + " " + sha256);
        }
    }

    private static NetworkPart release(String processor, String sum) {
        return new NetworkPart(Way.DOWNLOAD, "https://github.com/containernetworking/plugins/releases/download/v1.6.0/"
                + "cni-plugins-linux-" + processor + "-v1.6.0.tgz", "", sum);
    }

    /** @param architecture of the host, as {@code uname -m} says it */
    public static NetworkPart plugins(String architecture) {
        return architecture.equals("x86_64") ? PLUGINS_AMD64 : PLUGINS;
    }

    public NetworkPart withWay(Way wanted) {
        return new NetworkPart(wanted, url, file, sha256);
    }

    /** Another address: what was known of the file at the old one is no longer. */
    public NetworkPart withUrl(String address) {
        return new NetworkPart(way, address, file, address.equals(url) ? sha256 : "");
    }

    public NetworkPart withFile(String path) {
        return new NetworkPart(way, url, path, path.equals(file) ? sha256 : "");
    }

    public NetworkPart withSha256(String sum) {
        return new NetworkPart(way, url, file, sum);
    }
}
