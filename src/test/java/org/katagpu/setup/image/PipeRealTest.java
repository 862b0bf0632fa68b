package org.katagpu.setup.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.setup.Plan;
import org.katagpu.setup.RealContainerd;

/** The pipe against saving first and importing then: time, and disk taken meanwhile. */
class PipeRealTest {
    private static final int MEBIBYTES = 400;
    private static final int ROUNDS = 3;
    /** The wizard's own notes of what tools said. */
    private static final long NOTES = 64 * 1024;

    @TempDir
    private Path folder;

    @Test
    @Tag("real")
    void thePipeTakesNoDiskInBetween() throws Exception {
        pipe(ImageFile.write(folder.resolve("image.tar"), ImageFile.here(), "vllm-cvm:latest", 64, ""));
    }

    /** docker save is a stand-in that costs nothing: what is left to win is the way over the disk. */
    @Test
    @Tag("bench")
    void thePipeAgainstSavingFirst() throws Exception {
        RealContainerd.assumeInstalled();
        ImageFile image = ImageFile.write(folder.resolve("image.tar"), ImageFile.here(), "vllm-cvm:latest", MEBIBYTES,
                "");
        List<Double> piped = new ArrayList<>();
        List<Double> saved = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            piped.add(pipe(image));
            saved.add(saveThenImport(image));
        }
        Collections.sort(piped);
        Collections.sort(saved);
        String figures = "%d MiB, median of %d: pipe %.2f s; save, then import %.2f s; ratio %.2f%n".formatted(
                MEBIBYTES, ROUNDS, piped.get(ROUNDS / 2), saved.get(ROUNDS / 2),
                piped.get(ROUNDS / 2) / saved.get(ROUNDS / 2));
        Files.writeString(Files.createDirectories(Path.of("target", "figures")).resolve("image-pipe.txt"), figures);
        assertThat(piped.getFirst()).as(figures).isLessThan(saved.getLast());
    }

    /** As the guide does it, with the file flushed to disk and dropped from memory: real images do not fit there. */
    private double saveThenImport(ImageFile image) throws Exception {
        ImageFixture bench = new ImageFixture(Files.createTempDirectory(folder, "save"), "docker");
        knownToDocker(bench, image);
        try (RealContainerd containerd = RealContainerd.start()) {
            Path saved = bench.root.resolve("vllm.tar");
            ProcessBuilder save = new ProcessBuilder("docker", "save", "vllm-cvm:latest")
                    .redirectOutput(saved.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT);
            save.command().set(0, bench.bin.resolve("docker").toString());
            save.environment().put("STANDIN", bench.root.getParent().toString());
            long begun = System.nanoTime();
            assertThat(save.start().waitFor()).isZero();
            Process flush = new ProcessBuilder("bash", "-c",
                    "sync \"$0\"; dd if=\"$0\" iflag=nocache count=0 status=none", saved.toString()).inheritIO()
                    .start();
            assertThat(flush.waitFor()).isZero();
            containerd.ctr("default", "images", "import", saved.toString());
            double seconds = (System.nanoTime() - begun) / 1e9;
            assertThat(Files.size(saved)).isEqualTo(Files.size(image.path()));
            Files.delete(saved);
            return seconds;
        }
    }

    private double pipe(ImageFile image) throws Exception {
        ImageFixture bench = new ImageFixture(Files.createTempDirectory(folder, "pipe"), "docker");
        knownToDocker(bench, image);
        try (RealContainerd containerd = RealContainerd.start()) {
            Plan plan = plan(containerd);
            try (DiskWatch watch = new DiskWatch(bench.root)) {
                long begun = System.nanoTime();
                assertThat(bench.apply(plan).problem()).isEmpty();
                double seconds = (System.nanoTime() - begun) / 1e9;
                assertThat(watch.most()).as("bytes beside containerd's store").isLessThan(NOTES);
                return seconds;
            }
        }
    }

    private static Plan plan(RealContainerd containerd) {
        return Plan.EMPTY
                .withImage(ImageChoice.DEFAULT.withStore(new ImageStore("default", containerd.address(), "")));
    }

    private static void knownToDocker(ImageFixture bench, ImageFile image) throws Exception {
        Path known = Files.createDirectories(bench.root.resolveSibling("docker").resolve("vllm-cvm_latest"));
        Files.createLink(known.resolve("archive"), image.path());
        Files.writeString(known.resolve("id"), image.id());
        Files.writeString(known.resolve("inputs"), BuildTest.inputs(bench, Plan.EMPTY));
    }

    /** Looks again and again how much lies under a folder. */
    private static final class DiskWatch implements AutoCloseable {
        private final AtomicBoolean on = new AtomicBoolean(true);
        private final AtomicLong most = new AtomicLong();
        private final Thread thread;

        DiskWatch(Path folder) {
            thread = Thread.ofPlatform().start(() -> {
                while (on.get()) {
                    most.accumulateAndGet(size(folder), Math::max);
                    LockSupport.parkNanos(20_000_000);
                }
            });
        }

        private static long size(Path folder) {
            try (Stream<Path> all = Files.walk(folder)) {
                return all.filter(Files::isRegularFile).mapToLong(file -> {
                    try {
                        return Files.size(file);
                    } catch (NoSuchFileException gone) {
                        return 0;
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }).sum();
            } catch (UncheckedIOException | IOException goneMeanwhile) {
                return 0;
            }
        }

        long most() {
            return most.get();
        }

        @Override
        public void close() throws InterruptedException {
            on.set(false);
            thread.join();
        }
    }
}
