package org.katagpu.setup.kata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.kataconf.toml.Edit;
import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.kataconf.toml.TablePath;
import org.katagpu.kataconf.toml.Templates;
import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.kataconf.toml.TomlValue;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.LocalHost;
import org.katagpu.setup.Action;

class KataStageTest {
    private static final byte[] OLD = Templates.ours("newer-qemu.toml").bytes();
    private static final byte[] NEW = new String(OLD, StandardCharsets.UTF_8).replace("2048", "20480")
            .getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private KataRoot host() {
        return KataRoot.with(folder, OLD);
    }

    private KataFileReader reader() {
        return new KataFileReader(new LocalHost(folder));
    }

    private KataFile read() throws Exception {
        return reader().read(KataTarget.MAIN, "io.containerd.kata.v2");
    }

    @Test
    void theFileKataReadsIsFoundThroughItsLink() throws Exception {
        host();
        KataFile file = read();
        assertThat(file.bytes()).isEqualTo(OLD);
        assertThat(file.asked()).isEqualTo(KataRoot.ASKED);
        assertThat(file.path()).isEqualTo(KataRoot.REAL);
        assertThat(file.linked()).isTrue();
        assertThat(reader().read(KataTarget.DROPIN, "io.containerd.kata.v2").sha256()).isEqualTo(KataFile.ABSENT);
    }

    @Test
    void aHostWithoutKataIsToldSo() {
        assertThatThrownBy(this::read).isInstanceOf(ProblemException.class);
    }

    @Test
    void savedIsReadBackWithModeAndLinkKeptAndABackup() throws Exception {
        KataRoot host = host();
        KataSave save = KataSave.edited(KataTarget.MAIN, read(), NEW);
        assertThat(host.run(save, Action.CHECK).said()).contains("\"state\":\"needed\"");
        KataRoot.Run run = host.run(save, Action.APPLY);
        assertThat(run.exit()).as(run.said()).isZero();
        assertThat(host.bytes()).isEqualTo(NEW);
        assertThat(Files.getPosixFilePermissions(host.file()))
                .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
        assertThat(Files.isSymbolicLink(folder.resolve(KataRoot.ASKED.substring(1)))).isTrue();
        assertThat(host.backedUp()).containsExactly(OLD);
        assertThat(host.leftovers()).isEmpty();
        assertThat(host.run(save, Action.CHECK).said()).contains("\"state\":\"done\"");
        assertThat(host.run(save, Action.APPLY).said()).contains("Nothing to change");
    }

    @Test
    void aFileChangedSinceIsNotOverwritten() throws Exception {
        KataRoot host = host();
        KataSave save = KataSave.edited(KataTarget.MAIN, read(), NEW);
        byte[] theirs = "# somebody else\n".getBytes(StandardCharsets.UTF_8);
        Files.write(host.file(), theirs);
        KataRoot.Run run = host.run(save, Action.APPLY);
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.said()).contains("\"id\":\"kata.changed\",\"status\":\"fail\"").contains("blocked");
        assertThat(host.bytes()).isEqualTo(theirs);
    }

    @Test
    void undoPutsBackWhatWasThereUnlessItWasChangedSince() throws Exception {
        KataRoot host = host();
        host.run(KataSave.edited(KataTarget.MAIN, read(), NEW), Action.APPLY);
        assertThat(host.run(KataSave.NOTHING, Action.UNDO).exit()).isZero();
        assertThat(host.bytes()).isEqualTo(OLD);
        assertThat(host.run(KataSave.NOTHING, Action.UNDO).said()).contains("Nothing to take back");
        host.run(KataSave.edited(KataTarget.MAIN, read(), NEW), Action.APPLY);
        Files.writeString(host.file(), "# later\n");
        assertThat(host.run(KataSave.NOTHING, Action.UNDO).said()).contains("kata.changed_since");
        assertThat(host.file()).hasContent("# later\n");
    }

    @Test
    void backupsAreListedReadAndRestored() throws Exception {
        KataRoot host = host();
        host.run(KataSave.edited(KataTarget.MAIN, read(), NEW), Action.APPLY);
        KataFile now = read();
        KataBackup backup = now.backups().getFirst();
        assertThat(backup.path()).isEqualTo(KataRoot.REAL);
        assertThat(backup.size()).isEqualTo(OLD.length);
        assertThat(reader().read(backup, "io.containerd.kata.v2")).isEqualTo(OLD);
        KataRoot.Run run = host.run(KataSave.restored(KataTarget.MAIN, now, backup), Action.APPLY);
        assertThat(run.exit()).as(run.said()).isZero();
        assertThat(host.bytes()).isEqualTo(OLD);
        assertThat(host.backedUp()).hasSize(2);
    }

    @Test
    void aDropInLeavesTheMainFileUntouchedAndUndoRemovesIt() throws Exception {
        KataRoot host = host();
        KeyRef memory = new KeyRef(TablePath.of("hypervisor", "qemu"), "default_memory");
        TomlDocument dropIn = TomlDocument.of("# ours\n").after(new Edit.Set(memory, TomlValue.whole(20480)));
        assertThat(dropIn.activeKeys()).isEqualTo(Set.of(memory));
        KataSave save = KataSave.edited(KataTarget.DROPIN, reader().read(KataTarget.DROPIN, "io.containerd.kata.v2"),
                dropIn.bytes());
        KataRoot.Run run = host.run(save, Action.APPLY);
        assertThat(run.exit()).as(run.said()).isZero();
        assertThat(host.dropIn()).hasBinaryContent(dropIn.bytes());
        assertThat(host.bytes()).isEqualTo(OLD);
        assertThat(reader().read(KataTarget.DROPIN, "io.containerd.kata.v2").bytes())
                .isEqualTo(dropIn.bytes());
        assertThat(host.run(KataSave.NOTHING, Action.UNDO).exit()).isZero();
        assertThat(Files.exists(host.dropIn().getParent(), LinkOption.NOFOLLOW_LINKS)).isFalse();
    }

    @Test
    void withoutASaveTheNeededKeysAreJudgedDropInsIncluded() throws Exception {
        KataRoot host = host();
        assertThat(host.run(KataSave.NOTHING, Action.CHECK).said()).contains("\"state\":\"needed\"")
                .contains("hypervisor.qemu.cold_plug_vfio");
        Files.createDirectories(host.dropIn().getParent());
        Files.writeString(host.dropIn(), """
                [hypervisor.qemu]
                cold_plug_vfio = "root-port" # ours
                guest_hook_path = "/usr/share/oci/hooks"
                default_memory = 30720
                #default_memory = 1
                confidential_guest = true
                shared_fs = 'virtio-fs'
                kernel_params = "virtcca_cvm_guest=1 swiotlb=262144,force"
                [agent."kata"]
                dial_timeout = 60
                [ runtime ]
                static_sandbox_resource_mgmt = true
                create_container_timeout = 1200
                """);
        assertThat(host.run(KataSave.NOTHING, Action.CHECK).said()).contains("\"state\":\"done\"");
    }

    @Test
    void aTextThatDoesNotArriveWholeIsNotWritten() throws Exception {
        KataRoot host = host();
        KataSave save = KataSave.edited(KataTarget.MAIN, read(), NEW);
        var script = KataRoot.script(save, Action.APPLY);
        Process process = host.start(script, script.text(), NEW.length / 2);
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).contains("kata.torn");
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(host.bytes()).isEqualTo(OLD);
        assertThat(host.leftovers()).isEmpty();
    }
}
