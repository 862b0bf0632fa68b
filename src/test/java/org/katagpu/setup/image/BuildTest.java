package org.katagpu.setup.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.setup.ChecksumQuestion;
import org.katagpu.setup.Finding;
import org.katagpu.setup.Plan;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageState;
import org.katagpu.setup.rootfs.FileServer;

/** Building with stand-ins for Docker and ctr; git is real. */
class BuildTest {
    @TempDir
    private Path folder;
    private ImageFixture bench;
    private Path source;
    private String commit;

    /** The word the stage marks an image with that is built from this plan. */
    static String inputs(ImageFixture bench, Plan plan) {
        BuildSettings build = plan.image().build();
        String text = ImageStage.dockerfile() + "\n" + String.join("\n", build.baseImage(), build.sourceCommit(),
                build.cudaArches(), build.flashAttnArches(), ImageFile.here()) + "\n";
        return ImageFile.hex(text.getBytes(StandardCharsets.UTF_8));
    }

    @BeforeEach
    void host() throws Exception {
        bench = new ImageFixture(folder, "docker", "ctr");
        source = Files.createDirectories(folder.resolve("source"));
        git("init", "-q");
        Files.writeString(source.resolve("setup.py"), "v0.6.0\n");
        git("add", ".");
        git("-c", "user.name=t", "-c", "user.email=t@t", "commit", "-qm", "old");
        commit = git("rev-parse", "HEAD").strip();
        Files.writeString(source.resolve("setup.py"), "v0.7.3\n");
        git("-c", "user.name=t", "-c", "user.email=t@t", "commit", "-qam", "new");
        recorded("buildkit-good");
        bench.standIn("df", "echo head; echo '/dev/vda 900000000 1 800000000 1% /'\n");
    }

    private String git(String... arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of("git", "-C", source.toString()));
        command.addAll(List.of(arguments));
        Process git = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(git.waitFor()).as(said).isZero();
        return said;
    }

    private void recorded(String name) throws IOException {
        try (var in = Objects.requireNonNull(BuildTest.class.getResourceAsStream(name))) {
            Files.write(folder.resolve("buildkit"), in.readAllBytes());
        }
    }

    private void result() throws IOException {
        Path result = Files.createDirectories(folder.resolve("result"));
        ImageFile image = ImageFile.write(result.resolve("archive"), ImageFile.here(), "vllm-cvm:latest", 1, "");
        Files.writeString(result.resolve("id"), image.id());
    }

    private void buildx() throws IOException {
        Path plugin = bench.file("/usr/local/lib/docker/cli-plugins/docker-buildx");
        Files.writeString(plugin, "");
        assertThat(plugin.toFile().setExecutable(true)).isTrue();
    }

    private Plan plan(ImageMirrors mirrors, String atCommit) {
        BuildSettings usual = BuildSettings.DEFAULT;
        BuildSettings build = new BuildSettings(usual.baseImage(), source.toString(), atCommit, 16, 2, "8.9+PTX",
                "80-real", usual.buildxVersion(), "", "");
        return Plan.EMPTY.withImage(ImageChoice.DEFAULT.withBuild(build).withMirrors(mirrors));
    }

    private Plan plan() {
        return plan(ImageMirrors.NONE, commit);
    }

    @Test
    void checkSaysWhatWouldBeDoneAndDoesNothing() throws Exception {
        StageReport report = bench.check(plan());
        assertThat(report.changes()).extracting(change -> change.id()).containsExactly("image.buildx", "image.build",
                "image.store");
        assertThat(bench.root.resolve("var/lib/katagpu")).doesNotExist();
    }

    @Test
    void buildsThePinnedSourceAndStoresIt() throws Exception {
        buildx();
        result();
        Plan plan = plan(new ImageMirrors("http://proxy:3128", "localhost", "http://mirror/ubuntu-ports", "", "", ""),
                commit);
        StageEvent.Ended applied = bench.apply(plan);
        assertThat(applied.problem()).isEmpty();
        assertThat(ImageFixture.changes(applied.report(), true)).containsExactly("image.build", "image.store");
        assertThat(bench.root.resolve("var/lib/katagpu/build/vllm/setup.py")).hasContent("v0.6.0");
        String call = Files.readAllLines(folder.resolve("docker.calls")).stream()
                .filter(line -> line.startsWith("buildx build")).findFirst().orElseThrow();
        assertThat(call).contains("--progress plain", "--build-arg max_jobs=16", "--build-arg nvcc_threads=2",
                "--build-arg torch_cuda_arch_list=8.9+PTX", "--build-arg flash_attn_arches=80-real",
                "--build-arg HTTPS_PROXY=http://proxy:3128", "--build-arg NO_PROXY=localhost",
                "--build-arg apt_mirror=http://mirror/ubuntu-ports",
                "--label org.katagpu.inputs=" + inputs(bench, plan));
        assertThat(bench.check(plan).changes()).isEmpty();
        assertThat(bench.apply(plan).report().changes()).isEmpty();

        StageEvent.Ended undone = bench.undo(plan);
        assertThat(undone.problem()).isEmpty();
        assertThat(ImageFixture.changes(undone.report(), true)).containsExactly("image.remove", "image.unbuild");
        assertThat(bench.root.resolve("var/lib/katagpu/image")).isEmptyDirectory();
        assertThat(bench.root.resolve("var/lib/katagpu/build/vllm")).doesNotExist();
    }

    @Test
    void buildKitsStepsAreToldAsTheyGo() throws Exception {
        buildx();
        result();
        bench.apply(plan());
        assertThat(bench.events).filteredOn(StageEvent.StepBegan.class::isInstance)
                .extracting(event -> ((StageEvent.StepBegan) event).title())
                .filteredOn(title -> title.key().equals("image.step.build_step"))
                .extracting(title -> title.arguments().toString())
                .contains("[base, 1, 4, FROM nvcr.io/nvidia/pytorch:24.07-py3@sha256:1234]",
                        "[build, 2, 2, RUN python3 setup.py bdist_wheel]")
                .hasSize(6);
        assertThat(bench.progress()).filteredOn(told -> told.unit() == StageEvent.Unit.COUNT)
                .extracting(told -> told.done() + "/" + told.total())
                .containsExactly("1/4", "2/4", "3/4", "4/4", "5/6", "6/6");
    }

    @Test
    void theFailingStepComesFirst() throws Exception {
        buildx();
        recorded("buildkit-memory");
        StageEvent.Ended ended = bench.apply(plan());
        assertThat(ended.problem()).isPresent();
        assertThat(ImageFixture.finding(ended.report(), "image.build_memory")).satisfies(finding -> {
            assertThat(finding.what().arguments()).containsExactly("RUN python3 setup.py bdist_wheel", "16");
            assertThat(finding.evidence()).contains("Killed signal terminated program cc1plus")
                    .doesNotContain("Cloning into");
        });
    }

    @Test
    void aCommitThatIsNotThereIsSaidSo() throws Exception {
        buildx();
        StageEvent.Ended ended = bench.apply(plan(ImageMirrors.NONE, "0".repeat(40)));
        assertThat(ImageFixture.failed(ended.report())).containsExactly("image.no_commit");
    }

    @Test
    void aSourceThatDoesNotAnswerIsANetworkFinding() throws Exception {
        buildx();
        BuildSettings usual = plan().image().build();
        BuildSettings nowhere = new BuildSettings(usual.baseImage(), "http://127.0.0.1:1/vllm.git", commit, 1, 1,
                "8.0", "80-real", "v0.19.2", "", "");
        StageEvent.Ended ended = bench.apply(Plan.EMPTY.withImage(ImageChoice.DEFAULT.withBuild(nowhere)));
        assertThat(ImageFixture.finding(ended.report(), "image.no_network").what().arguments())
                .containsExactly("http://127.0.0.1:1/vllm.git");
    }

    @Test
    void buildxIsFetchedOnlyWithTheKnownChecksum() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] wrong = "not buildx".getBytes(StandardCharsets.UTF_8);
            boolean there = exchange.getRequestURI().getPath().startsWith("/there/");
            exchange.sendResponseHeaders(there ? 200 : 404, there ? wrong.length : -1);
            if (there) {
                exchange.getResponseBody().write(wrong);
            }
            exchange.close();
        });
        server.start();
        try {
            String base = "http://127.0.0.1:" + server.getAddress().getPort();
            StageEvent.Ended wrong = bench
                    .apply(plan(new ImageMirrors("", "", "", "", "", base + "/there"), commit));
            assertThat(ImageFixture.finding(wrong.report(), "image.wrong_sum").evidence())
                    .contains(ImageFile.hex("not buildx".getBytes(StandardCharsets.UTF_8)));
            StageEvent.Ended missing = bench.apply(plan(new ImageMirrors("", "", "", "", "", base), commit));
            assertThat(ImageFixture.failed(missing.report())).containsExactly("image.not_found");
        } finally {
            server.stop(0);
        }
        StageEvent.Ended nobody = bench
                .apply(plan(new ImageMirrors("", "", "", "", "", "http://127.0.0.1:1"), commit));
        assertThat(ImageFixture.failed(nobody.report())).containsExactly("image.no_network");
        assertThat(bench.root.resolve("usr/local")).doesNotExist();
        assertThat(bench.root.resolve("var/lib/katagpu/image")).satisfiesAnyOf(
                path -> assertThat(path).doesNotExist(), path -> assertThat(path).isEmptyDirectory());
    }

    /** Another version's file, as a laboratory or a distribution has it. */
    @Test
    void anOwnBuildxFileIsAskedForAndUsedOnceConfirmed() throws Exception {
        result();
        Files.writeString(bench.file("/srv/docker-buildx"), "#!/bin/sh\n# v0.30.1\n");
        String sum = ImageFile.digestOf(bench.file("/srv/docker-buildx"));
        Plan plan = plan()
                .withImage(plan().image().withBuild(plan().image().build().withBuildxFile("/srv/docker-buildx")));
        StageReport asked = bench.check(plan);
        assertThat(ImageFixture.failed(asked)).isEmpty();
        Finding question = asked.question().orElseThrow();
        assertThat(question.id()).isEqualTo("image.unconfirmed");
        assertThat(ChecksumQuestion.of(asked, question)).get().satisfies(told -> {
            assertThat(told.sha256()).isEqualTo(sum);
            assertThat(told.source()).isEqualTo("/srv/docker-buildx");
        });
        StageEvent.Ended ended = bench.apply(plan);
        assertThat(ended.question()).map(Finding::id).contains("image.unconfirmed");
        assertThat(bench.root.resolve("usr/local")).doesNotExist();

        Plan confirmed = plan
                .withImage(plan.image().withBuild(plan.image().build().withBuildxSha256(sum)));
        assertThat(bench.check(confirmed).state()).isEqualTo(StageState.NEEDED);
        StageEvent.Ended applied = bench.apply(confirmed);
        assertThat(applied.problem()).isEmpty();
        assertThat(ImageFixture.changes(applied.report(), true)).containsExactly("image.buildx", "image.build",
                "image.store");
        assertThat(bench.check(confirmed).state()).isEqualTo(StageState.DONE);
        Files.writeString(bench.file("/srv/docker-buildx"), "another");
        bench.undo(confirmed);
        assertThat(bench.check(confirmed).question()).as("the word was for that file").isPresent();
    }

    @Test
    void aTagOrBranchOfAnotherRepositoryIsResolvedToItsCommitAndTold() throws Exception {
        buildx();
        result();
        git("-c", "user.name=t", "-c", "user.email=t@t", "tag", "-am", "one", "v1", commit);
        Plan plan = plan(ImageMirrors.NONE, "v1");
        StageReport report = bench.check(plan);
        assertThat(ImageFixture.finding(report, "image.other_source").what().arguments()).contains(commit);
        assertThat(report.changes().getFirst().what().arguments()).contains("v1 (" + commit + ")");
        assertThat(report.facts()).anyMatch(fact -> fact.path("kind").asText().equals("image.source")
                && fact.path("commit").asText().equals(commit));
        assertThat(bench.apply(plan).problem()).isEmpty();
        assertThat(bench.root.resolve("var/lib/katagpu/build/vllm/setup.py")).hasContent("v0.6.0");
        assertThat(Files.readString(bench.root.resolve("var/lib/katagpu/image/built")))
                .contains("asked=v1", "commit=" + commit);
        assertThat(bench.check(plan).state()).isEqualTo(StageState.DONE);

        Files.move(source, folder.resolve("away"));
        StageReport away = bench.check(plan);
        assertThat(away.state()).as("it was built of that commit").isEqualTo(StageState.DONE);
        assertThat(ImageFixture.finding(away, "image.not_resolved").what().arguments()).contains(commit);
        Files.move(folder.resolve("away"), source);
        git("checkout", "-q", "-b", "moved");
        assertThat(bench.check(plan(ImageMirrors.NONE, "moved")).state()).isEqualTo(StageState.NEEDED);
        assertThat(ImageFixture.failed(bench.check(plan(ImageMirrors.NONE, "nobody"))))
                .containsExactly("image.no_commit");
    }

    @Test
    void whatIsNoRevisionIsNoSetting() {
        for (String text : List.of("", "-x", "a..b", "a b", "$(id)", "--upload-pack=x")) {
            assertThatThrownBy(() -> BuildSettings.DEFAULT.withSourceCommit(text))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        BuildSettings other = BuildSettings.DEFAULT.withSourceUrl("https://example.com/x.git").withSourceCommit("main");
        assertThat(other.withSourceUrl(BuildSettings.DEFAULT.sourceUrl()).sourceCommit())
                .isEqualTo(BuildSettings.COMMIT);
    }

    @Test
    void whatABuildTakesByNameAloneIsSaid() throws Exception {
        buildx();
        assertThat(ImageFixture.finding(bench.check(plan()), "image.by_tag").evidence())
                .contains("FROM " + BuildSettings.DEFAULT.baseImage(), "pip install",
                        "git clone https://github.com/flashinfer-ai/flashinfer v0.1.6");
    }

    @Test
    void aBuildxMirrorThatStandsStillIsGivenUpAndTheDownloadGoesOnNextTime() throws Exception {
        try (FileServer server = new FileServer()) {
            String name = "/v0.19.2/buildx-v0.19.2.linux-" + ImageFile.here();
            server.serve(name, new byte[8000]);
            server.standStillAfter(3000);
            Plan plan = plan(new ImageMirrors("", "", "", "", "", server.address("")), commit);
            StageEvent.Ended stalled = bench.apply(plan);
            assertThat(ImageFixture.failed(stalled.report())).containsExactly("image.slow");
            assertThat(ImageFixture.finding(stalled.report(), "image.slow").what().arguments())
                    .containsExactly(server.address(name), String.valueOf(ImageFixture.SECONDS));
            assertThat(bench.root.resolve("usr/local")).doesNotExist();
            StageEvent.Ended again = bench.apply(plan);
            assertThat(server.ranges()).containsExactly("bytes=3000-");
            assertThat(ImageFixture.finding(again.report(), "image.wrong_sum").evidence())
                    .contains(ImageFile.hex(new byte[8000]));
        }
    }

    @Test
    void aSourceThatStandsStillIsGivenUp() throws Exception {
        buildx();
        try (FileServer server = new FileServer()) {
            server.serve("/vllm.git/info/refs", new byte[8000]);
            server.standStillAfter(0);
            BuildSettings usual = plan().image().build();
            BuildSettings slow = new BuildSettings(usual.baseImage(), server.address("/vllm.git"), commit, 1, 1, "8.0",
                    "80-real", "v0.19.2", "", "");
            StageEvent.Ended ended = bench.apply(Plan.EMPTY.withImage(ImageChoice.DEFAULT.withBuild(slow)));
            assertThat(ImageFixture.failed(ended.report())).containsExactly("image.slow");
        }
    }

    @Test
    void anEstimateOfRoomWarnsAndStandsInNobodysWay() throws Exception {
        buildx();
        result();
        bench.standIn("df", "echo head; echo '/dev/vda 100000000 90000000 10485760 90% /'\n");
        StageReport report = bench.check(plan());
        assertThat(ImageFixture.finding(report, "image.little_room")).satisfies(finding -> {
            assertThat(finding.status()).isEqualTo(Finding.Status.WARN);
            assertThat(finding.what().arguments()).containsExactly("/", "10.0 GiB",
                    ImageDiskSpace.BUILD.gibibytes() + ".0 GiB");
        });
        assertThat(report.state()).isEqualTo(StageState.NEEDED);
        assertThat(bench.apply(plan()).problem()).isEmpty();
    }

    @Test
    void whatDfAnswersIsNoArithmetic() throws Exception {
        buildx();
        Path mark = folder.resolve("mark");
        for (String said : List.of("/dev/vda 1 1 a[$(touch " + mark + ")] 1% /", "/dev/vda 1 1 0x7f 1% /",
                "/dev/vda 1 1 100 1% /x[$(touch " + mark + ")]", "/dev/vda 1 1 99999999999999999999 1% /")) {
            bench.standIn("df", "echo head; echo '" + said + "'\n");
            assertThat(bench.check(plan()).state()).as(said).isEqualTo(StageState.NEEDED);
            assertThat(mark).doesNotExist();
        }
    }

    @Test
    void whatABuildPrintsIsNoArithmetic() throws Exception {
        buildx();
        result();
        Path mark = folder.resolve("mark");
        Files.writeString(folder.resolve("buildkit"), """
                #5 [a$(touch %1$s) 1/2] FROM x
                #5 DONE 0.1s
                #6 [x[$(touch %1$s)] 09/10] RUN y
                #6 DONE 0.1s
                #7 [b 1/99999999999999999999] RUN z
                """.formatted(mark));
        assertThat(bench.apply(plan()).problem()).isEmpty();
        assertThat(mark).doesNotExist();
    }

    @Test
    void aPreviewOfUndoNamesWhatUndoThenDoesAndChangesNothing() throws Exception {
        buildx();
        result();
        Plan plan = plan();
        assertThat(bench.preview(plan).state()).as("nothing was done yet").isEqualTo(StageState.DONE);
        bench.apply(plan);
        String upload = "/var/lib/katagpu/uploads/" + "a".repeat(64) + ".tar.part";
        Files.writeString(bench.file(upload), "begun");
        List<String> before = listing();
        StageReport preview = bench.preview(plan);
        assertThat(preview.state()).isEqualTo(StageState.NEEDED);
        assertThat(listing()).isEqualTo(before);
        StageReport undone = bench.undo(plan).report();
        assertThat(ImageFixture.changes(undone, true)).isEqualTo(ImageFixture.changes(preview, false)).containsExactly(
                "image.remove", "image.unbuild", "image.drop_upload");
        assertThat(bench.file(upload)).doesNotExist();
    }

    /** All files of the host and what they hold, but for what the stand-ins write down. */
    private List<String> listing() throws Exception {
        List<String> all = new java.util.ArrayList<>();
        for (String part : List.of("host", "ctr", "docker")) {
            try (var files = Files.walk(folder.resolve(part))) {
                for (Path file : files.sorted().toList()) {
                    all.add(file + (Files.isRegularFile(file) ? ImageFile.digestOf(file) : ""));
                }
            }
        }
        return all;
    }

    @Test
    void withoutDockerThereIsNothingToBuildWith() throws Exception {
        bench.standIn("docker", "echo 'Cannot connect to the Docker daemon' >&2; exit 1\n");
        assertThat(ImageFixture.failed(bench.check(plan()))).containsExactly("image.no_docker_daemon");
        bench.standIn("ctr", "echo 'dial unix: connection refused' >&2; exit 1\n");
        assertThat(ImageFixture.failed(bench.check(plan()))).containsExactly("image.no_containerd");
    }
}
