package org.katagpu.setup.preflight;

import static org.katagpu.setup.preflight.CheckGroup.HOST;

import java.util.List;
import java.util.Locale;
import org.katagpu.host.HostScan;
import org.katagpu.host.SystemFacts;
import org.katagpu.setup.Finding;

/** The machine, its operating system and kernel. */
final class MachineChecks {
    /** Certificates and logs go wrong from about here on. */
    private static final long SKEW_WARN = 60;
    private static final long SKEW_FAIL = 3600;
    /** TMM works with 4 KiB pages only. */
    private static final int PAGE = 4096;

    private MachineChecks() {}

    static List<HostCheck> all() {
        return List.of(HostCheck.of("architecture", HOST, "host", MachineChecks::architecture),
                HostCheck.of("os", HOST, "host", MachineChecks::os),
                HostCheck.of("kernel", HOST, "host", MachineChecks::kernel),
                HostCheck.of("page-size", HOST, "host", MachineChecks::pageSize),
                HostCheck.of("rights", HOST, "host", MachineChecks::rights),
                HostCheck.of("clock", HOST, "host", MachineChecks::clock),
                HostCheck.of("selinux", HOST, "host", MachineChecks::selinux),
                HostCheck.of("other-change", HOST, "host", MachineChecks::otherChange));
    }

    private static Finding architecture(HostScan scan, FindingBuilder verdict) {
        return verdict.on(scan.system().architecture(), arch -> arch.equals("aarch64")
                ? verdict.pass(arch)
                : verdict.fail(arch, arch));
    }

    private static Finding os(HostScan scan, FindingBuilder verdict) {
        return verdict.on(scan.system().os(), os -> {
            String version = os.version().toUpperCase(Locale.ROOT);
            boolean tried = os.id().equalsIgnoreCase("openEuler") && version.contains("24.03")
                    && version.contains("SP2");
            return tried ? verdict.pass(os.prettyName(), os.prettyName()) : verdict.warn(os.prettyName(), shown(os));
        });
    }

    private static String shown(SystemFacts.OsRelease os) {
        return os.prettyName().isEmpty() ? os.id() + " " + os.version() : os.prettyName();
    }

    private static Finding kernel(HostScan scan, FindingBuilder verdict) {
        return verdict.on(scan.system().kernel(), release -> release.startsWith("6.6.")
                ? verdict.pass(release, release)
                : verdict.warn(release, release));
    }

    private static Finding pageSize(HostScan scan, FindingBuilder verdict) {
        return verdict.on(scan.system().pageSize(), size -> size == PAGE
                ? verdict.pass(String.valueOf(size))
                : verdict.fail(String.valueOf(size), String.valueOf(size / 1024)));
    }

    private static Finding rights(HostScan scan, FindingBuilder verdict) {
        if (!scan.facts().completed().contains("host")) {
            return verdict.unknown("untold", "");
        }
        if (!scan.system().rootRights()) {
            return verdict.warn("");
        }
        return scan.system().sudoRecords().value().filter(setting -> !setting.isEmpty())
                .map(setting -> verdict.warnOf("recorded", setting, setting)).orElseGet(() -> verdict.pass(""));
    }

    private static Finding clock(HostScan scan, FindingBuilder verdict) {
        return verdict.on(scan.system().skew(), told -> {
            long seconds = Math.clamp(told, -Integer.MAX_VALUE, Integer.MAX_VALUE);
            String shown = String.valueOf(Math.abs(seconds));
            String evidence = seconds + " s";
            if (Math.abs(seconds) < SKEW_WARN) {
                return verdict.pass(evidence);
            }
            return Math.abs(seconds) < SKEW_FAIL
                    ? verdict.warnOf(seconds > 0 ? "ahead" : "behind", evidence, shown)
                    : verdict.failOf(seconds > 0 ? "ahead" : "behind", evidence, shown);
        });
    }

    private static Finding selinux(HostScan scan, FindingBuilder verdict) {
        return verdict.on(scan.system().selinux(), mode -> mode.equals("enforcing")
                ? verdict.warn(mode)
                : verdict.pass(mode, mode));
    }

    private static Finding otherChange(HostScan scan, FindingBuilder verdict) {
        return verdict.on(scan.system().change(), change -> change.job().isEmpty()
                ? verdict.pass("")
                : verdict.warn("/var/lib/katagpu/jobs/" + change.job(), change.name(), change.owner()));
    }
}
