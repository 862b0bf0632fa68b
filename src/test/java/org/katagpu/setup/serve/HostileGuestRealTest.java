package org.katagpu.setup.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.message.ProblemException;
import org.katagpu.setup.Finding;
import org.katagpu.setup.Plan;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageReport;

/**
 * A guest that answers every question without end: the script's memory and the log's room on the disk stay bounded, the
 * call comes back with a word, and what answered in the guest is ended. With a real containerd.
 */
@Tag("real")
class HostileGuestRealTest {
    private static final long MOST_KIB = 64 * 1024;
    private static final Duration SOON = Duration.ofSeconds(50);

    @TempDir
    private static Path shared;
    private static RealGuest guest;

    @TempDir
    private Path folder;
    private ServeFixture bench;
    private String namespace;
    private Plan plan;

    @BeforeAll
    static void start() throws Exception {
        guest = new RealGuest(shared);
    }

    @AfterAll
    static void end() throws Exception {
        guest.close();
    }

    @BeforeEach
    void serves() throws Exception {
        bench = guest.bench(folder);
        namespace = guest.namespace();
        plan = guest.plan(namespace);
    }

    @AfterEach
    void removed() throws Exception {
        assertThat(bench.undo(plan).problem()).isEmpty();
    }

    private String inside(String command) throws Exception {
        return guest.containerd.ctr(namespace, "tasks", "exec", "--exec-id", "test" + System.nanoTime(),
                RealGuest.NAME, "sh", "-c", command);
    }

    private void endless(String path, String piece) throws Exception {
        inside("printf '" + piece + "' >/tmp/hostile" + path.replace('/', '-'));
    }

    private void mend() throws Exception {
        inside("rm -f /tmp/hostile*");
    }

    /** What the call gave; it comes back soon, and no process of its script ever took more than may be. */
    private <T> T bounded(String what, Callable<T> call) throws Exception {
        Instant begun = Instant.now();
        try (PeakMemory peak = new PeakMemory("KATAGPU_ROOT=" + bench.root)) {
            try {
                return call.call();
            } finally {
                Duration took = Duration.between(begun, Instant.now());
                System.out.printf("%s: %d ms, %d KiB in %s%n", what, took.toMillis(), peak.kib(), peak.program());
                assertThat(peak.kib()).as(what + ", KiB of " + peak.program()).isBetween(1L, MOST_KIB);
                assertThat(took).as(what).isLessThan(SOON);
            }
        }
    }

    @Test
    void endlessAnswersToEveryQuestionEndWithAWord() throws Exception {
        assertThat(bench.apply(plan).problem()).as(bench.log()).isEmpty();

        inside("touch /tmp/hostile-nvidia-smi");
        StageReport report = bounded("nvidia-smi, check", () -> bench.check(plan));
        assertThat(Proof.of(report.facts()).at(ProofLink.GPU).state()).isEqualTo(Proof.State.FAILED);
        assertThat(bounded("nvidia-smi, figures", () -> new FiguresReader(bench.host).sample(plan)).gpus()).isEmpty();
        assertThat(inside("ps")).as("ended in the guest").doesNotContain("sys.stdout.write");
        mend();

        for (String piece : List.of("a line\\n", "x", "\\000")) {
            endless("/health", piece);
            endless("/metrics", piece);
            report = bounded("/health, check", () -> bench.check(plan));
            assertThat(Proof.of(report.facts()).at(ProofLink.HEALTH).state()).isEqualTo(Proof.State.UNPROVED);
            assertThat(bounded("/metrics, figures", () -> new FiguresReader(bench.host).sample(plan)).server())
                    .isEmpty();
            mend();
        }
        endless("/v1/models", "\"id\": \"Qwen1.5-1.8B-Cha\", ");
        failsWith("serve.no_model", "/v1/models", ProofLink.MODELS);
        mend();
        for (String piece : List.of("data: {}\\n\\n", "x", "\\000")) {
            endless("/v1/chat/completions", piece);
            failsWith("serve.no_token", "first token", ProofLink.TOKEN);
            mend();
        }
        String said = "data: {\"choices\":[{\"delta\":{\"content\":\"word \"}}]}\\n\\n";
        endless("/v1/chat/completions", said);
        StageEvent.Ended words = bounded("first token, of endless words",
                () -> bench.apply(plan, new ServeStart.Again(ProofLink.TOKEN)));
        assertThat(Proof.of(words.report().facts()).at(ProofLink.TOKEN).evidence().length()).isLessThan(1000);
        mend();

        inside("cp /run/katagpu/key /tmp/key; printf %50000000s x >/run/katagpu/key");
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> bounded("key", () -> new ServeKeyReader(bench.host).read(plan)));
        inside("mv /tmp/key /run/katagpu/key");
        inside("cp /run/katagpu/alive /tmp/alive; printf %50000000s x >/run/katagpu/alive");
        report = bounded("the launcher's words", () -> bench.check(plan));
        assertThat(ServeFixture.changes(report, false)).containsExactly("serve.server");
        inside("mv /tmp/alive /run/katagpu/alive");
        assertThat(bench.check(plan).findings()).noneMatch(finding -> finding.status() == Finding.Status.FAIL);
    }

    private void failsWith(String finding, String what, ProofLink link) throws Exception {
        StageEvent.Ended ended = bounded(what, () -> bench.apply(plan, new ServeStart.Again(link)));
        assertThat(ended.problem()).as(what).isPresent();
        assertThat(ServeFixture.failed(ended.report())).containsExactly(finding);
    }

    /** Its beginning and its newest lines stay; the keeper goes with the container's first process, and with the record. */
    @Test
    void aLogWithoutEndKeepsItsBeginningAndItsNewestInBoundedRoom() throws Exception {
        long most = 4 << 20;
        bench.environment.put("KATAGPU_MOST_LOG", String.valueOf(most));
        assertThat(bench.apply(plan).problem()).as(bench.log()).isEmpty();
        Path log = bench.root.resolve("var/lib/katagpu/serve/log/" + RealGuest.NAME + "@" + namespace);
        assertThat(keepers(log)).hasSize(1);
        assertThat(bench.apply(plan).problem()).as(bench.log()).isEmpty();
        for (int i = 0; i < 4; i++) {
            inside("i=0; while [ $i -lt 160 ]; do printf '%65535s\\n' x; i=$((i + 1)); done >/proc/1/fd/1");
        }
        inside("echo the newest line >/proc/1/fd/1");
        await(() -> allocated(log) <= most);
        assertThat(Files.size(log)).as("places in it stay what they were").isGreaterThan(40_000_000);
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            byte[] head = new byte[4096];
            file.readFully(head);
            assertThat(new String(head, StandardCharsets.UTF_8)).startsWith("[katagpu] waiting")
                    .contains("vLLM API server version");
            byte[] tail = new byte[64];
            file.seek(file.length() - tail.length);
            file.readFully(tail);
            assertThat(new String(tail, StandardCharsets.UTF_8)).endsWith("the newest line\n");
        }
        StageReport report = bench.check(plan);
        assertThat(ServeFixture.findings(report, Finding.Status.PASS)).contains("serve.log_cut");

        await(() -> keepers(log).size() == 1);
        guest.containerd.ctr(namespace, "tasks", "kill", "--signal", "SIGKILL", RealGuest.NAME);
        await(() -> keepers(log).isEmpty());
        assertThat(bench.apply(plan).problem()).as(bench.log()).isEmpty();
        await(() -> keepers(log).size() == 1);
        assertThat(bench.undo(plan).problem()).isEmpty();
        await(() -> keepers(log).isEmpty());
        assertThat(log.resolveSibling(log.getFileName() + ".keeper")).doesNotExist();
    }

    private static long allocated(Path log) throws Exception {
        Process stat = new ProcessBuilder("stat", "-c", "%b", log.toString()).start();
        return 512 * Long.parseLong(new String(stat.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
    }

    private static List<ProcessHandle> keepers(Path log) {
        return ProcessHandle.allProcesses().filter(process -> {
            try {
                String words = Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"),
                        StandardCharsets.ISO_8859_1);
                return words.contains("\0katagpu-log\0" + log + "\0");
            } catch (IOException gone) {
                return false;
            }
        }).toList();
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        Instant latest = Instant.now().plusSeconds(40);
        while (!condition.call()) {
            assertThat(Instant.now()).isBefore(latest);
            Thread.sleep(200);
        }
    }
}
