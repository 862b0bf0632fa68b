package org.katagpu.setup.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.setup.Plan;
import org.katagpu.setup.RealContainerd;

/** A containerd whose disk is small and real. */
@Tag("real")
class FullDiskRealTest {
    private static final String SMALL = "24m";

    @TempDir
    private Path folder;
    private RealContainerd containerd;
    private ImageFixture bench;

    @BeforeEach
    void smallDisk() throws Exception {
        containerd = RealContainerd.start();
        Path content = containerd.root().resolve("io.containerd.content.v1.content");
        Process mount = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=" + SMALL, "none", content.toString())
                .inheritIO().start();
        assertThat(mount.waitFor()).isZero();
        Files.createDirectories(content.resolve("blobs/sha256"));
        Files.createDirectories(content.resolve("ingest"));
        bench = new ImageFixture(folder);
        ImageFile.write(bench.file("/srv/vllm.tar"), ImageFile.here(), "vllm-cvm:latest", 40, "");
    }

    /** Its mount goes with containerd's folder. */
    @AfterEach
    void end() throws Exception {
        containerd.close();
    }

    private Plan plan() {
        return Plan.EMPTY.withImage(ImageChoice.DEFAULT.withWay(ImageWay.IMPORT)
                .withArchive(new ImageArchive("/srv/vllm.tar", ""))
                .withStore(new ImageStore("default", containerd.address(), "")));
    }

    @Test
    void tooLittleRoomIsFoundBeforeTheImport() throws Exception {
        assertThat(ImageFixture.failed(bench.check(plan()))).containsExactly("image.no_room");
    }

    @Test
    void aDiskThatFillsUpMeanwhileIsSaidSoAndNothingIsLeft() throws Exception {
        bench.standIn("df", "echo head; echo 'none 900000000 1 800000000 1% /'\n");
        var ended = bench.apply(plan());
        assertThat(ImageFixture.failed(ended.report())).containsExactly("image.disk_full");
        assertThat(containerd.ctr("default", "images", "ls", "-q")).isBlank();
        assertThat(bench.root.resolve("var/lib/katagpu/image")).isEmptyDirectory();
    }
}
