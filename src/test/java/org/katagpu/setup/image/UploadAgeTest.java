package org.katagpu.setup.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.setup.Plan;
import org.katagpu.setup.StageReport;

/** Archives that were brought and nobody came back to go after a week, and nothing else does. */
class UploadAgeTest {
    @TempDir
    private Path folder;
    private ImageFixture bench;
    private Plan plan;
    private String inUse;

    @BeforeEach
    void archiveInUse() throws Exception {
        bench = new ImageFixture(folder, "docker", "ctr");
        bench.standIn("df", "echo head; echo '/dev/vda 900000000 1 800000000 1% /'\n");
        Files.createDirectories(folder.resolve("docker/vllm-cvm_latest"));
        Files.writeString(folder.resolve("docker/vllm-cvm_latest/inputs"), "of-no-build\n");
        Path made = ImageFile.write(folder.resolve("made.tar"), ImageFile.here(), "vllm-cvm:latest").path();
        inUse = ImageUpload.FOLDER + ImageFile.digestOf(made) + ".tar";
        Files.move(made, bench.file(inUse));
        aged(bench.file(inUse), Duration.ofDays(30));
        plan = Plan.EMPTY.withImage(ImageChoice.DEFAULT.withWay(ImageWay.IMPORT)
                .withArchive(new ImageArchive(inUse, ImageFile.digestOf(bench.file(inUse)))));
    }

    private static void aged(Path file, Duration age) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }

    /** A file among the uploads that was last written to so long ago. */
    private Path upload(String name, Duration age) throws IOException {
        Path file = Files.writeString(bench.file(ImageUpload.FOLDER + name), "begun");
        aged(file, age);
        return file;
    }

    private static String upload(char sign) {
        return String.valueOf(sign).repeat(64) + ".tar";
    }

    /** The archive in use is brought in and read to its end, old as it is, and goes as one that served. */
    @Test
    void uploadsNobodyCameBackToGoAfterAWeek() throws Exception {
        Path old = upload(upload('a'), Duration.ofDays(7).plusMinutes(5));
        Path begun = upload(upload('b') + ".part", Duration.ofDays(40));
        Path whose = upload(upload('b') + ".part.pid", Duration.ofDays(40));
        Path young = upload(upload('c'), Duration.ofDays(7).minusMinutes(5));
        Path youngPart = upload(upload('d') + ".part", Duration.ofHours(1));
        Path running = upload(upload('e') + ".part", Duration.ofDays(40));
        Path other = upload("notes.tar", Duration.ofDays(400));
        Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "not ours");
        Path link = Files.createSymbolicLink(bench.file(ImageUpload.FOLDER + upload('f')), elsewhere);
        Process writer = new ProcessBuilder("flock", running.toString(), "sleep", "60").start();
        try {
            assertThat(new ProcessBuilder("bash", "-c", "while flock -n \"$1\" true; do sleep 0.02; done", "-",
                    running.toString()).start().waitFor()).isZero();
            aged(running, Duration.ofDays(40));
            StageReport told = bench.check(plan);
            assertThat(dropped(told)).contains(path(old), path(begun), inUse).hasSize(3);
            assertThat(List.of(old, begun, whose)).allSatisfy(file -> assertThat(file).exists());

            StageReport done = bench.apply(plan).report();
            assertThat(ImageFixture.failed(done)).isEmpty();
            assertThat(dropped(done)).containsExactlyInAnyOrderElementsOf(dropped(told));
        } finally {
            writer.descendants().forEach(ProcessHandle::destroy);
            writer.destroy();
        }
        assertThat(List.of(old, begun, whose, bench.file(inUse))).allSatisfy(file -> assertThat(file).doesNotExist());
        assertThat(List.of(young, youngPart, running, other, elsewhere, link))
                .allSatisfy(file -> assertThat(file).exists());
    }

    private String path(Path file) {
        return "/" + bench.root.relativize(file);
    }

    private static List<String> dropped(StageReport report) {
        return report.changes().stream().filter(change -> change.id().equals("image.drop_upload"))
                .map(change -> change.what().arguments().getFirst().toString()).toList();
    }
}
