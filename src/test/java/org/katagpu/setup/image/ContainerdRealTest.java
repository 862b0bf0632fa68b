package org.katagpu.setup.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.setup.Plan;
import org.katagpu.setup.RealContainerd;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageState;

/** Archives and Docker's pipe into a real containerd of the test's own. */
@Tag("real")
class ContainerdRealTest {
    private static final String REFERENCE = "docker.io/library/vllm-cvm:latest";
    private static RealContainerd containerd;
    private static int namespaces;

    @TempDir
    private Path folder;
    private ImageFixture bench;
    private String namespace;

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
        namespace = "test" + namespaces++;
    }

    /** No file, no lease and no half an image is left, whatever happened. */
    @AfterEach
    void nothingIsLeft() throws Exception {
        Path work = bench.root.resolve("var/lib/katagpu/build");
        if (Files.exists(work)) {
            try (Stream<Path> left = Files.list(work)) {
                assertThat(left.filter(path -> path.getFileName().toString().startsWith("run."))).isEmpty();
            }
        }
        assertThat(containerd.ctr(namespace, "leases", "ls", "-q")).isBlank();
        assertThat(containerd.ctr(namespace, "images", "ls", "-q")).doesNotContain("-last-katagpu");
    }

    private Plan importing(String archive, String sum) {
        return plan(ImageWay.IMPORT, ImageChoice.DEFAULT.withArchive(new ImageArchive(archive, sum)));
    }

    private Plan plan(ImageWay way, ImageChoice choice) {
        return Plan.EMPTY.withImage(
                choice.withWay(way).withStore(new ImageStore(namespace, containerd.address(), "")));
    }

    private String images() throws Exception {
        return containerd.ctr(namespace, "images", "ls", "-q").strip();
    }

    @Test
    void anArchiveIsImportedVerifiedAndUndone() throws Exception {
        ImageFile file = ImageFile.write(bench.file("/srv/vllm.tar"), ImageFile.here(), "vllm-cvm:latest");
        Plan plan = importing("/srv/vllm.tar", ImageFile.digestOf(file.path()));
        assertThat(bench.check(plan).state()).isEqualTo(StageState.NEEDED);
        assertThat(images()).isEmpty();

        StageEvent.Ended applied = bench.apply(plan);
        assertThat(applied.problem()).isEmpty();
        assertThat(ImageFixture.changes(applied.report(), true)).containsExactly("image.store");
        assertThat(images()).isEqualTo(REFERENCE);
        assertThat(applied.report().facts()).singleElement().satisfies(fact -> {
            assertThat(fact.path("config").asText()).isEqualTo(file.id());
            assertThat(fact.path("namespace").asText()).isEqualTo(namespace);
        });
        assertThat(containerd.ctr(namespace, "images", "check")).contains("complete (2/2)").contains("true");
        assertThat(bench.progress().getLast().done()).isEqualTo(Files.size(file.path()));

        assertThat(bench.check(plan).state()).isEqualTo(StageState.DONE);
        StageEvent.Ended again = bench.apply(plan);
        assertThat(again.problem()).isEmpty();
        assertThat(again.report().changes()).isEmpty();
        assertThat(bench.log()).contains("Nothing to change.");

        StageEvent.Ended undone = bench.undo(plan);
        assertThat(undone.problem()).isEmpty();
        assertThat(ImageFixture.changes(undone.report(), true)).containsExactly("image.remove");
        assertThat(images()).isEmpty();
        assertThat(bench.undo(plan).report().changes()).isEmpty();
    }

    @Test
    void whatWasUnderTheNameComesBack() throws Exception {
        ImageFile old = ImageFile.write(folder.resolve("old.tar"), ImageFile.here(), "vllm-cvm:latest", 1, "");
        containerd.ctr(namespace, "images", "import", old.path().toString());
        String before = containerd.ctr(namespace, "images", "ls", "name==" + REFERENCE);
        ImageFile.write(bench.file("/srv/vllm.tar"), ImageFile.here(), "vllm-cvm:latest", 2, "");
        Plan plan = importing("/srv/vllm.tar", "");
        assertThat(ImageFixture.finding(bench.check(plan), "image.replaces").what().arguments())
                .containsExactly(REFERENCE, namespace);
        assertThat(bench.apply(plan).problem()).isEmpty();
        assertThat(containerd.ctr(namespace, "images", "ls", "name==" + REFERENCE)).isNotEqualTo(before);
        assertThat(ImageFixture.changes(bench.undo(plan).report(), true)).containsExactly("image.restore");
        assertThat(containerd.ctr(namespace, "images", "ls", "name==" + REFERENCE)).isEqualTo(before);
        assertThat(images()).isEqualTo(REFERENCE);
    }

    @Test
    void anArchiveWithAnotherNameOrNoneGetsTheWantedOne() throws Exception {
        for (String tag : List.of("other:1", "")) {
            ImageFile file = ImageFile.write(bench.file("/srv/x.tar"), ImageFile.here(), tag);
            Plan plan = importing("/srv/x.tar", "");
            StageEvent.Ended applied = bench.apply(plan);
            assertThat(applied.problem()).isEmpty();
            assertThat(images()).isEqualTo(REFERENCE);
            assertThat(applied.report().facts().getFirst().path("config").asText()).isEqualTo(file.id());
            assertThat(bench.check(plan).state()).isEqualTo(StageState.DONE);
            bench.undo(plan);
            assertThat(images()).isEmpty();
        }
    }

    @Test
    void anotherImageOfTheArchivesNameIsNotOverwritten() throws Exception {
        ImageFile other = ImageFile.write(folder.resolve("other.tar"), ImageFile.here(), "other:1", 1, "");
        containerd.ctr(namespace, "images", "import", other.path().toString());
        ImageFile.write(bench.file("/srv/x.tar"), ImageFile.here(), "other:1", 2, "");
        assertThat(ImageFixture.failed(bench.check(importing("/srv/x.tar", "")))).containsExactly("image.name_taken");
    }

    @Test
    void wrongArchivesAreRefusedBeforeAnyImport() throws Exception {
        ImageFile.write(bench.file("/srv/wrong.tar"), ImageFile.elsewhere(), "vllm-cvm:latest");
        ImageFile whole = ImageFile.write(bench.file("/srv/whole.tar"), ImageFile.here(), "vllm-cvm:latest");
        Files.write(bench.file("/srv/cut.tar"), java.util.Arrays.copyOf(Files.readAllBytes(whole.path()), 1_500_000));
        Files.writeString(bench.file("/srv/text.tar"), "no archive");
        assertThat(ImageFixture.failed(bench.apply(importing("/srv/wrong.tar", "")).report()))
                .containsExactly("image.wrong_arch");
        assertThat(ImageFixture.failed(bench.apply(importing("/srv/cut.tar", "")).report()))
                .containsExactly("image.cut");
        assertThat(ImageFixture.failed(bench.apply(importing("/srv/text.tar", "")).report()))
                .containsExactly("image.no_archive");
        assertThat(ImageFixture.failed(bench.apply(importing("/srv/none.tar", "")).report()))
                .containsExactly("image.no_file");
        assertThat(ImageFixture.failed(bench.apply(importing("/srv/whole.tar", "0".repeat(64))).report()))
                .containsExactly("image.wrong_sum");
        assertThat(images()).isEmpty();
        assertThat(bench.root.resolve("var/lib/katagpu/image")).satisfiesAnyOf(
                path -> assertThat(path).doesNotExist(), path -> assertThat(path).isEmptyDirectory());
    }

    private Plan built(ImageFile file) throws Exception {
        Plan plan = plan(ImageWay.BUILD, ImageChoice.DEFAULT);
        // Docker knows it already: what is left is the pipe. The word its label must carry is asked of the check.
        Path image = Files.createDirectories(folder.resolve("docker/vllm-cvm_latest"));
        Files.copy(file.path(), image.resolve("archive"));
        Files.writeString(image.resolve("id"), file.id());
        Files.writeString(image.resolve("inputs"), BuildTest.inputs(bench, plan));
        return plan;
    }

    @Test
    void whatDockerHasGoesThroughThePipe() throws Exception {
        ImageFile file = ImageFile.write(folder.resolve("saved.tar"), ImageFile.here(), "vllm-cvm:latest");
        Plan plan = built(file);
        assertThat(ImageFixture.changes(bench.check(plan), false)).containsExactly("image.store");
        StageEvent.Ended applied = bench.apply(plan);
        assertThat(applied.problem()).isEmpty();
        assertThat(applied.report().facts().getFirst().path("config").asText()).isEqualTo(file.id());
    }

    @Test
    void aStreamThatIsCutLeavesEverythingAsItWasAndNamesBothEnds() throws Exception {
        Plan plan = built(ImageFile.write(folder.resolve("saved.tar"), ImageFile.here(), "vllm-cvm:latest"));
        Path save = Files.writeString(folder.resolve("save"),
                "#!/bin/bash\nhead -c 1500000 \"$1\"; echo 'Error response from daemon: layer is gone' >&2; exit 7\n");
        Files.setPosixFilePermissions(save, PosixFilePermissions.fromString("rwxr-xr-x"));
        StageEvent.Ended ended = bench.apply(plan);
        assertThat(ended.problem()).isPresent();
        assertThat(ImageFixture.finding(ended.report(), "image.save_failed").what().arguments())
                .containsExactly("docker save", "7");
        assertThat(bench.log()).contains("How the pipe ended: docker save 7, counting 0, ctr images import 1.");
        assertThat(images()).isEmpty();
        Files.writeString(save, "#!/bin/bash\nhead -c 1500000 \"$1\"\n");
        assertThat(ImageFixture.failed(bench.apply(plan).report())).containsExactly("image.cut");
        assertThat(images()).isEmpty();
    }

    @Test
    void anImageInUseIsNotTakenBack() throws Exception {
        ImageFile.write(bench.file("/srv/vllm.tar"), ImageFile.here(), "vllm-cvm:latest");
        Plan plan = importing("/srv/vllm.tar", "");
        bench.apply(plan);
        containerd.ctr(namespace, "containers", "create", REFERENCE, "arch", "/bin/sh");
        assertThat(ImageFixture.finding(bench.undo(plan).report(), "image.in_use").what().arguments())
                .containsExactly(REFERENCE, "arch");
        containerd.ctr(namespace, "containers", "rm", "arch");
        assertThat(bench.undo(plan).problem()).isEmpty();
    }
}
