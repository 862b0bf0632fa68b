package org.katagpu.setup.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.message.ProblemException;
import org.katagpu.setup.Finding;
import org.katagpu.setup.Plan;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageState;
import org.katagpu.setup.gpu.GpuChoice;

/** What stands against a start is said before anything is started; ctr, ip and curl are stand-ins. */
class ServeRefusalTest {
    private static final String GPU = "0000:3b:00.0";
    private static final String SHIM = "host/usr/local/bin/containerd-shim-kata-v2";

    @TempDir
    private Path folder;
    private ServeFixture bench;
    private Plan plan;

    @BeforeEach
    void host() throws Exception {
        bench = new ServeFixture(folder);
        bench.command("ctr", """
                case $* in
                  version) echo Server: ;;
                  'images ls name=='*) echo "${3#name==} type sha256:%1$s 1 MiB linux/x -" ;;
                  'images check name=='*) echo "${3#name==} type sha256:%1$s complete (2/2) 1/1 true" ;;
                  "content get sha256:%1$s") echo '{"config":{"digest":"sha256:%2$s"}}' ;;
                  "content get sha256:%2$s")
                    case $(uname -m) in aarch64) arch=arm64 ;; *) arch=amd64 ;; esac
                    echo "{\\"architecture\\":\\"$arch\\"}" ;;
                  'tasks ls') echo 'TASK PID STATUS' ;;
                  'containers info '*) echo "container \\"$3\\": not found" >&2; exit 1 ;;
                  'snapshots info '*) echo 'not found' >&2; exit 1 ;;
                  *) echo "$*" >>"$0.acts"; exit 3 ;;
                esac
                """.formatted("a".repeat(64), "b".repeat(64)));
        bench.command("ip", """
                [[ $* == *'addr show'* ]] || exit 1
                echo '2: eth0    inet 10.88.0.2/16 brd 10.88.255.255 scope global eth0'
                """);
        bench.command("curl", "exit 7\n");
        bench.gpu(GPU, 81, "vfio-pci");
        write("dev/vfio/81", "");
        write("var/run/netns/vllmnet", "");
        write("usr/local/bin/containerd-shim-kata-v2", "");
        assertThat(folder.resolve(SHIM).toFile().setExecutable(true)).isTrue();
        write("proc/77/comm", "containerd\n");
        write("proc/77/environ", "A=1\0PATH=/usr/local/bin:/usr/bin\0");
        write("proc/77/cmdline", "/usr/bin/containerd\0");
        plan = Plan.EMPTY.withGpu(new GpuChoice(List.of(GPU), false));
    }

    private void write(String path, String text) throws Exception {
        Path file = bench.root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void refused(Plan chosen, String... findings) throws Exception {
        StageReport report = bench.check(chosen);
        assertThat(ServeFixture.failed(report)).containsExactly(findings);
        assertThat(report.state()).isEqualTo(StageState.BLOCKED);
        assertThat(bench.bin.resolve("ctr.acts")).doesNotExist();
    }

    @Test
    void whereNothingStandsAgainstItTheChangesAreTold() throws Exception {
        StageReport report = bench.check(plan);
        assertThat(report.findings()).isEmpty();
        assertThat(report.state()).isEqualTo(StageState.NEEDED);
        assertThat(report.changes()).first()
                .satisfies(change -> assertThat(change.what().arguments()).containsExactly("katagpu-vllm",
                        "docker.io/library/vllm-cvm:latest", "/dev/vfio/81"));
    }

    @Test
    void aRefusedApplyStartsNothing() throws Exception {
        Files.delete(bench.root.resolve("var/run/netns/vllmnet"));
        assertThat(bench.apply(plan).problem()).isPresent();
        assertThat(bench.bin.resolve("ctr.acts")).doesNotExist();
    }

    @Test
    void devices() throws Exception {
        refused(Plan.EMPTY, "serve.no_devices");
        refused(plan.withGpu(new GpuChoice(List.of("0000:99:00.0"), false)), "serve.device_gone");
        bench.gpu("0000:b9:00.0", 97, "nvidia");
        refused(plan.withGpu(new GpuChoice(List.of("0000:b9:00.0"), false)), "serve.not_bound");
        bench.gpu("0000:ba:00.0", 98, "vfio-pci");
        refused(plan.withGpu(new GpuChoice(List.of("0000:ba:00.0"), false)), "serve.no_group");
        Files.createDirectories(bench.root.resolve("proc/99/fd"));
        Files.createSymbolicLink(bench.root.resolve("proc/99/fd/12"), bench.root.resolve("dev/vfio/81"));
        write("proc/99/comm", "qemu-kvm\n");
        refused(plan, "serve.held");
    }

    /** The runtime in Rust plugs GPUs in by their own nodes alone. */
    @Test
    void theNodeIsTheOneTheHostsKataTakes() throws Exception {
        write("usr/local/bin/containerd-shim-kata-v2", """
                #!/bin/bash
                echo 'Kata Containers containerd shim (Rust): id: io.containerd.kata.v2, version: 4.1.0, commit: 0'
                """);
        write("opt/kata/share/defaults/kata-containers/runtime-rs/configuration.toml",
                "[hypervisor.qemu]\npath = \"/q\"\n");
        refused(plan, "serve.no_cdev");
        write("sys/bus/pci/devices/" + GPU + "/vfio-dev/vfio3/dev", "511:3");
        write("dev/vfio/devices/vfio3", "");
        write("dev/iommu", "");
        assertThat(bench.check(plan).changes()).first()
                .satisfies(change -> assertThat(change.what().arguments()).last().isEqualTo("/dev/vfio/devices/vfio3"));
        write("usr/local/bin/containerd-shim-kata-v2", """
                #!/bin/bash
                echo 'Kata Containers containerd shim (Rust): id: io.containerd.kata.v2, version: 3.32.0, commit: 0'
                """);
        refused(plan, "serve.no_way");
    }

    @Test
    void network() throws Exception {
        bench.command("curl", "exit 0\n");
        refused(plan, "serve.port_taken");
        bench.command("curl", "exit 7\n");
        bench.command("ip", "echo '2: eth0    inet 10.88.0.2/16 scope global eth0'\n");
        refused(plan, "serve.network_used");
        bench.command("ip", "exit 1\n");
        refused(plan, "serve.no_address");
        Files.delete(bench.root.resolve("var/run/netns/vllmnet"));
        refused(plan, "serve.no_network");
    }

    @Test
    void theShimIsLookedForWhereTheDaemonLooks() throws Exception {
        write("proc/77/environ", "PATH=/usr/bin:/bin\0");
        StageReport report = bench.check(plan);
        assertThat(ServeFixture.failed(report)).containsExactly("serve.no_shim");
        assertThat(report.findings().getFirst().evidence()).isEqualTo("PATH=/usr/bin:/bin");
        Files.delete(bench.root.resolve("proc/77/environ"));
        assertThat(ServeFixture.failed(bench.check(plan))).as("systemd's usual PATH").isEmpty();
        Files.delete(folder.resolve(SHIM));
        assertThat(ServeFixture.findings(bench.check(plan), Finding.Status.WARN)).containsExactly("serve.shim_unseen");
    }

    @Test
    void aVmWithoutItsContainerAndAChoiceThatCannotBeServed() throws Exception {
        write("proc/123/cmdline", "/usr/bin/qemu-system-aarch64\0-name\0sandbox-katagpu-vllm,debug-threads=on\0");
        refused(plan, "serve.vm_left");
        refused(plan.withServe(Plans.serve("", true, false)), "serve.choice");
    }

    @Test
    void whereNothingRunsThereAreNoFiguresAndNoKey() throws Exception {
        LiveFigures figures = new FiguresReader(bench.host).sample(plan);
        assertThat(figures.running()).isFalse();
        assertThat(figures.gpus()).isEmpty();
        assertThat(figures.server()).isEmpty();
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> new ServeKeyReader(bench.host).read(plan))
                .satisfies(thrown -> assertThat(thrown.problem().what().key()).isEqualTo("serve.key.unread"));
    }

    @Test
    void anImageForAnotherMachineOrHalfOfOne() throws Exception {
        String ctr = Files.readString(bench.bin.resolve("ctr"));
        bench.command("ctr", ctr.replace("1/1 true", "0/1 false"));
        refused(plan, "image.not_whole");
        bench.command("ctr", ctr.replace("arch=amd64", "arch=s390x").replace("arch=arm64", "arch=s390x"));
        refused(plan, "image.wrong_arch");
        bench.command("ctr", ctr.replace("'images ls name=='*)", "'images ls none'*)"));
        assertThat(ServeFixture.failed(bench.check(plan))).containsExactly("serve.no_image");
    }
}
