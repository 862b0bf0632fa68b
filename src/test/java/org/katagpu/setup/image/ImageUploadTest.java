package org.katagpu.setup.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.LocalHost;

class ImageUploadTest {
    private static final int SIZE = 3_000_001;

    @TempDir
    private Path folder;
    private LocalHost host;
    private Path file;
    private final List<Long> told = new ArrayList<>();

    @BeforeEach
    void file() throws Exception {
        host = new LocalHost(Files.createDirectories(folder.resolve("host")));
        byte[] bytes = new byte[SIZE];
        new Random(1).nextBytes(bytes);
        file = Files.write(folder.resolve("vllm.tar"), bytes);
    }

    private Path there(ImageArchive archive) {
        return folder.resolve("host").resolve(archive.path().substring(1));
    }

    private ImageArchive upload() throws Exception {
        return new ImageUpload(host).upload(file, (done, total) -> {
            assertThat(total).isEqualTo(SIZE);
            told.add(done);
        });
    }

    @Test
    void theFileArrivesWholeUnderItsChecksum() throws Exception {
        ImageArchive archive = upload();
        assertThat(there(archive)).hasSameBinaryContentAs(file);
        assertThat(archive.sha256()).isEqualTo(ImageFile.digestOf(file));
        assertThat(archive.path()).endsWith(archive.sha256() + ".tar");
        assertThat(told).isSorted().last().isEqualTo((long) SIZE);
        assertThat(there(archive).resolveSibling(archive.sha256() + ".tar.part")).doesNotExist();
    }

    @Test
    void afterALostLinkItGoesOnWhereItEnded() throws Exception {
        host.loseAtInput("image/upload-send", 1_200_000);
        ImageArchive archive = upload();
        assertThat(host.losses()).isEqualTo(1);
        assertThat(there(archive)).hasSameBinaryContentAs(file);
        told.clear();
        upload();
        assertThat(told).as("it is there: nothing is sent").containsOnly((long) SIZE);
    }

    @Test
    void aPartThatIsNotOfThisFileIsFoundOut() throws Exception {
        Path part = there(new ImageArchive(ImageUpload.FOLDER + ImageFile.digestOf(file) + ".tar.part", ""));
        Files.createDirectories(part.getParent());
        Files.write(part, new byte[1000]);
        assertThatThrownBy(this::upload).isInstanceOfSatisfying(ProblemException.class,
                e -> assertThat(e.problem().what().key()).isEqualTo("image.upload.sum"));
        assertThat(part).doesNotExist();
        assertThat(there(upload())).hasSameBinaryContentAs(file);
    }

    @Test
    void anUploadThatIsStoppedLeavesNothing() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicReference<Exception> ended = new AtomicReference<>();
        Thread uploading = Thread.ofVirtual().start(() -> {
            try {
                new ImageUpload(host).upload(file, (done, total) -> {
                    if (done > 1_000_000) {
                        begun.countDown();
                        LockSupport.parkNanos(200_000_000);
                    }
                });
            } catch (ProblemException | InterruptedException stopped) {
                ended.set(stopped);
            }
        });
        begun.await();
        uploading.interrupt();
        uploading.join();
        assertThat(ended.get()).isInstanceOf(InterruptedException.class);
        Path uploads = folder.resolve("host").resolve(ImageUpload.FOLDER.substring(1));
        Instant latest = Instant.now().plusSeconds(20);
        while (Objects.requireNonNull(uploads.toFile().list()).length > 0) {
            assertThat(Instant.now()).isBefore(latest);
            Thread.sleep(20);
        }
    }

    @Test
    void whatAnEarlierLinkLeftIsNoReasonToKillAnybody() throws Exception {
        Process bystander = new ProcessBuilder("sleep", "60").start();
        String name = ImageFile.digestOf(file) + ".tar.part";
        Path part = there(new ImageArchive(ImageUpload.FOLDER + name, ""));
        Files.createDirectories(part.getParent());
        Files.write(part, new byte[0]);
        Files.writeString(part.resolveSibling(name + ".pid"), bystander.pid() + " 1\n");
        Process holder = new ProcessBuilder("flock", part.toString(), "sleep", "2").start();
        try {
            assertThat(there(upload())).hasSameBinaryContentAs(file);
            assertThat(bystander.isAlive()).isTrue();
        } finally {
            bystander.destroy();
            holder.destroy();
        }
    }

    @Test
    void whatDfAnswersIsNoArithmetic() throws Exception {
        Path mark = folder.resolve("mark");
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path df = Files.writeString(bin.resolve("df"),
                "#!/bin/bash\necho h\necho '/dev/x 1 1 a[$(touch " + mark + ")] 1% /'\n");
        assertThat(df.toFile().setExecutable(true)).isTrue();
        host = new LocalHost(folder.resolve("host"), "root@here",
                Map.of("PATH", bin + ":" + System.getenv("PATH")));
        assertThat(there(upload())).hasSameBinaryContentAs(file);
        assertThat(mark).doesNotExist();
    }

    @Test
    void aFileThatIsNotThereIsAProblem() throws Exception {
        Files.delete(file);
        assertThatThrownBy(this::upload).isInstanceOfSatisfying(ProblemException.class,
                e -> assertThat(e.problem().what().key()).isEqualTo("image.upload.unreadable"));
    }
}
