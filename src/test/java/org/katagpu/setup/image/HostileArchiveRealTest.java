package org.katagpu.setup.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.katagpu.setup.Plan;
import org.katagpu.setup.RealContainerd;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageState;

/** Archives made to harm: other images' names, endless tables, holes. A real containerd of the test's own. */
@Tag("real")
class HostileArchiveRealTest {
    private static final String WANTED = "docker.io/library/vllm-cvm:latest";
    private static final String PAUSE = "registry.k8s.io/pause:3.9";
    private static final String FILE = "/srv/vllm.tar";
    private static RealContainerd containerd;
    private static int namespaces;

    @TempDir
    private Path folder;
    private ImageFixture bench;
    private String namespace;
    private Plan plan;

    @BeforeAll
    static void start() throws Exception {
        containerd = RealContainerd.start();
    }

    @AfterAll
    static void end() throws Exception {
        containerd.close();
    }

    @BeforeEach
    void bench() throws Exception {
        bench = new ImageFixture(folder, "docker");
        namespace = "hostile" + namespaces++;
        plan = Plan.EMPTY.withImage(ImageChoice.DEFAULT.withWay(ImageWay.IMPORT)
                .withArchive(new ImageArchive(FILE, ""))
                .withStore(new ImageStore(namespace, containerd.address(), "")));
    }

    private String names() throws Exception {
        return containerd.ctr(namespace, "images", "ls");
    }

    private void pauseIsThere() throws Exception {
        ImageFile pause = ImageFile.write(folder.resolve("pause.tar"), ImageFile.here(), PAUSE, 1, "");
        containerd.ctr(namespace, "images", "import", pause.path().toString());
    }

    /** The two names in docker's table. */
    private Path twoNames(String... tags) throws Exception {
        Path file = bench.file(FILE);
        ImageFile.write(file, ImageFile.here(), String.join("\",\"", tags), 2, "");
        return file;
    }

    @Test
    void anArchiveWithTwoNamesDoesNotReplaceTheOther() throws Exception {
        pauseIsThere();
        String before = names();
        twoNames("vllm-cvm:latest", PAUSE);
        StageEvent.Ended ended = bench.apply(plan);
        assertThat(ImageFixture.finding(ended.report(), "image.name_taken").what().arguments()).containsExactly(PAUSE,
                namespace);
        assertThat(names()).isEqualTo(before);
    }

    @Test
    void namesNobodyWantedAreNotLeft() throws Exception {
        twoNames("vllm-cvm:latest", PAUSE, "other/one:1");
        assertThat(bench.apply(plan).problem()).isEmpty();
        assertThat(containerd.ctr(namespace, "images", "ls", "-q").strip()).isEqualTo(WANTED);
        assertThat(bench.undo(plan).problem()).isEmpty();
        assertThat(containerd.ctr(namespace, "images", "ls", "-q")).isBlank();
    }

    /** The same image under the other name, its manifest written otherwise: it is to be that one again afterwards. */
    @Test
    void theSameImageUnderAnotherNameKeepsItsManifest() throws Exception {
        ImageFile image = ImageFile.write(bench.file(FILE), ImageFile.here(), "vllm-cvm:latest", 2, "");
        ImageFile other = ImageFile.write(folder.resolve("o.tar"), ImageFile.here(), "vllm-cvm:latest", 2, "");
        containerd.ctr(namespace, "images", "import", "--compress-blobs", other.path().toString());
        containerd.ctr(namespace, "images", "tag", WANTED, "docker.io/other/one:1");
        containerd.ctr(namespace, "images", "rm", WANTED);
        String before = names();
        retag(image.path(), "other/one:1");
        assertThat(bench.apply(plan).problem()).isEmpty();
        assertThat(containerd.ctr(namespace, "images", "ls", "name==docker.io/other/one:1")).isEqualTo(before);
        assertThat(containerd.ctr(namespace, "images", "ls", "-q")).doesNotContain("kept");
        assertThat(bench.undo(plan).problem()).isEmpty();
        assertThat(names()).isEqualTo(before);
    }

    /** Gives the image in the archive another name, no longer than it has. */
    private static void retag(Path file, String tag) throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int at = text.indexOf("vllm-cvm:latest\"");
        byte[] with = (tag + "\"").getBytes(StandardCharsets.US_ASCII);
        byte[] room = ("vllm-cvm:latest\"").getBytes(StandardCharsets.US_ASCII);
        java.util.Arrays.fill(bytes, at, at + room.length, (byte) ' ');
        System.arraycopy(with, 0, bytes, at, with.length);
        Files.write(file, bytes);
    }

    /** Each a way to show one table to the reader and another to containerd. */
    static Stream<String> tables() {
        return Stream.of("[{\"Config\":\"c\",\"RepoTags\":[\"x:1\"],\"repotags\":[\"%s\"]}]",
                "[{\"Config\":\"c\",\"Repo\\u0054ags\":[\"%s\"]}]",
                "[{\"Config\":\"c\",\"RepoTags\":[\"x:1\\n%s\"]}]",
                "[{\"Config\":\"c\",\"RepoTag\u017f\":[\"%s\"]}]");
    }

    @ParameterizedTest
    @MethodSource("tables")
    void aTableThatReadsInTwoWaysIsRefused(String table) throws Exception {
        pauseIsThere();
        String before = names();
        try (OutputStream out = Files.newOutputStream(bench.file(FILE))) {
            ImageFile.entry(out, "manifest.json", table.formatted(PAUSE));
            out.write(new byte[1024]);
        }
        assertThat(ImageFixture.failed(bench.apply(plan).report())).isNotEmpty().isSubsetOf("image.odd_archive",
                "image.name_taken", "image.wrong_arch");
        assertThat(names()).isEqualTo(before);
    }

    @Test
    void aSecondTableIsRefused() throws Exception {
        for (String second : List.of("manifest.json", "./manifest.json", "a/../manifest.json", "a//../manifest.json")) {
            try (OutputStream out = Files.newOutputStream(bench.file(FILE))) {
                ImageFile.entry(out, "manifest.json", "[{\"Config\":\"c\",\"RepoTags\":[\"x:1\"]}]");
                ImageFile.entry(out, second, "[{\"Config\":\"c\",\"RepoTags\":[\"%s\"]}]".formatted(PAUSE));
                out.write(new byte[1024]);
            }
            assertThat(ImageFixture.failed(bench.check(plan))).as(second).contains("image.odd_archive");
        }
    }

    /** A check in little memory; seconds it took. */
    private double checked(String finding) throws Exception {
        // Go's programs want more address space than they use.
        bench.standIn("ctr", "ulimit -S -v unlimited; PATH=${PATH#*:}; exec ctr \"$@\"\n");
        bench.memory(400_000);
        Instant begun = Instant.now();
        StageReport report = bench.check(plan);
        assertThat(ImageFixture.failed(report)).containsExactly(finding);
        assertThat(report.state()).isEqualTo(StageState.BLOCKED);
        return Duration.between(begun, Instant.now()).toMillis() / 1000.0;
    }

    @Test
    void aTableWithAHoleOfATerabyteIsNotRead() throws Exception {
        Path file = bench.file(FILE);
        try (OutputStream out = Files.newOutputStream(file)) {
            ImageFile.bigHeader(out, "manifest.json", 1L << 40);
        }
        try (RandomAccessFile hole = new RandomAccessFile(file.toFile(), "rw")) {
            hole.setLength((1L << 40) + 512 + 1024);
        }
        assertThat(checked("image.odd_archive")).isLessThan(20);
    }

    @Test
    void aTableOf300MegabytesIsNotHeld() throws Exception {
        Path file = bench.file(FILE);
        try (OutputStream out = Files.newOutputStream(file)) {
            ImageFile.bigHeader(out, "index.json", 300L << 20);
            byte[] chunk = "[".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 300; i++) {
                out.write(chunk);
            }
            out.write(new byte[1024]);
        }
        assertThat(checked("image.odd_archive")).isLessThan(20);
    }

    @Test
    void anIndexOf200KilobytesIsReadInNoTime() throws Exception {
        String entry = "{\"digest\":\"sha256:" + "0".repeat(64) + "\",\"platform\":{\"architecture\":\"s390x\"}},";
        try (OutputStream out = Files.newOutputStream(bench.file(FILE))) {
            ImageFile.entry(out, "index.json", "{\"manifests\":[" + entry.repeat(1800) + "{}]}");
            out.write(new byte[1024]);
        }
        assertThat(checked("image.wrong_arch")).isLessThan(30);
    }

    /** Each string's place is told by all keys around it: 60 keys of 7,000 characters around 11,000 strings. */
    @Test
    void keysWithoutEndAroundManyStringsAreRefusedInNoTime() throws Exception {
        String key = "{\"" + "k".repeat(7000) + "\":";
        try (OutputStream out = Files.newOutputStream(bench.file(FILE))) {
            ImageFile.entry(out, "index.json",
                    key.repeat(60) + "[" + "\"\",".repeat(11_000) + "\"\"]" + "}".repeat(60));
            out.write(new byte[1024]);
        }
        assertThat(checked("image.odd_archive")).isLessThan(10);
    }

    @Test
    void anArchiveOfVeryManyFilesIsRefused() throws Exception {
        try (OutputStream out = new java.io.BufferedOutputStream(Files.newOutputStream(bench.file(FILE)))) {
            for (int i = 0; i < 60_000; i++) {
                ImageFile.entry(out, "f" + i, "");
            }
            out.write(new byte[1024]);
        }
        assertThat(checked("image.odd_archive")).isLessThan(30);
    }

    @Test
    void namesThatDifferHaveRecordsThatDiffer() throws Exception {
        for (String name : List.of("team/my/model:1", "team/my_model:1")) {
            ImageFile.write(bench.file(FILE), ImageFile.here(), name, name.length() % 3 + 1, "");
            Plan named = plan.withImage(plan.image().withReference("docker.io/" + name));
            assertThat(bench.apply(named).problem()).isEmpty();
        }
        assertThat(containerd.ctr(namespace, "images", "ls", "-q").lines()).hasSize(2);
        assertThat(ImageFixture.changes(bench.undo(plan).report(), true)).containsExactly("image.remove",
                "image.remove");
        assertThat(containerd.ctr(namespace, "images", "ls", "-q")).isBlank();
    }

    /** As an earlier version wrote it. */
    @Test
    void aRecordOfTheOldNameIsStillRead() throws Exception {
        ImageFile.write(bench.file(FILE), ImageFile.here(), "vllm-cvm:latest", 1, "");
        bench.apply(plan);
        Path records = bench.root.resolve("var/lib/katagpu/image");
        try (Stream<Path> all = Files.list(records)) {
            Path now = all.filter(path -> path.getFileName().toString().startsWith("image.")).findFirst()
                    .orElseThrow();
            assertThat(now.getFileName())
                    .hasToString("image." + namespace + ".docker.io%2Flibrary%2Fvllm-cvm%3Alatest");
            Files.move(now, records.resolve("image." + namespace + ".docker.io_library_vllm-cvm_latest"));
        }
        Files.delete(bench.file(FILE));
        assertThat(bench.check(plan).state()).as("known from the record, the archive is gone")
                .isEqualTo(StageState.DONE);
        assertThat(ImageFixture.changes(bench.preview(plan), false)).containsExactly("image.remove");
        assertThat(names()).contains(WANTED);
        assertThat(ImageFixture.changes(bench.undo(plan).report(), true)).containsExactly("image.remove");
        assertThat(bench.preview(plan).state()).isEqualTo(StageState.DONE);
    }
}
