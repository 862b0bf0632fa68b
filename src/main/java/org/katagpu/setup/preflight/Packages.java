package org.katagpu.setup.preflight;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.katagpu.host.SystemFacts.OsRelease;

/**
 * Which package brings a tool, and the command that installs it, in the host's own package manager; told from ID and
 * ID_LIKE of os-release. Package names as {@code dnf provides}, Debian's list of contents and {@code zypper what-provides}
 * tell them (openEuler 24.03, Debian 12, openSUSE Leap 15.6).
 */
enum Packages {
    DNF("dnf install"), YUM("yum install"), APT("apt-get install"), ZYPPER("zypper install");

    private static final List<String> RED_HAT = List.of("openeuler", "rhel", "fedora", "centos", "rocky", "almalinux",
            "kylin", "anolis", "alinux", "hce", "tencentos", "ol", "amzn");
    private static final List<String> DEBIAN = List.of("debian", "ubuntu", "uos", "deepin", "linuxmint");
    private static final List<String> SUSE = List.of("suse", "sles", "opensuse", "opensuse-leap",
            "opensuse-tumbleweed");
    /** Tool to package: Red Hat's kin, Debian's kin, SUSE. */
    private static final Map<String, List<String>> NAMES = Map.ofEntries(same("bash", "bash"), same("awk", "gawk"),
            same("sed", "sed"), same("find", "findutils"), same("grep", "grep"), same("timeout", "coreutils"),
            same("flock", "util-linux"), same("setsid", "util-linux"), same("sha256sum", "coreutils"),
            same("tar", "tar"), same("gzip", "gzip"), same("curl", "curl"), same("git", "git"),
            of("ip", "iproute", "iproute2", "iproute2"), same("iptables", "iptables"), same("fuser", "psmisc"),
            of("losetup", "util-linux", "mount", "util-linux"), of("mount", "util-linux", "mount", "util-linux"),
            of("umount", "util-linux", "mount", "util-linux"), same("blkid", "util-linux"),
            same("findmnt", "util-linux"), of("sfdisk", "util-linux", "fdisk", "util-linux"),
            same("e2fsck", "e2fsprogs"), same("resize2fs", "e2fsprogs"), same("truncate", "coreutils"),
            of("qemu-img", "qemu-img", "qemu-utils", "qemu-tools"), same("dnf", "dnf"), same("chroot", "coreutils"),
            same("depmod", "kmod"), same("modprobe", "kmod"), same("python3", "python3"), same("make", "make"),
            same("gcc", "gcc"), same("ctr", "containerd"), of("docker", "docker", "docker.io", "docker"));

    private final String command;

    Packages(String command) {
        this.command = command;
    }

    private static Map.Entry<String, List<String>> same(String tool, String name) {
        return of(tool, name, name, name);
    }

    private static Map.Entry<String, List<String>> of(String tool, String redHat, String debian, String suse) {
        return Map.entry(tool, List.of(redHat, debian, suse));
    }

    /** Empty: a system the table does not know. */
    static Optional<Packages> of(OsRelease os) {
        String known = os.id() + ' ' + os.like();
        for (String id : known.toLowerCase(Locale.ROOT).split("\\s+")) {
            if (RED_HAT.contains(id)) {
                return Optional.of(os.version().startsWith("7") ? YUM : DNF);
            } else if (DEBIAN.contains(id)) {
                return Optional.of(APT);
            } else if (SUSE.contains(id)) {
                return Optional.of(ZYPPER);
            }
        }
        return Optional.empty();
    }

    /** The command that installs these tools; empty where no package of the system's brings any of them. */
    Optional<String> install(Collection<String> tools) {
        int column = switch (this) {
            case DNF, YUM -> 0;
            case APT -> 1;
            case ZYPPER -> 2;
        };
        TreeSet<String> names = new TreeSet<>();
        tools.stream().filter(NAMES::containsKey)
                .forEach(tool -> names.add(Objects.requireNonNull(NAMES.get(tool)).get(column)));
        return names.isEmpty() ? Optional.empty() : Optional.of(command + ' ' + String.join(" ", names));
    }
}
