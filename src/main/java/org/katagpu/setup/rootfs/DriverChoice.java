package org.katagpu.setup.rootfs;

import java.util.regex.Pattern;

/**
 * The driver to put into the guest.
 *
 * @param version {@code 550.127.08}
 * @param sha256 of the installer, 64 hex digits in lower case; empty: shown by the first run, to be confirmed
 * @param file the installer on the host, instead of a download; empty: downloaded
 */
public record DriverChoice(String version, ModuleKind modules, String sha256, String file) {
    private static final Pattern SHA256 = Pattern.compile("([0-9a-f]{64})?");

    public static final DriverChoice GUIDE = new DriverChoice(DriverVersions.GUIDE.text(), ModuleKind.PROPRIETARY, "",
            "");

    /** @throws IllegalArgumentException for what no script may get */
    public DriverChoice {
        DriverVersion.of(version);
        if (!SHA256.matcher(sha256).matches()) {
            throw new IllegalArgumentException("no SHA-256: " + sha256);
        }
        HostPath.require(file);
    }

    public DriverChoice withVersion(String chosen) {
        return new DriverChoice(chosen, modules, chosen.equals(version) ? sha256 : "", file);
    }

    public DriverChoice withModules(ModuleKind chosen) {
        return new DriverChoice(version, chosen, sha256, file);
    }

    public DriverChoice withSha256(String confirmed) {
        return new DriverChoice(version, modules, confirmed, file);
    }

    public DriverChoice withFile(String path) {
        return new DriverChoice(version, modules, sha256, path);
    }
}
