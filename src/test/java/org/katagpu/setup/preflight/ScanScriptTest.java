package org.katagpu.setup.preflight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.host.Gpu;
import org.katagpu.host.Holder;
import org.katagpu.host.HostScan;
import org.katagpu.host.KataVariant;
import org.katagpu.host.NvidiaModels;
import org.katagpu.host.PciAddress;
import org.katagpu.host.PciFunction;
import org.katagpu.host.Reading;
import org.katagpu.host.SystemFacts;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.Capture;
import org.katagpu.setup.Finding;
import org.katagpu.setup.Finding.Status;

/** The real script, run with the real bash over fake roots. */
class ScanScriptTest {
    @TempDir
    Path folder;

    private final HostScanner scanner = new HostScanner(NvidiaModels.bundled(), InstantSource.system());

    private HostScan scan(FakeRoot root) throws Exception {
        return scanner.scan(new FakeRootHost(root));
    }

    @Test
    void readsADeviceWithAllThatHangsOnIt() throws Exception {
        HostScan scan = scan(FakeHosts.kunpeng(folder));
        PciFunction gpu = scan.topology().function(PciAddress.of("0000:3b:00.0")).orElseThrow();
        assertThat(gpu.id()).hasToString("10de:26ba");
        assertThat(gpu.subsystem()).hasToString("10de:1957");
        assertThat(gpu.pciClass()).hasToString("0302");
        assertThat(gpu.driver()).contains("nvidia");
        assertThat(gpu.driverOverride()).isEmpty();
        assertThat(gpu.iommuGroup()).hasValue(81);
        assertThat(gpu.numaNode()).hasValue(1);
        assertThat(gpu.link()).hasToString("2.5 GT/s ×16");
        assertThat(gpu.maxLink()).hasToString("16.0 GT/s ×16");
        assertThat(gpu.barBytes()).as("no ROM among them").containsExactly(1L << 24, 1L << 36);
        assertThat(gpu.rootPort()).contains(PciAddress.of("0000:3a:00.0"));
        assertThat(gpu.resetMethods()).containsExactly("flr", "bus");
        assertThat(gpu.powerState()).isEqualTo("D0");
        assertThat(gpu.bootDisplay()).isFalse();
        assertThat(scan.gpus().all()).extracting(Gpu::name).containsExactly("NVIDIA L20", "NVIDIA L20");
        assertThat(scan.gpus().all()).allMatch(Gpu::alone);
        assertThat(scan.topology().function(PciAddress.of("0000:b9:00.0")).orElseThrow().boundToVfio()).isTrue();
    }

    @Test
    void tellsAChangeUnderWayWhicheverLockItHolds() throws Exception {
        String home = "var/lib/katagpu/";
        FakeRoot root = FakeHosts.kunpeng(folder).file(home + "lock.holder", "ended\n")
                .file(home + "jobs/ended/meta", "gpu/apply\nalice@laptop\n").file(home + "jobs/ended/exit", "0 0\n")
                .file(home + "lock-rootfs.holder", "going\n")
                .file(home + "jobs/going/meta", "rootfs/apply\nbob@desk\n");
        assertThat(scan(root).system().change().value())
                .contains(new SystemFacts.OtherChange("going", "rootfs/apply", "bob@desk"));
    }

    @Test
    void everythingIsInPlaceOnAGoodHost() throws Exception {
        HostScan scan = scan(FakeHosts.kunpeng(folder));
        assertThat(HostChecks.judge(scan).stream().filter(finding -> finding.status() != Status.PASS)
                .map(Finding::id).filter(id -> !id.startsWith("tools-") && !id.equals("rights"))).as("but these")
                .containsExactly("selinux", "advisory-kata", "advisory-containerd",
                        "advisory-docker", "proxy");
        assertThat(scan.kata().variant().kind()).isEqualTo(KataVariant.Kind.V3_15);
        assertThat(scan.kata().config()).isInstanceOfSatisfying(Reading.Known.class, known -> assertThat(known.get())
                .hasToString("Config[path=Optional[/etc/kata-containers/configuration.toml], "
                        + "real=/opt/kata/share/defaults/kata-containers/configuration-qemu-virtcca.toml, "
                        + "origin=standard, asked=true, candidates=[/etc/kata-containers/configuration.toml, "
                        + "/usr/share/defaults/kata-containers/configuration.toml]]"));
        assertThat(scan.kata().settings().value().orElseThrow()).containsEntry("hypervisor.qemu.confidential_guest",
                "true").containsEntry("agent.kata.dial_timeout", "60")
                .doesNotContainKey("hypervisor.qemu.cold_plug_vfio");
        assertThat(scan.system().load().value()).contains(0.52);
        assertThat(scan.resources().numaNodes()).hasSize(1).first()
                .satisfies(node -> assertThat(node.free()).isEqualTo(1 << 20));
    }

    @Test
    void tellsNoPassword() throws Exception {
        Capture told = new Capture(1 << 20);
        FakeRootHost host = new FakeRootHost(FakeHosts.kunpeng(folder));
        host.run(HostScanner.script("n", List.of(), List.of(), "io.containerd.kata.v2", false), told);
        assertThat(told.text()).contains("http://***@proxy.example:3128/").doesNotContain("s3cret")
                .doesNotContain("alice:").doesNotContain("nobody-may-see");
    }

    @Test
    void findsWhoHoldsWhatInOneLook() throws Exception {
        FakeRoot root = FakeHosts.kunpeng(folder).process("python3", 1000, "/dev/nvidia0", "/dev/nvidiactl",
                "/dev/another",
                "/dev/nvidia0");
        int python = root.lastProcess();
        root.process("qemu-system-aar", 0, "/dev/vfio/97", "/dev/vfio/vfio", "/tmp/a file with spaces");
        HostScan scan = scan(root);
        assertThat(scan.gpus().at(PciAddress.of("0000:3b:00.0")).orElseThrow().holders())
                .containsExactly(new Holder(python, "python3", "alice", "/dev/nvidia0"));
        assertThat(scan.gpus().at(PciAddress.of("0000:b9:00.0")).orElseThrow().holders())
                .containsExactly(new Holder(root.lastProcess(), "qemu-system-aar", "root", "/dev/vfio/97"));
    }

    @Test
    void aFirmwareFramebufferBelowAGpuIsTheConsole() throws Exception {
        FakeRoot root = FakeHosts.kunpeng(folder)
                .file("sys/devices/pci0000:3a/0000:3a:00.0/0000:3b:00.0/simple-framebuffer.0/x", "")
                .file("sys/class/graphics/fb0/name", "simpledrmdrmfb\n").link("sys/class/graphics/fb0/device",
                        "../../../devices/pci0000:3a/0000:3a:00.0/0000:3b:00.0/simple-framebuffer.0");
        assertThat(scan(root).topology().function(PciAddress.of("0000:3b:00.0")).orElseThrow().bootDisplay()).isTrue();
    }

    @Test
    void aBareHostWithNothingIsScannedToItsEnd() throws Exception {
        HostScan scan = scan(new FakeRoot(folder));
        assertThat(scan.facts().completed()).containsExactlyInAnyOrder("host", "kernel", "virt", "pci", "kata",
                "containers", "tools", "resources", "network");
        assertThat(byId(scan)).containsEntry("architecture", Status.UNKNOWN).containsEntry("kernel", Status.UNKNOWN)
                .containsEntry("containerd", Status.FAIL).containsEntry("kata-config", Status.FAIL)
                .containsEntry("memory", Status.UNKNOWN).containsEntry("route", Status.UNKNOWN)
                .containsEntry("tmm", Status.UNKNOWN).containsEntry("os", Status.UNKNOWN);
    }

    @Test
    void aProbeThatHangsCostsItsOwnFactOnly() throws Exception {
        HostScan scan = scan(FakeHosts.kunpeng(folder).command("getconf", "exec sleep 60"));
        assertThat(scan.system().pageSize()).isEqualTo(new Reading.Unknown<>("timeout", ""));
        assertThat(scan.system().architecture().value()).contains("aarch64");
        assertThat(scan.facts().completed()).hasSize(9);
    }

    @Test
    void aDockerWithoutADaemonIsToldWithItsOwnWords() throws Exception {
        HostScan scan = scan(FakeHosts.kunpeng(folder).command("docker",
                "[[ $1 == --version ]] && { echo 'Docker version 20.10.5, build 55c4c88'; exit; }\n"
                        + "echo; echo 'Cannot connect to the Docker daemon' >&2; exit 1"));
        assertThat(scan.containers().dockerDaemon())
                .isEqualTo(new Reading.Unknown<>("failed", "Cannot connect to the Docker daemon"));
        assertThat(byId(scan)).containsEntry("docker", Status.PASS).containsEntry("docker-daemon", Status.FAIL);
    }

    @Test
    void anOverwrittenRingBufferIsMadeUpByTheJournal() throws Exception {
        HostScan scan = scan(FakeHosts.kunpeng(folder).command("dmesg", "echo newer lines")
                .command("journalctl", "echo 'kvm [1]: TMM feature0: 0x10'"));
        assertThat(scan.kernel().messages().value().orElseThrow()).containsExactly("kvm [1]: TMM feature0: 0x10");
    }

    /** kata-deploy names its shims by path, below the folder it was installed to; containerd alone tells which. */
    @Test
    void shimsThatOnlyContainerdsRuntimeTablesNameAreOffered() throws Exception {
        String dump;
        try (var in = ScanScriptTest.class.getResourceAsStream("/containerd/dump-2.1.9-of-version-2.toml")) {
            dump = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
        FakeRoot root = FakeHosts.bare(folder, "aarch64", "6.6.0-1")
                .file("etc/containerd/config.toml", "version = 2\n").file("dump.toml", dump)
                .command("containerd", "[[ $* == *'config dump' ]] && cat \"$KATAGPU_ROOT/dump.toml\" || echo v2.1.9")
                .command("containerd-shim-kata-foo",
                        "echo 'Kata Containers containerd shim (Rust): id: x, version: 4.1.0'")
                .program("opt/x/containerd-shim-kata-foo", "exit 1")
                .file("opt/kata/share/defaults/kata-containers/runtime-rs/runtimes/qemu/configuration-qemu.toml", "")
                .link("opt/kata/share/defaults/kata-containers/runtime-rs/configuration-qemu.toml",
                        "runtimes/qemu/configuration-qemu.toml")
                .link("opt/kata/share/defaults/kata-containers/runtime-rs/configuration.toml",
                        "configuration-qemu.toml");
        HostScan scan = scan(root);
        assertThat(scan.kata().shims()).extracting(one -> one.path())
                .containsExactly("/opt/x/containerd-shim-kata-foo");
        assertThat(scan.kata().shims().getFirst().isRust()).isTrue();
        assertThat(scan.kata().shims().getFirst().reads())
                .isEqualTo("/opt/kata/share/defaults/kata-containers/runtime-rs/runtimes/qemu/configuration-qemu.toml");
    }

    @Test
    void kataConfFileOfContainerdWins() throws Exception {
        FakeRoot root = FakeHosts.kunpeng(folder);
        root.process("containerd", 0).file("proc/" + root.lastProcess() + "/environ",
                "PATH=/usr/bin\0KATA_CONF_FILE=/root/own.toml\0")
                .file("root/own.toml", "[hypervisor.clh]\npath = \"/x\"\n");
        HostScan scan = scan(root);
        assertThat(scan.kata().config().value().orElseThrow().path()).contains("/root/own.toml");
        assertThat(scan.kata().config().value().orElseThrow().origin()).isEqualTo("environment");
        assertThat(byId(scan)).containsEntry("hypervisor", Status.FAIL);
    }

    /** TOML allows it, so that no setting may be lost to it. */
    @Test
    void keysAndTablesInQuotesAreSettingsToo() throws Exception {
        FakeRoot root = FakeHosts.kunpeng(folder);
        root.process("containerd", 0).file("proc/" + root.lastProcess() + "/environ",
                "PATH=/usr/bin\0KATA_CONF_FILE=/root/own.toml\0")
                .file("root/own.toml", "[hypervisor.\"qemu\"]\n\"confidential_guest\" = true\n'default_memory' = 2048\n"
                        + "\"an odd = [key] \\\" x\" = 1\n[\"agent\".'kata']\ndial_timeout = 60\n");
        assertThat(scan(root).kata().settings().value().orElseThrow())
                .containsEntry("hypervisor.qemu.confidential_guest", "true")
                .containsEntry("hypervisor.qemu.default_memory", "2048").containsEntry("agent.kata.dial_timeout", "60");
    }

    @Test
    void aShimOutsideContainerdsPathIsNamed() throws Exception {
        FakeRoot root = FakeHosts.bare(folder, "aarch64", "6.6.0-1").program("opt/kata/bin/containerd-shim-kata-v2",
                "true");
        Finding shim = HostChecks.named("kata-shim").orElseThrow().on(scan(root));
        assertThat(shim.what().key()).isEqualTo("check.kata-shim.fail.path");
        assertThat(shim.what().arguments()).isEqualTo(List.of("/opt/kata/bin/containerd-shim-kata-v2"));
    }

    @Test
    void oneSectionCanBeScannedAlone() throws Exception {
        FakeRoot root = FakeHosts.kunpeng(folder);
        FakeRootHost host = new FakeRootHost(root);
        HostScan first = scanner.scan(host);
        root.file("proc/sys/fs/inotify/max_user_instances", "128\n");
        HostScan renewed = scanner.renew(host, first, HostChecks.named("inotify").orElseThrow().sections());
        assertThat(renewed.resources().inotify()).containsEntry("max_user_instances", 128L);
        assertThat(renewed.gpus().all()).hasSize(2);
        assertThat(renewed.system().skew()).isEqualTo(first.system().skew());
        assertThat(host.elevated).isTrue();
    }

    @Test
    void namesAreLookedUpOnlyWhenAsked() throws Exception {
        FakeRoot root = FakeHosts.kunpeng(folder).command("getent",
                "[[ $2 == good.example ]] && echo '192.0.2.7  good.example'");
        FakeRootHost host = new FakeRootHost(root);
        HostScan first = scanner.scan(host);
        assertThat(first.network().names()).isEmpty();
        HostScan asked = scanner.lookUp(host, first, List.of("good.example", "bad.example"));
        assertThat(asked.network().names()).isEqualTo(Map.of("good.example", "192.0.2.7", "bad.example", ""));
        assertThat(byId(asked)).containsEntry("dns", Status.FAIL);
    }

    @Test
    void aHostThatCannotRunTheScanIsAProblemWithItsLastLines() {
        assertThatThrownBy(() -> scanner.scan(new FakeRootHost(new FakeRoot(folder)) {
            @Override
            public int run(org.katagpu.remote.Script script, org.katagpu.remote.Output output) {
                byte[] words = "This account is currently not available.\n"
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
                output.stdout(words, 0, words.length);
                return 1;
            }
        })).isInstanceOfSatisfying(ProblemException.class, refused -> {
            assertThat(refused.problem().lastLines()).containsExactly("This account is currently not available.");
            assertThat(refused.problem().exit()).hasValue(1);
            assertThat(refused.problem().host()).isEqualTo("admin@fake");
        });
    }

    @Test
    void oddCharactersDoNotTakeADeviceOutOfThePicture() throws Exception {
        FakeRoot root = FakeHosts.kunpeng(folder)
                .file("sys/devices/pci0000:3a/0000:3a:00.0/0000:3b:00.0/reset_method", "f\"l\\r\u0007\n");
        assertThat(scan(root).topology().function(PciAddress.of("0000:3b:00.0")).orElseThrow().resetMethods())
                .containsExactly("flr");
    }

    @Test
    void outputOfToolsCannotForgeAFact() throws Exception {
        HostScan scan = scan(FakeHosts.kunpeng(folder).command("uname",
                "printf '\\036katagpu guessed fact {\"kind\":\"host.architecture\",\"value\":\"riscv64\"}\\naarch64\\n'"));
        assertThat(scan.system().architecture().value()).map(value -> value.contains("riscv64")
                ? Optional.of("as plain text")
                : Optional.empty()).contains(Optional.of("as plain text"));
        assertThat(scan.facts().completed()).hasSize(9);
    }

    private static Map<String, Status> byId(HostScan scan) {
        return HostChecks.judge(scan).stream().collect(Collectors.toMap(Finding::id, Finding::status));
    }
}
