package org.katagpu.setup.rootfs;

import java.util.regex.Pattern;

/**
 * Where the host gets what goes into the guest image.
 *
 * @param driverMirror folder of NVIDIA's drivers, without a slash at its end
 * @param toolkitRepo NVIDIA's repository file of the container toolkit
 * @param packages folder of RPM files on the host, instead of any repository; empty: repositories
 * @param osMirror a repository of the guest's distribution to add; empty: those the image names
 * @param proxy {@code http://proxy:3128}, without a password; empty: none
 */
public record RootfsSources(String driverMirror, String toolkitRepo, String packages, String osMirror, String proxy) {
    private static final Pattern URL = Pattern.compile("https?://[^\\s@\"'\\p{Cntrl}]+");

    public static final RootfsSources DEFAULT = new RootfsSources("https://us.download.nvidia.com/tesla",
            "https://nvidia.github.io/libnvidia-container/stable/rpm/nvidia-container-toolkit.repo", "", "", "");

    /** @throws IllegalArgumentException for what no script may get; a password in an address would come into logs */
    public RootfsSources {
        requireUrl(driverMirror, false);
        requireUrl(toolkitRepo, false);
        requireUrl(osMirror, true);
        requireUrl(proxy, true);
        HostPath.require(packages);
    }

    private static void requireUrl(String value, boolean mayBeEmpty) {
        if (!(mayBeEmpty && value.isEmpty()) && !URL.matcher(value).matches()) {
            throw new IllegalArgumentException("no address of a form allowed: " + value);
        }
    }

    String driverUrl(DriverVersion driver) {
        return driverMirror + "/" + driver.text() + "/" + driver.fileName();
    }

    public RootfsSources withDriverMirror(String address) {
        return new RootfsSources(address, toolkitRepo, packages, osMirror, proxy);
    }

    public RootfsSources withToolkitRepo(String address) {
        return new RootfsSources(driverMirror, address, packages, osMirror, proxy);
    }

    public RootfsSources withPackages(String folder) {
        return new RootfsSources(driverMirror, toolkitRepo, folder, osMirror, proxy);
    }

    public RootfsSources withOsMirror(String address) {
        return new RootfsSources(driverMirror, toolkitRepo, packages, address, proxy);
    }

    public RootfsSources withProxy(String address) {
        return new RootfsSources(driverMirror, toolkitRepo, packages, osMirror, address);
    }
}
