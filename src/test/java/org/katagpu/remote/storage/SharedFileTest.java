package org.katagpu.remote.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedFileTest {
    @TempDir
    Path folder;

    @Test
    void aLinkStaysALink() throws Exception {
        Path real = Files.writeString(folder.resolve("real"), "a");
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        new SharedFile(link).update(before -> new String(before, StandardCharsets.UTF_8).concat("b").getBytes());
        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(real).hasContent("ab");
    }

    @Test
    void anUnchangedContentIsNotWritten() throws Exception {
        Path file = folder.resolve("file");
        new SharedFile(file).update(before -> before);
        assertThat(file).doesNotExist();
    }

    @Test
    void aChangeThatFailsLeavesTheOldContentAndNoTraces() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "old");
        assertThatThrownBy(() -> new SharedFile(file).update(before -> {
            throw new IllegalStateException("no");
        })).isInstanceOf(IllegalStateException.class);
        assertThat(file).hasContent("old");
        new SharedFile(file).update(before -> "new".getBytes());
        assertThat(file).hasContent("new");
    }

    @Test
    void anInterruptEndsTheWaitForTheLock() throws Exception {
        Path lock = folder.resolve("file.lock");
        try (FileChannel held = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var _ = held.lock()) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> new SharedFile(folder.resolve("file")).update(before -> new byte[1]))
                    .isInstanceOf(java.io.IOException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(folder.resolve("file")).doesNotExist();
    }
}
