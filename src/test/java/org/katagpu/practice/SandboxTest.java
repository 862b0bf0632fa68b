package org.katagpu.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.message.Messages;
import org.katagpu.message.ProblemException;

class SandboxTest {
    @TempDir(factory = FastTempDir.class)
    Path temp;
    private Sandbox sandbox;

    @BeforeEach
    void create() throws Exception {
        sandbox = Sandbox.create(Persona.KUNPENG_4GPU, temp);
    }

    @AfterEach
    void close() throws IOException {
        sandbox.close();
    }

    @Test
    void devicesAreLinkedAsLinuxLinksThem() throws IOException {
        Path bus = sandbox.root().resolve("sys/bus/pci");
        Path device = bus.resolve("devices/0000:3b:00.0");
        assertThat(Files.readSymbolicLink(device))
                .hasToString("../../../devices/pci0000:3a/0000:3a:00.0/0000:3b:00.0");
        assertThat(Files.readSymbolicLink(device.resolve("driver"))).hasToString("../../../../bus/pci/drivers/nvidia");
        assertThat(Files.readSymbolicLink(device.resolve("iommu_group")))
                .hasToString("../../../../kernel/iommu_groups/81");
        assertThat(bus.resolve("drivers/nvidia/0000:3b:00.0").toRealPath()).isEqualTo(device.toRealPath());
        assertThat(sandbox.root().resolve("sys/kernel/iommu_groups/81/devices/0000:3b:00.0").toRealPath())
                .isEqualTo(device.toRealPath());
        assertThat(sandbox.root().resolve("sys/bus/pci/devices/0000:ba:00.0/driver")).doesNotExist();
    }

    @Test
    void attributesReadAsInSysfs() throws IOException {
        Path device = sandbox.root().resolve("sys/bus/pci/devices/0000:3b:00.0");
        assertThat(device.resolve("vendor")).hasContent("0x10de");
        assertThat(device.resolve("device")).hasContent("0x26ba");
        assertThat(device.resolve("class")).hasContent("0x030200");
        assertThat(device.resolve("driver_override")).hasContent("(null)");
        assertThat(device.resolve("max_link_speed")).hasContent("16.0 GT/s PCIe");
        assertThat(Files.readAllLines(device.resolve("resource"))).hasSize(13)
                .element(1).isEqualTo("0x0000200000000000 0x0000200fffffffff 0x000000000014220c");
        assertThat(sandbox.root().resolve("sys/bus/pci/devices/0000:03:00.0/boot_vga")).hasContent("1");
    }

    @Test
    void onlyTheSandboxesOwnCommandsAreOnThePath() throws IOException {
        assertThat(sandbox.environment()).containsEntry("PATH", sandbox.bin().toString());
        SandboxRun run = SandboxRun.of(sandbox, """
                for command in mount umount dd reboot kill insmod systemd-run ssh apt mknod chroot python3 curl; do
                  found=$(type -P "$command") || continue
                  printf '%s\\n' "$found"
                done
                """);
        assertThat(run.out().lines()).allMatch(line -> line.startsWith(sandbox.bin().toString()));
        try (var programs = Files.list(sandbox.bin())) {
            assertThat(programs.filter(Files::isSymbolicLink).map(file -> file.getFileName().toString()))
                    .doesNotContain("mount", "umount", "modprobe", "insmod", "systemctl", "nvidia-smi", "mknod",
                            "chroot", "python3", "curl", "docker", "ip", "tee", "sudo", "chown", "fuser");
        }
    }

    @Test
    void nothingOfThisProgramsEnvironmentIsHandedOn() {
        assertThat(SandboxRun.of(sandbox, "env -u _ -u SHLVL -u PWD").out().lines().map(line -> line.split("=")[0]))
                .containsExactlyInAnyOrderElementsOf(sandbox.environment().keySet());
    }

    @Test
    void commandsSpeakForTheMachine() {
        SandboxRun run = SandboxRun.of(sandbox, """
                uname -m; uname -r; id -u; hostname; docker version --format '{{.Server.Version}}'
                systemctl is-active containerd; getconf PAGESIZE; python3 -c 'ioctl(fd, 0xAE03, 300)'
                nvidia-smi --query-gpu=index,name --format=csv,noheader; df -P -B1 "$KATAGPU_ROOT/var/lib" | tail -n 1
                dmesg | grep -c 'TMM feature0:'
                """);
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines()).containsExactly("aarch64", "6.6.0-98.0.0.103.oe2403sp2.aarch64", "0",
                "gpu-host-01", "24.0.7", "active", "4096", "1", "0, NVIDIA L20", "1, NVIDIA L20", "2, NVIDIA L20",
                "/dev/mapper/openeuler-root 1889785610240 751619276800 1138166333440 39% /", "1");
    }

    @Test
    void aCommandWithoutAnAnswerSaysSo() {
        SandboxRun run = SandboxRun.of(sandbox, "docker swarm init");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("no answer to: swarm init");
    }

    @Test
    void closeEndsDetachedProcessesAndRemovesTheFolder() throws Exception {
        SandboxRun.of(sandbox,
                "setsid sleep 600 >/dev/null 2>&1 & setsid bash -c 'trap \"\" TERM; while :; do sleep 1; done' >/dev/null 2>&1 &");
        List<ProcessHandle> running = sandbox.processes();
        assertThat(running).hasSizeGreaterThanOrEqualTo(2);
        sandbox.close();
        assertThat(running).allSatisfy(SandboxRun::awaitEnd);
        assertThat(sandbox.root()).doesNotExist();
        assertThat(temp).isEmptyDirectory();
    }

    @Test
    void whatAKilledProgramLeftIsClearedAway() throws Exception {
        Process killed = new ProcessBuilder("true").start();
        String owner = killed.pid() + " " + killed.info().startInstant().map(Object::toString).orElse("");
        killed.waitFor();
        Sandbox left = Sandbox.create(Persona.RECORDED_H200, temp);
        SandboxRun.of(left, "setsid sleep 600 >/dev/null 2>&1 &");
        List<ProcessHandle> orphans = left.processes();
        Files.writeString(left.root().resolveSibling("owner"), owner);
        try (Sandbox next = Sandbox.create(Persona.RECORDED_H200, temp)) {
            assertThat(left.root()).doesNotExist();
            assertThat(orphans).isNotEmpty().allSatisfy(SandboxRun::awaitEnd);
            assertThat(sandbox.root()).exists();
            assertThat(next.root()).exists();
        }
    }

    @Test
    void aProcessThatOnlyNamesTheSandboxIsLeftAlone() throws Exception {
        Process bystander = new ProcessBuilder("sleep", "600").directory(sandbox.root().toFile()).start();
        Process reader = new ProcessBuilder("tail", "-f", sandbox.root().resolve("etc/os-release").toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        sandbox.close();
        assertThat(List.of(bystander, reader)).allMatch(Process::isAlive);
        bystander.destroyForcibly().waitFor();
        reader.destroyForcibly().waitFor();
    }

    @Test
    void everyPersonaHasItsWordsInBothLanguages() {
        for (Locale locale : Messages.LOCALES) {
            Messages words = new Messages(locale);
            assertThat(Persona.all()).allSatisfy(persona -> {
                assertThat(words.get(persona.name())).isNotBlank();
                assertThat(words.get(persona.sentence())).endsWith(locale == Locale.ENGLISH ? "." : "。");
            });
        }
    }

    @Test
    void whereThereIsNoBashItSaysSo() {
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> ToolBox.find("Windows 11", ""))
                .satisfies(refused -> assertThat(refused.problem().what().key()).isEqualTo("practice.windows"));
    }

    @Test
    void aBenchmarksMachineHasAsManyGpusAsAskedFor() throws Exception {
        try (Sandbox many = Sandbox.create(Persona.withManyDevices(64), temp)) {
            assertThat(SandboxRun.of(many, "nvidia-smi -L").out().lines()).hasSize(64);
        }
    }

    @Test
    void everyPersonaCanBeBuilt() throws Exception {
        for (Persona persona : Persona.all()) {
            try (Sandbox other = Sandbox.create(persona, temp)) {
                SandboxRun run = SandboxRun.of(other, "uname -r; cat \"$KATAGPU_ROOT/etc/os-release\"");
                assertThat(run.exit()).as(persona.id()).isZero();
                try (var devices = Files.list(other.root().resolve("sys/bus/pci/devices"))) {
                    assertThat(devices).as(persona.id()).hasSizeGreaterThan(5);
                }
            }
        }
    }
}
