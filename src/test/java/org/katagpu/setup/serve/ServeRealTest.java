package org.katagpu.setup.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.setup.Change;
import org.katagpu.setup.Finding;
import org.katagpu.setup.Plan;
import org.katagpu.setup.RealContainerd;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageRun;
import org.katagpu.setup.StageState;
import org.katagpu.setup.gpu.GpuChoice;

/** The whole stage on a real containerd with ctr and runc, and an image with a stand-in vLLM. */
@Tag("real")
class ServeRealTest {
    private static final String GPU = RealGuest.GPU;
    private static final String NAME = RealGuest.NAME;

    @TempDir
    private static Path shared;
    private static RealGuest guest;
    private static RealContainerd containerd;

    @TempDir
    private Path folder;
    private ServeFixture bench;
    private String namespace;
    private Plan plan;

    @BeforeAll
    static void start() throws Exception {
        guest = new RealGuest(shared);
        containerd = guest.containerd;
    }

    @AfterAll
    static void end() throws Exception {
        guest.close();
    }

    @BeforeEach
    void bench() throws Exception {
        bench = guest.bench(folder);
        namespace = guest.namespace();
        plan = guest.plan(namespace);
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        assertThat(bench.undo(plan).problem()).isEmpty();
        assertThat(containerd.ctr(namespace, "containers", "ls", "-q")).isBlank();
        assertThat(containerd.ctr(namespace, "tasks", "ls", "-q")).isBlank();
        assertThat(containerd.ctr(namespace, "snapshots", "ls")).doesNotContain(NAME);
        assertThat(containerd.ctr(namespace, "leases", "ls", "-q")).isBlank();
        Path records = bench.root.resolve("var/lib/katagpu/serve");
        if (Files.exists(records)) {
            try (Stream<Path> left = Files.walk(records)) {
                assertThat(left.filter(Files::isRegularFile)).allMatch(path -> path.getParent().endsWith("log"));
            }
        }
    }

    private Plan serving(ServeChoice choice) {
        return plan.withServe(choice);
    }

    private static Proof proof(StageEvent.Ended ended) {
        return Proof.of(ended.report().facts());
    }

    private static Proof.State at(StageReport report, ProofLink link) {
        return Proof.of(report.facts()).at(link).state();
    }

    private String task() throws Exception {
        return containerd.ctr(namespace, "tasks", "ls").lines().filter(line -> line.startsWith(NAME)).findFirst()
                .orElse("");
    }

    @Test
    void theModelIsStartedProvedFoundAgainAndRemoved() throws Exception {
        StageReport before = bench.check(plan);
        assertThat(ServeFixture.failed(before)).isEmpty();
        assertThat(before.state()).isEqualTo(StageState.NEEDED);
        assertThat(before.recorded()).hasValue(0);
        assertThat(ServeFixture.changes(before, false)).containsExactly("serve.run", "serve.server");

        StageEvent.Ended applied = bench.apply(plan);
        assertThat(applied.problem()).as(bench.log()).isEmpty();
        assertThat(ServeFixture.changes(applied.report(), true)).containsExactly("serve.run", "serve.server");
        Proof proof = proof(applied);
        assertThat(proof.answers()).isTrue();
        assertThat(proof.confidential()).as("runc makes no VM").isFalse();
        assertThat(ServeFixture.findings(applied.report(), Finding.Status.WARN)).containsExactly("serve.no_vm");
        assertThat(GuestGpu.of(applied.report().facts()))
                .containsExactly(new GuestGpu(0, "NVIDIA L20", 46068, "550.127.08", "12.4"));
        assertThat(bench.log()).contains("vLLM API server version").contains("Loading model weights took");
        ServeEndpoint endpoint = ServeEndpoint.of(applied.report().facts()).orElseThrow();
        assertThat(endpoint).isEqualTo(new ServeEndpoint(NAME, GuestNetwork.ADDRESS, 8000, "Qwen1.5-1.8B-Chat",
                Optional.empty(), true));

        StageReport after = bench.check(plan);
        assertThat(after.state()).as(after.toString()).isEqualTo(StageState.DONE);
        assertThat(after.recorded()).hasValue(1);
        assertThat(ServeEndpoint.of(after.facts())).contains(endpoint);
        for (ProofLink link : ProofLink.values()) {
            assertThat(at(after, link)).as(link.word())
                    .isEqualTo(link == ProofLink.VM ? Proof.State.UNPROVED : Proof.State.PROVED);
        }
        String task = task();
        StageEvent.Ended again = bench.apply(plan);
        assertThat(again.problem()).as(bench.log()).isEmpty();
        assertThat(again.report().changes()).isEmpty();
        assertThat(bench.log()).contains("Nothing to change.");
        assertThat(proof(again).answers()).isTrue();
        assertThat(task()).isEqualTo(task);

        LiveFigures figures = new FiguresReader(bench.host).sample(plan);
        assertThat(figures.running()).isTrue();
        assertThat(figures.gpus()).singleElement().satisfies(gpu -> {
            assertThat(gpu.memoryUsed()).hasValue(41013);
            assertThat(gpu.power()).isEmpty();
        });
        assertThat(figures.server().orElseThrow().generatedTokens().orElseThrow()).isPositive();

        StageEvent.Ended undone = bench.undo(plan);
        assertThat(undone.problem()).as(bench.log()).isEmpty();
        assertThat(ServeFixture.changes(undone.report(), true)).containsExactly("serve.remove");
        assertThat(bench.undo(plan).report().changes()).isEmpty();
        assertThat(bench.check(plan).state()).isEqualTo(StageState.NEEDED);
    }

    @Test
    void theKeyIsInTheGuestsMemoryAndTheServersEnvironmentAlone() throws Exception {
        assertThat(bench.apply(plan).problem()).as(bench.log()).isEmpty();
        String key;
        try (ServeKey read = new ServeKeyReader(bench.host).read(plan).orElseThrow()) {
            key = new String(ServeKeys.characters(read));
        }
        assertThat(key).hasSize(40);
        assertThat(bench.log()).doesNotContain(key);
        assertThat(grep(key, containerd.root(), bench.root.resolve("var"), folder.resolve("job-0.log"))).isEmpty();
        // Processes: only the server's own environment, and no command line.
        String holders = run(Map.of("KEY", key), "bash", "-c", "for p in /proc/[0-9]*; do "
                + "grep -qsaF -- \"$KEY\" $p/cmdline && echo \"argv $(cat $p/comm)\"; "
                + "grep -qsaF -- \"VLLM_API_KEY=$KEY\" $p/environ && echo \"environment $(cat $p/comm)\"; done; true");
        assertThat(holders.lines()).containsExactly("environment python3");
        assertThat(containerd.ctr(namespace, "containers", "info", NAME)).doesNotContain(key);

        // A server started anew gets a key of its own.
        assertThat(bench.apply(plan, new ServeStart.Again(ProofLink.SERVER)).problem()).as(bench.log()).isEmpty();
        try (ServeKey read = new ServeKeyReader(bench.host).read(plan).orElseThrow()) {
            assertThat(new String(ServeKeys.characters(read))).hasSize(40).isNotEqualTo(key);
        }
    }

    private static String grep(String key, Path... places) throws Exception {
        StringBuilder found = new StringBuilder();
        for (Path place : places) {
            found.append(run("grep", "-rlaF", "--exclude-dir=proc", "--", key, place.toString()));
        }
        return found.toString();
    }

    private static String run(String... command) throws Exception {
        return run(Map.of(), command);
    }

    private static String run(Map<String, String> environment, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    @Test
    void withTlsTheServersOwnCertificateAloneIsBelieved() throws Exception {
        Plan tls = serving(Plans.serve("qwen/Qwen1.5-1.8B-Chat", true, true));
        StageEvent.Ended applied = bench.apply(tls);
        assertThat(applied.problem()).as(bench.log()).isEmpty();
        assertThat(proof(applied).answers()).isTrue();
        String pin = ServeEndpoint.of(applied.report().facts()).orElseThrow().certificate().orElseThrow();
        assertThat(pin).isEqualTo(PresentedCertificate.sha256(GuestNetwork.ADDRESS, 8000));
        assertThat(bench.check(tls).state()).isEqualTo(StageState.DONE);
        assertThat(new FiguresReader(bench.host).sample(tls).server()).isPresent();
        assertThat(grep("PRIVATE KEY", bench.root.resolve("var"))).isEmpty();
    }

    @Test
    void aServerThatEndsIsTriedAgainInTheSameVm() throws Exception {
        Plan broken = serving(Plans.serve("broken/model", true, false));
        StageEvent.Ended failed = bench.apply(broken);
        assertThat(failed.problem()).isPresent();
        assertThat(ServeFixture.failed(failed.report())).containsExactly("serve.server_ended");
        assertThat(proof(failed).at(ProofLink.WEIGHTS).state()).isEqualTo(Proof.State.FAILED);
        assertThat(proof(failed).at(ProofLink.WEIGHTS).evidence()).contains("CUDA out of memory");
        assertThat(task()).contains("RUNNING");
        String task = task();
        StageReport found = bench.check(broken);
        assertThat(found.state()).isEqualTo(StageState.NEEDED);
        assertThat(at(found, ProofLink.WEIGHTS)).isEqualTo(Proof.State.FAILED);
        assertThat(ServeFixture.changes(found, false)).containsExactly("serve.server");

        StageEvent.Ended mended = bench.apply(plan);
        assertThat(mended.problem()).as(bench.log()).isEmpty();
        assertThat(ServeFixture.changes(mended.report(), true)).containsExactly("serve.server");
        assertThat(task()).as("the same VM").isEqualTo(task);
        assertThat(bench.check(plan).state()).isEqualTo(StageState.DONE);

        // Restart makes all of it anew.
        StageEvent.Ended restarted = bench.apply(plan, new ServeStart.Restart());
        assertThat(restarted.problem()).as(bench.log()).isEmpty();
        assertThat(ServeFixture.changes(restarted.report(), true)).containsExactly("serve.replace", "serve.run",
                "serve.server");
        assertThat(task()).isNotEqualTo(task);
    }

    @Test
    void extraArgumentsArriveAsTyped() throws Exception {
        Plan extra = serving(Plans.serve("qwen/Qwen1.5-1.8B-Chat", false, false,
                "--dtype 'half $(touch /tmp/x) `id` \"quoted\"' --chat-template \"it's; \\\\ \\$HOME\" --enforce-eager"));
        StageEvent.Ended applied = bench.apply(extra);
        assertThat(applied.problem()).as(bench.log()).isEmpty();
        assertThat(bench.log()).contains("dtype='half $(touch /tmp/x) `id` \"quoted\"'")
                .contains("chat_template=\"it's; \\\\ $HOME\"").contains("enforce_eager=True");
        assertThat(ServeEndpoint.of(applied.report().facts()).orElseThrow().keyed()).isFalse();
        assertThat(new ServeKeyReader(bench.host).read(extra)).isEmpty();
    }

    @Test
    void aVirtualMachineStartedAsConfidentialProvesIt() throws Exception {
        assertThat(bench.apply(plan).problem()).as(bench.log()).isEmpty();
        assertThat(at(bench.check(plan), ProofLink.VM)).isEqualTo(Proof.State.UNPROVED);
        for (boolean confidential : List.of(false, true)) {
            Process vm = machine(confidential ? "virt,kernel_irqchip=on,kvm-type=cvm" : "virt,kernel_irqchip=on",
                    "sandbox-" + NAME + ",debug-threads=on");
            try {
                Proof.Standing standing = Proof.of(bench.check(plan).facts()).at(ProofLink.VM);
                assertThat(standing.state()).isEqualTo(confidential ? Proof.State.PROVED : Proof.State.UNPROVED);
                assertThat(standing.evidence())
                        .contains(confidential ? "kvm-type=cvm" : "no kvm-type=cvm");
            } finally {
                vm.destroyForcibly().waitFor();
            }
        }
        Process other = machine("virt,kvm-type=cvm", "sandbox-" + NAME + "-2");
        try {
            assertThat(at(bench.check(plan), ProofLink.VM)).as("another container's VM").isEqualTo(
                    Proof.State.UNPROVED);
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    /** A process with the arguments of Kata's QEMU. */
    private static Process machine(String machine, String name) throws Exception {
        Process vm = new ProcessBuilder("bash", "-c",
                "exec -a /usr/bin/qemu-system-aarch64 /usr/bin/python3 -c 'print(1, flush=True); import time; time.sleep(60)' "
                        + "-name \"$0\" -machine \"$1\"",
                name, machine).start();
        assertThat(vm.getInputStream().read()).isEqualTo('1');
        return vm;
    }

    @Test
    void aCancelledRunTakesItsContainerBackWhereverItIs() throws Exception {
        Plan slow = serving(Plans.serve("slow/model", true, false));
        for (String reached : List.of("serve.vm", "serve.vm", "serve.gpu", "serve.server", "serve.weights")) {
            StageRun run = bench.start(slow, new ServeStart.AsNeeded());
            awaitStep(run, reached);
            Process process = bench.host.process(run.job());
            run("kill", "-TERM", "--", "-" + process.pid());
            StageEvent.Ended ended = bench.follow(run);
            assertThat(ended.problem()).as(reached).isPresent();
            assertThat(containerd.ctr(namespace, "containers", "ls", "-q")).as(reached + bench.log()).isBlank();
            assertThat(containerd.ctr(namespace, "tasks", "ls", "-q")).as(reached).isBlank();
            assertThat(bench.check(slow).recorded()).as(reached + bench.logOf(run, folder)).hasValue(0);
        }
    }

    @Test
    void aCancelledRetryEndsTheServerItStartedAndKeepsTheVm() throws Exception {
        assertThat(bench.apply(plan).problem()).as(bench.log()).isEmpty();
        String task = task();
        Plan slow = serving(Plans.serve("slow/model", true, false));
        StageRun run = bench.start(slow, new ServeStart.AsNeeded());
        awaitStep(run, "serve.weights");
        run("kill", "-TERM", "--", "-" + bench.host.process(run.job()).pid());
        assertThat(bench.follow(run).problem()).isPresent();
        assertThat(task()).isEqualTo(task);
        StageReport found = bench.check(slow);
        assertThat(ServeFixture.changes(found, false)).containsExactly("serve.server");
        assertThat(containerd.ctr(namespace, "tasks", "exec", "--exec-id", "look", NAME, "ps"))
                .doesNotContain("api_server");
    }

    private void awaitStep(StageRun run, String step) throws Exception {
        await(() -> {
            String told = bench.logOf(run, folder);
            assertThat(bench.host.process(run.job()).isAlive()).as(told).isTrue();
            return told.contains("\"id\":\"" + step + "\"");
        });
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        Instant latest = Instant.now().plusSeconds(30);
        while (!condition.holds()) {
            assertThat(Instant.now()).isBefore(latest);
            Thread.sleep(20);
        }
    }

    @Test
    void whatAKilledRunLeftIsSeenAndTakenUpOrReplaced() throws Exception {
        Plan slow = serving(Plans.serve("slow/model", true, false));
        StageRun run = bench.start(slow, new ServeStart.AsNeeded());
        awaitStep(run, "serve.weights");
        run("kill", "-KILL", "--", "-" + bench.host.process(run.job()).pid());
        bench.follow(run);
        StageReport found = bench.check(slow);
        assertThat(found.recorded()).hasValue(1);
        assertThat(at(found, ProofLink.SERVER)).isEqualTo(Proof.State.PROVED);
        assertThat(at(found, ProofLink.HEALTH)).isEqualTo(Proof.State.UNPROVED);
        // Its VM serves for the next one; a task that died does not.
        assertThat(bench.apply(plan).problem()).as(bench.log()).isEmpty();
        containerd.ctr(namespace, "tasks", "kill", "--signal", "SIGKILL", NAME);
        await(() -> task().contains("STOPPED"));
        StageReport stopped = bench.check(plan);
        assertThat(stopped.state()).isEqualTo(StageState.NEEDED);
        assertThat(ServeFixture.changes(stopped, false)).containsExactly("serve.clean", "serve.run", "serve.server");
        StageEvent.Ended anew = bench.apply(plan);
        assertThat(anew.problem()).as(bench.log()).isEmpty();
        assertThat(ServeFixture.changes(anew.report(), true)).containsExactly("serve.clean", "serve.run",
                "serve.server");
    }

    @Test
    void somebodyElsesContainerOrSnapshotOfTheNameIsLeftAlone() throws Exception {
        String image = plan.image().reference();
        containerd.ctr(namespace, "containers", "create", image, NAME, "/bin/sh");
        StageEvent.Ended refused = bench.apply(plan);
        assertThat(ServeFixture.failed(refused.report())).containsExactly("serve.name_taken");
        assertThat(bench.undo(plan).report().changes()).isEmpty();
        assertThat(containerd.ctr(namespace, "containers", "ls", "-q").strip()).isEqualTo(NAME);
        containerd.ctr(namespace, "containers", "rm", NAME);
        containerd.ctr(namespace, "snapshots", "prepare", NAME);
        assertThat(ServeFixture.failed(bench.check(plan))).containsExactly("serve.snapshot_taken");
        assertThat(bench.undo(plan).report().changes()).isEmpty();
        assertThat(containerd.ctr(namespace, "snapshots", "ls")).contains(NAME);
        containerd.ctr(namespace, "snapshots", "rm", NAME);
    }

    @Test
    void aContainerUnderAFormerNameIsToldAndRemoved() throws Exception {
        ServeChoice usual = plan.serve();
        assertThat(bench.apply(plan).problem()).as(bench.log()).isEmpty();
        Plan renamed = serving(
                new ServeChoice(usual.source(), usual.model(), "", "", 8001, 90, 0, 0, false, true, TlsChoice.OFF,
                        "", usual.runtime(), "other-name"));
        StageReport report = bench.check(renamed);
        assertThat(ServeFixture.findings(report, Finding.Status.WARN)).contains("serve.other_left");
        assertThat(report.recorded()).hasValue(1);
        assertThat(ServeFixture.changes(bench.undo(renamed).report(), true)).containsExactly("serve.remove");
        assertThat(task()).isEmpty();
    }

    @Test
    void anUndoIsForetoldAndForetellingChangesNothing() throws Exception {
        StageReport nothing = bench.preview(plan);
        assertThat(nothing.state()).isEqualTo(StageState.DONE);
        assertThat(nothing.changes()).isEmpty();
        assertThat(bench.apply(plan).problem()).as(bench.log()).isEmpty();
        String before = everything();
        StageReport foretold = bench.preview(plan);
        assertThat(foretold.state()).isEqualTo(StageState.NEEDED);
        assertThat(foretold.changes()).allMatch(change -> !change.done());
        assertThat(everything()).isEqualTo(before);
        StageEvent.Ended undone = bench.undo(plan);
        assertThat(undone.problem()).as(bench.log()).isEmpty();
        assertThat(undone.report().changes()).extracting(Change::id)
                .isEqualTo(foretold.changes().stream().map(Change::id).toList());
        assertThat(undone.report().changes().getFirst().done()).isTrue();
        assertThat(undone.report().changes().getFirst().what().arguments())
                .isEqualTo(foretold.changes().getFirst().what().arguments()).first().isEqualTo(NAME);
        assertThat(bench.preview(plan).state()).isEqualTo(StageState.DONE);
    }

    /** What containerd knows of us, and our own files with their contents and times. */
    private String everything() throws Exception {
        return task() + containerd.ctr(namespace, "containers", "ls") + containerd.ctr(namespace, "snapshots", "ls")
                + containerd.ctr(namespace, "leases", "ls")
                + run("bash", "-c", "cd \"$0\" && find . -printf '%p %m %T@ %s\\n' | sort && "
                        + "find . -type f ! -path './log/*' -exec sha256sum {} + | sort",
                        bench.root.resolve("var/lib/katagpu/serve").toString());
    }

    @Test
    void aKeyTheServerDoesNotAskForIsNoProof() throws Exception {
        StageEvent.Ended open = bench.apply(serving(Plans.serve("open/model", true, false)));
        assertThat(ServeFixture.failed(open.report())).containsExactly("serve.key_ignored");
        assertThat(proof(open).answers()).isFalse();
        StageEvent.Ended base = bench.apply(serving(Plans.serve("base/model", true, false)));
        assertThat(base.problem()).as(bench.log()).isEmpty();
        assertThat(proof(base).answers()).isTrue();
        assertThat(ServeFixture.findings(base.report(), Finding.Status.WARN)).contains("serve.no_chat");
    }

    @Test
    void severalGpusShareTheModel() throws Exception {
        bench.gpu("0000:b9:00.0", 97, "vfio-pci");
        RealGuest.node(bench, 97);
        Plan two = plan.withGpu(new GpuChoice(List.of(GPU, "0000:b9:00.0"), false));
        StageEvent.Ended applied = bench.apply(two);
        assertThat(applied.problem()).as(bench.log()).isEmpty();
        assertThat(GuestGpu.of(applied.report().facts())).hasSize(2);
        assertThat(bench.log()).contains("tensor_parallel_size=2");
        assertThat(containerd.ctr(namespace, "tasks", "exec", "--exec-id", "look", NAME, "sh", "-c",
                "grep ' /dev/shm ' /proc/mounts")).contains("size=16777216k");
        // The workers of a server that was ended go with it.
        assertThat(bench.apply(two, new ServeStart.Again(ProofLink.SERVER)).problem()).as(bench.log()).isEmpty();
        assertThat(containerd.ctr(namespace, "tasks", "exec", "--exec-id", "ps", NAME, "ps").lines()
                .filter(line -> line.contains("-m vllm"))).hasSize(2);
    }
}
