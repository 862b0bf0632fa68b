package org.katagpu.practice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FakeKernelTest {
    private static final String GPU = "0000:3b:00.0";
    private static final String FUNCTIONS = """
            pci=$KATAGPU_ROOT/sys/bus/pci
            put() { tee "$1" <<<"$2" >/dev/null; }
            driver() { local link; link=$(readlink "$pci/devices/$1/driver") || link=none; echo "${link##*/}"; }
            bind() {
              modprobe vfio-pci
              put "$pci/devices/$1/driver_override" vfio-pci
              [[ ! -L $pci/devices/$1/driver ]] || put "$pci/devices/$1/driver/unbind" "$1"
              put "$pci/drivers_probe" "$1"
            }
            """;

    @TempDir(factory = FastTempDir.class)
    Path temp;
    private Sandbox sandbox;

    @AfterEach
    void close() throws IOException {
        sandbox.close();
    }

    @BeforeEach
    void create() throws Exception {
        play(Persona.KUNPENG_4GPU);
    }

    private void play(Persona persona) throws Exception {
        if (sandbox != null) {
            sandbox.close();
        }
        sandbox = Sandbox.create(persona, temp);
    }

    private SandboxRun run(String script) {
        return SandboxRun.of(sandbox, FUNCTIONS + script);
    }

    @Test
    void aDeviceGoesToVfioAndBack() {
        SandboxRun run = run("""
                bind 0000:3b:00.0
                driver 0000:3b:00.0; ls "$KATAGPU_ROOT/dev/vfio"
                readlink "$pci/drivers/vfio-pci/0000:3b:00.0"
                put "$pci/devices/0000:3b:00.0/driver/unbind" 0000:3b:00.0
                driver 0000:3b:00.0; ls "$KATAGPU_ROOT/dev/vfio"
                put "$pci/devices/0000:3b:00.0/driver_override" ''
                cat "$pci/devices/0000:3b:00.0/driver_override"
                put "$pci/drivers_probe" 0000:3b:00.0
                driver 0000:3b:00.0
                """);
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines()).containsExactly("vfio-pci", "81", "vfio",
                "../../../../devices/pci0000:3a/0000:3a:00.0/0000:3b:00.0", "none", "vfio", "(null)", "nvidia");
    }

    @Test
    void anOverrideAloneBindsNothing() {
        assertThat(run("modprobe vfio-pci; put \"$pci/devices/%1$s/driver_override\" vfio-pci; driver %1$s"
                .formatted(GPU)).out()).isEqualTo("nvidia\n");
    }

    @Test
    void aProbeWithoutTheModuleBindsNothing() {
        assertThat(run("put \"$pci/devices/0000:ba:00.0/driver_override\" vfio-pci; "
                + "put \"$pci/drivers_probe\" 0000:ba:00.0; driver 0000:ba:00.0").out()).isEqualTo("none\n");
    }

    @Test
    void aWriteOfNoBytesClearsNoOverride() {
        assertThat(run("d=$pci/devices/0000:ba:00.0/driver_override; put \"$d\" vfio-pci; tee \"$d\" </dev/null; "
                + "cat \"$d\"").out()).isEqualTo("vfio-pci\n");
    }

    @Test
    void aWrongAddressIsRefusedInTheKernelsWords() {
        SandboxRun run = run("put \"$pci/drivers/nvidia/unbind\" 0000:ff:00.0");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).endsWith("/sys/bus/pci/drivers/nvidia/unbind: No such device\n");
        assertThat(run("put \"$pci/drivers_probe\" nonsense").err()).endsWith("No such device\n");
        assertThat(run("modprobe vfio-pci; put \"$pci/drivers/vfio-pci/bind\" " + GPU).err())
                .endsWith("No such device\n");
    }

    @Test
    void bindingABoundDeviceIsBusy() {
        assertThat(run("put \"$pci/drivers/nvidia/bind\" " + GPU).err()).endsWith("Device or resource busy\n");
    }

    @Test
    void theGroupsNodeStaysUntilItsLastMemberLeaves() throws Exception {
        play(Persona.KUNPENG_SHARED_GROUP);
        SandboxRun run = run("""
                bind 0000:bc:00.1; bind 0000:bc:00.2
                put "$pci/drivers/vfio-pci/unbind" 0000:bc:00.1
                ls "$KATAGPU_ROOT/dev/vfio"
                put "$pci/drivers/vfio-pci/unbind" 0000:bc:00.2
                ls "$KATAGPU_ROOT/dev/vfio"
                """);
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines()).containsExactly("96", "vfio", "vfio");
    }

    @Test
    void withoutAnIommuVfioTakesNoDevice() throws Exception {
        play(Persona.RECORDED_H200);
        assertThat(run("modprobe vfio-pci").err()).contains("Module vfio-pci not found");
        play(Persona.KUNPENG_IOMMU_OFF);
        SandboxRun run = run("bind 0000:3b:00.0; driver 0000:3b:00.0; "
                + "put \"$pci/drivers/vfio-pci/bind\" 0000:3b:00.0");
        assertThat(run.out()).isEqualTo("none\n");
        assertThat(run.err()).endsWith("Invalid argument\n");
        assertThat(run("dmesg").out()).contains("probe of 0000:3b:00.0 failed with error -22");
    }

    @Test
    void faultsOfAProbe() throws Exception {
        sandbox.inject(GPU, Fault.probeIgnored("vfio-pci"));
        assertThat(run("bind %1$s; driver %1$s".formatted(GPU)).out()).isEqualTo("none\n");
        sandbox.heal(GPU);
        sandbox.inject(GPU, Fault.probeFails("vfio-pci", "EBUSY"));
        SandboxRun busy = run("put \"$pci/drivers_probe\" %1$s; driver %1$s; put \"$pci/drivers/vfio-pci/bind\" %1$s"
                .formatted(GPU));
        assertThat(busy.out()).isEqualTo("none\n");
        assertThat(busy.err()).endsWith("Device or resource busy\n");
        sandbox.heal(GPU);
        sandbox.inject(GPU, Fault.takenBy("snd_hda_intel"));
        assertThat(run("put \"$pci/drivers_probe\" %1$s; driver %1$s".formatted(GPU)).out())
                .isEqualTo("snd_hda_intel\n");
    }

    @Test
    void anUnbindCanTakeItsTime() throws Exception {
        sandbox.inject(GPU, Fault.unbindTakes(Duration.ofMillis(300)));
        long start = System.nanoTime();
        assertThat(run("put \"$pci/drivers/nvidia/unbind\" %1$s; driver %1$s".formatted(GPU)).out())
                .isEqualTo("none\n");
        assertThat(System.nanoTime() - start).isGreaterThan(300_000_000L);
    }

    @Test
    void aHungUnbindHeedsNoSignalAndEndsWithTheSandbox() throws Exception {
        sandbox.inject(GPU, Fault.unbindHangs());
        Process hung = sandbox.shell("-c", FUNCTIONS + "put \"$pci/drivers/nvidia/unbind\" " + GPU).start();
        awaitHung();
        sandbox.processes().forEach(ProcessHandle::destroy);
        assertThat(sandbox.processes()).isNotEmpty();
        sandbox.close();
        assertThat(hung.waitFor(5, TimeUnit.SECONDS)).isTrue();
    }

    private void awaitHung() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (sandbox.processes().stream()
                .noneMatch(process -> process.info().commandLine().orElse("").contains("sleep 86400"))) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
            Thread.sleep(10);
        }
    }

    @Test
    void holdersAreFoundByLinkAndByFileAlike() throws Exception {
        play(Persona.KUNPENG_HELD);
        SandboxRun run = run(
                """
                        for fd in "$KATAGPU_ROOT"/proc/[0-9]*/fd/*; do
                          [[ $fd -ef $KATAGPU_ROOT/dev/nvidia2 ]] && echo "${fd%/fd/*}"
                        done | sed 's|.*/||'
                        fuser /dev/vfio/98 2>/dev/null; echo
                        find "$KATAGPU_ROOT"/proc/[0-9]*/fd -lname '*/dev/nvidia0' -printf '%h\\n' | sort | sed 's|.*proc/||; s|/fd||'
                        """);
        assertThat(run.out().lines()).containsExactly("4200101", " 4200230", "4200101", "4200102", "4200117");
    }

    @Test
    void aHeldGpuBlocksItsUnbindUntilTheEnd() throws Exception {
        play(Persona.KUNPENG_HELD);
        Process hung = sandbox.shell("-c", FUNCTIONS + "put \"$pci/drivers/nvidia/unbind\" 0000:b9:00.0").start();
        awaitHung();
        assertThat(hung.isAlive()).isTrue();
        assertThat(run("dmesg | tail -n 1").out()).contains("non-zero usage count");
    }

    @Test
    void stoppingAUnitEndsItsHold() throws Exception {
        play(Persona.KUNPENG_HELD);
        SandboxRun run = run("systemctl stop nvidia-persistenced; systemctl is-active nvidia-persistenced; "
                + "put \"$pci/drivers/nvidia/unbind\" 0000:b9:00.0; driver 0000:b9:00.0; "
                + "ls \"$KATAGPU_ROOT/proc/driver/nvidia/gpus\"");
        assertThat(run.out().lines()).containsExactly("inactive", "none", "0000:3b:00.0", "0000:3c:00.0");
    }

    @Test
    void otherFilesAreWrittenPlainly() {
        SandboxRun run = run("""
                echo a | tee "$KATAGPU_ROOT/etc/one" "$KATAGPU_ROOT/etc/two"
                echo b | tee -a "$KATAGPU_ROOT/etc/one" >/dev/null
                put "$pci/devices/0000:3b:00.0/power/control" auto
                cat "$KATAGPU_ROOT/etc/one" "$pci/devices/0000:3b:00.0/power/control"
                """);
        assertThat(run.out().lines()).containsExactly("a", "a", "b", "auto");
    }

    @Test
    void modulesComeAndGo() {
        SandboxRun run = run("""
                modprobe vfio_pci; lsmod | grep -c vfio
                cat "$KATAGPU_ROOT/sys/module/vfio_pci/parameters/disable_idle_d3"
                modprobe -r vfio-pci; lsmod | grep -c '^vfio_pci '; [[ -d $pci/drivers/vfio-pci ]] || echo gone
                modprobe nothing; rmmod nvidia
                """);
        assertThat(run.out().lines()).containsExactly("4", "Y", "0", "gone");
        assertThat(run.err()).contains("Module nothing not found").contains("Module nvidia is in use");
    }
}
