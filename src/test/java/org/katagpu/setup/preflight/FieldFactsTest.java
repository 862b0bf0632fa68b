package org.katagpu.setup.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.katagpu.host.Gpu;
import org.katagpu.host.HostScan;
import org.katagpu.host.NvidiaModels;
import org.katagpu.host.Obstacle;
import org.katagpu.host.Obstacle.Kind;
import org.katagpu.host.PciAddress;
import org.katagpu.message.Messages;
import org.katagpu.setup.Finding;
import org.katagpu.setup.Finding.Status;

/** What real hosts showed that the scan once read wrongly. */
class FieldFactsTest {
    @TempDir
    Path folder;

    private HostScan scan(FakeRoot root) throws Exception {
        return new HostScanner(NvidiaModels.bundled(), InstantSource.system()).scan(new FakeRootHost(root));
    }

    private static Finding finding(HostScan scan, String check) {
        return HostChecks.named(check).orElseThrow().on(scan);
    }

    @ParameterizedTest
    @ValueSource(strings = {"arm-smmu-v3.disable_ecmdq=1", "arm_smmu_v3.disable_ecmdq=y", "arm_smmu_v3.disable-ecmdq=Y",
        "arm-smmu-v3.disable-ecmdq=on", "arm_smmu_v3.disable_ecmdq=0 arm_smmu_v3.disable_ecmdq=1"})
    void dashesAndWordsOfKernelParametersAreAlike(String line) throws Exception {
        assertThat(finding(scan(FakeHosts.kunpeng(folder).file("proc/cmdline", "quiet " + line + "\n")),
                "cmdline-ecmdq").status()).isEqualTo(Status.PASS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"arm_smmu_v3.disable_ecmdq=0", "arm_smmu_v3.disable_ecmdq=1 arm_smmu_v3.disable_ecmdq=n",
        "xarm_smmu_v3.disable_ecmdq=1"})
    void aSwitchThatIsOffIsOff(String line) throws Exception {
        assertThat(finding(scan(FakeHosts.kunpeng(folder).file("proc/cmdline", line + "\n")), "cmdline-ecmdq").status())
                .isEqualTo(Status.FAIL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"options vfio-pci disable_idle_d3=1", "options vfio_pci ids=10de:26ba disable_idle_d3=y",
        "options vfio-pci \\\n  disable_idle_d3=Y"})
    void optionsOfAModuleNotLoadedYetCount(String options) throws Exception {
        FakeRoot root = FakeHosts.kunpeng(folder).file("proc/cmdline", "quiet\n")
                .command("head", "exec /usr/bin/head \"$@\"")
                .file("etc/modprobe.d/vfio.conf", "# ours\n" + options + "\n");
        Files.delete(root.path().resolve("sys/module/vfio_pci/parameters/disable_idle_d3"));
        assertThat(finding(scan(root), "idle-d3").status()).isEqualTo(Status.PASS);
    }

    @Test
    void podmanThatAnswersAsDockerIsNamedSo() throws Exception {
        HostScan scan = scan(FakeHosts.kunpeng(folder).command("docker",
                "echo 'Emulate Docker CLI using podman. Create /etc/containers/nodocker to quiet msg.' >&2; "
                        + "echo podman version 4.9.4"));
        assertThat(finding(scan, "docker").what().key()).isEqualTo("check.docker.warn.podman");
        assertThat(new Messages(Locale.ENGLISH).get(finding(scan, "docker").what())).contains("podman 4.9.4");
        assertThat(finding(scan, "docker-daemon").what().key()).isEqualTo("check.docker-daemon.warn.none");
    }

    @Test
    void aStaleMountMakesOneDiskUnknownNotAll() throws Exception {
        Instant begin = Instant.now();
        HostScan scan = scan(
                FakeHosts.kunpeng(folder).command("df", "case ${*: -1} in */var/lib/docker) exec sleep 60 ;; "
                        + "esac; echo head; echo \"/dev/sda1 1000000000 1 524288000 1% /\""));
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(30));
        assertThat(finding(scan, "disk-docker").status()).isEqualTo(Status.UNKNOWN);
        assertThat(finding(scan, "disk-docker").what().arguments().get(1).toString()).contains("timeout");
        assertThat(finding(scan, "disk-containerd").status()).isEqualTo(Status.PASS);
    }

    @ParameterizedTest
    @CsvSource({"0003, PASS", "0203, WARN", "0200, WARN"})
    void aRejectRouteIsNoWayOut(String flags, Status expected) throws Exception {
        FakeRoot root = FakeHosts.kunpeng(folder).file("proc/net/route", "Iface\tDestination\tGateway \tFlags\tRefCnt\t"
                + "Use\tMetric\tMask\neth0\t00000000\t010200C0\t" + flags + "\t0\t0\t100\t00000000\t0\t0\t0\n");
        assertThat(finding(scan(root), "route").status()).isEqualTo(expected);
    }

    @Test
    void aVirtualFunctionIsNoCardOfItsOwn() throws Exception {
        FakeRoot root = FakeHosts.kunpeng(folder).device("0000:3b:00.4", "0000:3a:00.0", FakeHosts.gpu(FakeHosts.L20))
                .link("sys/devices/pci0000:3a/0000:3a:00.0/0000:3b:00.4/physfn", "../0000:3b:00.0");
        HostScan scan = scan(root);
        assertThat(scan.topology().function(PciAddress.of("0000:3b:00.4"))).isPresent();
        assertThat(scan.gpus().all()).extracting(Gpu::address).doesNotContain(PciAddress.of("0000:3b:00.4")).hasSize(2);
    }

    /** Mediated devices, and the type set at a virtual function; without any the GPU is only the manager's. */
    @Test
    void aHostOfVirtualGpusIsToldFromOneThatHandedThemOut() throws Exception {
        String gpu = "sys/devices/pci0000:3a/0000:3a:00.0/0000:3b:00.0/";
        FakeRoot root = FakeHosts.kunpeng(folder).file(gpu + "mdev_supported_types/nvidia-1000/name", "L20-1Q\n");
        assertThat(kinds(scan(root), "0000:3b:00.0")).contains(Kind.VGPU_HOST).doesNotContain(Kind.VGPUS);
        root.file(gpu + "mdev_supported_types/nvidia-1000/devices/1b3e5d0c-0000/x", "");
        assertThat(kinds(scan(root), "0000:3b:00.0")).contains(Kind.VGPUS).doesNotContain(Kind.VGPU_HOST);
        FakeRoot newer = FakeHosts.kunpeng(folder.resolve("newer"))
                .file(gpu + "virtfn0/nvidia/current_vgpu_type", "0\n")
                .file(gpu + "virtfn1/nvidia/current_vgpu_type", "1146\n");
        assertThat(scan(newer).gpus().at(PciAddress.of("0000:3b:00.0")).orElseThrow().sharing().vgpus()).isEqualTo(1);
    }

    @Test
    void slicesOfAGpuAreTold() throws Exception {
        FakeRoot root = FakeHosts.kunpeng(folder)
                .file("proc/driver/nvidia/gpus/0000:3b:00.0/information", "Model: x\nDevice Minor: \t 3\n")
                .file("proc/driver/nvidia/capabilities/gpu3/mig/gi1/access", "")
                .file("proc/driver/nvidia/capabilities/gpu3/mig/gi2/access", "")
                .file("proc/driver/nvidia/capabilities/gpu4/mig/gi1/access", "");
        assertThat(scan(root).gpus().at(PciAddress.of("0000:3b:00.0")).orElseThrow().sharing().slices()).isEqualTo(2);
        assertThat(kinds(scan(root), "0000:3b:00.0")).contains(Kind.SLICES);
    }

    /** GH200, GB200 and GB10 as their tables of ids have them; a card like L20 is none of these. */
    @ParameterizedTest
    @CsvSource({"2342,COHERENT", "2348,COHERENT", "2941,COHERENT", "2e12,INTEGRATED", "26ba,", "2335,"})
    void memoryThatIsNotTheCardsOwnIsTold(String device, Kind kind) throws Exception {
        Map<String, String> gpu = new HashMap<>(FakeHosts.gpu(FakeHosts.L20));
        gpu.put("device", "0x" + device);
        FakeRoot root = FakeHosts.kunpeng(folder).device("0009:01:00.0", "", gpu);
        Set<Kind> told = kinds(scan(root), "0009:01:00.0");
        assertThat(told.contains(Kind.COHERENT)).isEqualTo(kind == Kind.COHERENT);
        assertThat(told.contains(Kind.INTEGRATED)).isEqualTo(kind == Kind.INTEGRATED);
    }

    /** An HGX board: its switches are no cards, and are named with whatever GPU is chosen. */
    @Test
    void switchesOfABoardAreNamed() throws Exception {
        Map<String, String> nvswitch = new HashMap<>(FakeHosts.gpu(FakeHosts.L20));
        nvswitch.put("device", "0x22a3");
        nvswitch.put("class", "0x068000");
        FakeRoot root = FakeHosts.kunpeng(folder).device("0000:07:00.0", "", nvswitch);
        assertThat(scan(root).gpus().all()).extracting(Gpu::address).doesNotContain(PciAddress.of("0000:07:00.0"));
        assertThat(kinds(scan(root), "0000:3b:00.0")).contains(Kind.NVSWITCH);
    }

    private static Set<Kind> kinds(HostScan scan, String chosen) {
        return scan.select(List.of(PciAddress.of(chosen))).obstacles().stream().map(Obstacle::kind)
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mlx5_vfio_pci", "nvgrace-gpu-vfio-pci", "hisi-acc-vfio-pci", "qat_vfio_pci",
        "odd_variant"})
    void everyVfioDriverIsJudgedAlike(String driver) throws Exception {
        FakeRoot root = FakeHosts.kunpeng(folder).device("0000:5e:00.0", "", FakeHosts.gpu(FakeHosts.L20))
                .bind("0000:5e:00.0", driver).file("sys/module/odd_variant/x", "")
                .file("lib/modules/6.6.0-98.0.0.103.oe2403sp2.aarch64/modules.alias",
                        "alias vfio_pci:v000010DEd000026BAsv*sd*bc*sc*i* odd_variant\n")
                .link("sys/bus/pci/drivers/" + driver + "/module", "../../../../module/odd_variant");
        assertThat(scan(root).topology().function(PciAddress.of("0000:5e:00.0")).orElseThrow().boundToVfio()).isTrue();
    }

    /** ROM, bridge windows and regions of virtual functions come after the first six. */
    @Test
    void onlyTheFirstSixRegionsAreAGpusWindow() throws Exception {
        StringBuilder rows = new StringBuilder("0x0000001000000000 0x0000001fffffffff 0x000000000014220c\n");
        rows.append("0x0000000000000000 0x0000000000000000 0x0000000000000000\n".repeat(5));
        rows.append("0x0000000000000000 0x000000000007ffff 0x0000000020046200\n");
        rows.append("0x0000000000000000 0x000000ffffffffff 0x000000002014220c\n".repeat(6));
        FakeRoot root = FakeHosts.kunpeng(folder)
                .file("sys/devices/pci0000:3a/0000:3a:00.0/0000:3b:00.0/resource", rows.toString());
        assertThat(scan(root).topology().function(PciAddress.of("0000:3b:00.0")).orElseThrow().barBytes())
                .containsExactly(1L << 36);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a[$(touch pwned)]", "x[$(touch pwned)]+1", "99999999999999999999", "0x10", "-5", "1 2"})
    void numbersThatAreNoneRunNothing(String number) throws Exception {
        FakeRoot root = FakeHosts.kunpeng(folder)
                .file("sys/devices/pci0000:3a/0000:3a:00.0/0000:3b:00.0/resource", number + " " + number + " 0x0\n")
                .file("sys/devices/pci0000:3a/0000:3a:00.0/0000:3b:00.0/numa_node", number + "\n")
                .file("sys/devices/pci0000:3a/0000:3a:00.0/0000:3b:00.0/sriov_numvfs", number + "\n")
                .file("proc/meminfo", "MemTotal: " + number + " kB\n").file("sys/fs/selinux/enforce", number)
                .file("sys/devices/system/node/node0/meminfo", "Node 0 MemFree: " + number + " kB\n")
                .file("proc/sys/fs/inotify/max_user_watches", number + "\n").file("proc/loadavg", number + "\n")
                .file("proc/net/route", "eth0 00000000 00000000 " + number + " 0 0 0 00000000\n")
                .command("getconf", "echo '" + number + "'").command("python3", "echo '" + number + "'")
                .command("df", "echo head; echo '/dev/x " + number + " 1 " + number + " 1% /'");
        HostScan scan = scan(root);
        assertThat(scan.facts().completed()).hasSize(9);
        assertThat(Path.of("pwned")).doesNotExist();
        assertThat(scan.gpus().all()).as("the device stays in the picture").hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"ubuntu, debian, 24.04, apt-get install mount psmisc",
        "openEuler, '', 24.03, dnf install psmisc util-linux",
        "centos, rhel fedora, 7, yum install psmisc util-linux", "sles, suse, 15.6, zypper install psmisc util-linux",
        "mine, 'other debian', 1, apt-get install mount psmisc"})
    void theRemedyIsInTheHostsOwnPackageManager(String id, String like, String version, String command) {
        assertThat(Packages.of(new org.katagpu.host.SystemFacts.OsRelease(id, version, "", like)).orElseThrow()
                .install(List.of("fuser", "losetup", "cnitool"))).contains(command);
    }

    @Test
    void anUnknownSystemGetsNoWrongCommand() {
        assertThat(Packages.of(new org.katagpu.host.SystemFacts.OsRelease("gentoo", "2", "", ""))).isEmpty();
    }

    @Test
    void anSmmuWithoutGroupsYetIsOn() throws Exception {
        FakeRoot root = FakeHosts.bare(folder, "aarch64", "6.6.0-98.aarch64")
                .file("sys/class/iommu/smmu3.0x0000000140000000/x", "")
                .device("0000:3a:00.0", "", FakeHosts.device("19e5", "a120", "060400"))
                .device("0000:3b:00.0", "0000:3a:00.0", FakeHosts.gpu(FakeHosts.L20));
        HostScan scan = scan(root);
        assertThat(finding(scan, "iommu").what().key()).isEqualTo("check.iommu.pass.late");
        assertThat(scan.gpus().all()).singleElement().matches(Gpu::groupLate);
        assertThat(scan.select(List.of(PciAddress.of("0000:3b:00.0"))).blocked()).isFalse();
    }
}
