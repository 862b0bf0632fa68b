package org.katagpu.setup.browse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.LocalHost;

/** Folders with everything that can stand in a name, read by the script as the host gets it. */
class FolderReaderTest {
    @TempDir
    private Path root;

    private FolderReader reader() {
        return new FolderReader(new LocalHost(root));
    }

    private void raw(String script) throws Exception {
        Process process = new ProcessBuilder("bash", "-c", script).directory(root.toFile()).start();
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void foldersComeFirstAndOddNamesAreShownAndNotSayable() throws Exception {
        Files.createDirectories(root.resolve("work/kernel"));
        Files.writeString(root.resolve("work/a b 'c' $(x) 中文.img"), "12345");
        Files.setLastModifiedTime(root.resolve("work/kernel"), FileTime.from(Instant.ofEpochSecond(1_700_000_000)));
        raw("cd work; : > $'a\\nb'; : > $'bad\\xff'; : > $'x\\u200by'; : > ' lead'; ln -s nowhere dead; ln -s kernel link; mkfifo pipe");
        HostFolder folder = reader().read("/work");
        assertThat(folder.path()).isEqualTo("/work");
        assertThat(folder.freeBytes()).isPositive();
        assertThat(folder.entries()).extracting(HostEntry::name).startsWith("kernel", "link").contains(
                "a b 'c' $(x) 中文.img", "a<U+000A>b", "x<U+200B>y", " lead", "dead", "pipe");
        assertThat(folder.entries()).filteredOn(HostEntry::sayable).extracting(HostEntry::name)
                .containsExactlyInAnyOrder("kernel", "link", "a b 'c' $(x) 中文.img", "dead", "pipe");
        assertThat(folder.entries()).filteredOn(one -> one.kind() == HostEntry.Kind.FOLDER)
                .extracting(HostEntry::name).containsExactly("kernel", "link");
        assertThat(folder.entries().getFirst().modified()).isEqualTo(Instant.ofEpochSecond(1_700_000_000));
        assertThat(folder.entries()).filteredOn(one -> one.name().endsWith(".img")).extracting(HostEntry::size)
                .containsExactly(5L);
        assertThat(folder.of(folder.entries().getFirst())).isEqualTo("/work/kernel");
    }

    @Test
    void aHugeFolderIsCut() throws Exception {
        Files.createDirectories(root.resolve("many"));
        raw("cd many; for ((i = 0; i < 2500; i++)); do : >\"file-$i\"; done");
        HostFolder folder = reader().read("/many");
        assertThat(folder.entries()).hasSize(FolderReader.MOST);
        assertThat(folder.cut()).isTrue();
    }

    @Test
    void whatIsNoFolderSaysSoAndNoLinkLeavesTheRoot() throws Exception {
        Files.writeString(root.resolve("file"), "");
        Files.createSymbolicLink(root.resolve("out"), Path.of("/usr"));
        assertKey("/none", "browse.nothing");
        assertKey("/file", "browse.no-folder");
        assertKey("/out", "browse.nothing");
        assertKey("/a'; touch /tmp/katagpu-browse; '", "browse.nothing");
        assertThat(Path.of("/tmp/katagpu-browse")).doesNotExist();
    }

    private void assertKey(String path, String key) {
        assertThatThrownBy(() -> reader().read(path)).isInstanceOfSatisfying(ProblemException.class,
                e -> assertThat(e.problem().what().key()).isEqualTo(key));
    }

    @Test
    void whatAFieldWantsIsFoundWhereSuchThingsLie() throws Exception {
        Files.createDirectories(root.resolve("home/work/kernel"));
        Files.write(root.resolve("home/work/kernel/Module.symvers"), "x".getBytes(StandardCharsets.UTF_8));
        Files.createDirectories(root.resolve("root"));
        Files.writeString(root.resolve("root/NVIDIA-Linux-aarch64-550.127.08.run"), "");
        raw("cd root; : > $'NVIDIA-Linux-\\n.run'");
        assertThat(reader().find(WantedPath.KERNEL_TREE)).containsExactly("/home/work/kernel");
        assertThat(reader().find(WantedPath.DRIVER)).containsExactly("/root/NVIDIA-Linux-aarch64-550.127.08.run");
        assertThat(reader().find(WantedPath.ARCHIVE)).isEmpty();
    }
}
