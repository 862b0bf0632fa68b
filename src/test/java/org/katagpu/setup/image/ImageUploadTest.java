package org.katagpu.setup.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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
        host.loseAtInput("image/upload", 1_200_000);
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
    void aFileThatIsNotThereIsAProblem() throws Exception {
        Files.delete(file);
        assertThatThrownBy(this::upload).isInstanceOfSatisfying(ProblemException.class,
                e -> assertThat(e.problem().what().key()).isEqualTo("image.upload.unreadable"));
    }
}
