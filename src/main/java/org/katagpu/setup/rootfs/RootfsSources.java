package org.katagpu.setup.rootfs;

import java.util.regex.Pattern;
import org.katagpu.setup.SecretInAddress;

import org.katagpu.setup.WebAddress;

/**
 * Where the host gets what goes into the guest image.
 *
 * @param driverMirror folder of NVIDIA's drivers, without a slash at its end
 * @param toolkitRepo NVIDIA's libnvidia-container or a mirror of it, whose repository is then defined by the script and
 *        held to NVIDIA's key; or a repository file ({@code ….repo}) of the admin's own
 * @param toolkitSha256 of that repository file, 64 hex digits; empty: shown by the first run, to be confirmed
 * @param toolkitUnsigned whether a repository without NVIDIA's signature is used knowingly
 * @param packages folder of RPM files on the host, instead of any repository; empty: repositories
 * @param osMirror a repository of the guest's distribution to add; empty: those the image names
 * @param proxy {@code http://proxy:3128}, without a password; empty: none
 */
public record RootfsSources(String driverMirror, String toolkitRepo, String toolkitSha256, boolean toolkitUnsigned,
        String packages, String osMirror, String proxy) {
    private static final Pattern SHA256 = Pattern.compile("([0-9a-f]{64})?");
    private static final String TOOLKIT = "https://nvidia.github.io/libnvidia-container";
    /** What plans of earlier versions name: NVIDIA's own file, whose content the script now brings along. */
    private static final String TOOLKIT_FILE = TOOLKIT + "/stable/rpm/nvidia-container-toolkit.repo";

    public static final RootfsSources DEFAULT = new RootfsSources("https://us.download.nvidia.com/tesla", TOOLKIT, "",
            false, "", "", "");

    /** @throws IllegalArgumentException for what no script may get; a password in an address would come into logs */
    public RootfsSources {
        if (toolkitRepo.equals(TOOLKIT_FILE) && toolkitSha256.isEmpty()) {
            toolkitRepo = TOOLKIT;
        }
        if (!SHA256.matcher(toolkitSha256).matches()) {
            throw new IllegalArgumentException("no SHA-256: " + toolkitSha256);
        }
        requireUrl(driverMirror, false);
        requireUrl(toolkitRepo, false);
        requireUrl(osMirror, true);
        requireUrl(proxy, true);
        HostPath.require(packages);
    }

    private static void requireUrl(String value, boolean mayBeEmpty) {
        SecretInAddress.refuse(value, "an address of the guest image's sources");
        if (!(mayBeEmpty && value.isEmpty()) && !WebAddress.isOne(value)) {
            throw new IllegalArgumentException("no address of a form allowed: " + value);
        }
    }

    public RootfsSources withDriverMirror(String address) {
        return new RootfsSources(address, toolkitRepo, toolkitSha256, toolkitUnsigned, packages, osMirror, proxy);
    }

    /** What was confirmed of another address does not hold for this one. */
    public RootfsSources withToolkitRepo(String address) {
        boolean same = address.equals(toolkitRepo);
        return new RootfsSources(driverMirror, address, same ? toolkitSha256 : "", same && toolkitUnsigned, packages,
                osMirror, proxy);
    }

    public RootfsSources withToolkitSha256(String confirmed) {
        return new RootfsSources(driverMirror, toolkitRepo, confirmed, toolkitUnsigned, packages, osMirror, proxy);
    }

    public RootfsSources withToolkitUnsigned(boolean allowed) {
        return new RootfsSources(driverMirror, toolkitRepo, toolkitSha256, allowed, packages, osMirror, proxy);
    }

    public RootfsSources withPackages(String folder) {
        return new RootfsSources(driverMirror, toolkitRepo, toolkitSha256, toolkitUnsigned, folder, osMirror, proxy);
    }

    public RootfsSources withOsMirror(String address) {
        return new RootfsSources(driverMirror, toolkitRepo, toolkitSha256, toolkitUnsigned, packages, address, proxy);
    }

    public RootfsSources withProxy(String address) {
        return new RootfsSources(driverMirror, toolkitRepo, toolkitSha256, toolkitUnsigned, packages, osMirror,
                address);
    }
}
