package org.katagpu.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.LocalHost;
import org.katagpu.remote.Script;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostJobsTest extends AbstractJobsTest {
    private static final String NONCE = Nonce.random();

    @AfterEach
    void endAll() throws Exception {
        for (JobInfo job : jobs.list()) {
            jobs.cancel(job.id());
        }
    }

    private static Script script(String body) {
        return Script.named("test").parameter("KATAGPU_NONCE", NONCE).part(body).build();
    }

    private JobId start(String body) throws Exception {
        return jobs.start("test/apply", NONCE, script(body));
    }

    private record Followed(JobEnd end, List<String> lines, long offset) {}

    private static Followed follow(Jobs jobs, JobId id, long offset) throws Exception {
        List<String> lines = new ArrayList<>();
        long[] after = {offset};
        JobEnd end = jobs.follow(id, offset, (line, offsetAfter) -> {
            lines.add(line instanceof JobLine.Log(String text, boolean replaces) ? text : line.toString());
            after[0] = offsetAfter;
        });
        return new Followed(end, lines, after[0]);
    }

    private CompletableFuture<Followed> following(JobId id) {
        CompletableFuture<Followed> result = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                result.complete(follow(jobs, id, 0));
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    private Path folder(JobId id) {
        return root.resolve("var/lib/katagpu/jobs").resolve(id.value());
    }

    private Path file(String name) {
        return root.resolve(name);
    }

    private JobInfo info(JobId id) throws Exception {
        return jobs.list().stream().filter(job -> job.id().equals(id)).findFirst().orElseThrow();
    }

    private void awaitFile(Path path) throws Exception {
        Await.until(path + " is there", () -> Files.exists(path) && Files.size(path) > 0);
    }

    private static boolean lives(Path pidFile) throws IOException {
        Path process = Path.of("/proc", Files.readString(pidFile).strip(), "stat");
        try {
            return !Files.readString(process).replaceAll("(?s).*\\) ", "").startsWith("Z");
        } catch (IOException gone) {
            return false;
        }
    }

    private long runner(JobId id) throws IOException {
        return Long.parseLong(Files.readString(folder(id).resolve("pid")).split(" ")[0]);
    }

    private static void signal(String signal, String target) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + signal, "--", target).start().waitFor()).isZero();
    }

    @Test
    void a_job_is_followed_to_its_exit_status() throws Exception {
        JobId id = start(
                "echo one; echo two >&2\nprintf '\\036katagpu %s state {\"state\":\"done\"}\\n' \"$KATAGPU_NONCE\"\n"
                        + "printf last; exit 7");
        Followed followed = follow(jobs, id, 0);
        assertThat(followed.end()).isEqualTo(new JobEnd.Exited(7));
        assertThat(followed.lines()).containsExactly("one", "two", "Control[kind=STATE, body={\"state\":\"done\"}]",
                "last");
        JobInfo info = info(id);
        assertThat(info.state()).isEqualTo(JobInfo.State.ENDED);
        assertThat(info.exit()).hasValue(7);
        assertThat(info.owner()).isEqualTo("admin@laptop");
        assertThat(info.name()).isEqualTo("test/apply");
        assertThat(Duration.between(info.started(), Instant.now()).abs()).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void lines_are_told_soon_after_they_are_printed() throws Exception {
        Path go = file("go");
        JobId id = start("while [[ ! -e $KATAGPU_ROOT/go ]]; do sleep 0.01; done; date +%s%3N; sleep 1000");
        CompletableFuture<Long> delay = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                jobs.follow(id, 0, (line, offset) -> delay.complete(
                        System.currentTimeMillis() - Long.parseLong(((JobLine.Log) line).text())));
            } catch (ProblemException | InterruptedException e) {
                delay.completeExceptionally(e);
            }
        });
        Files.writeString(go, "");
        assertThat(delay.get()).isLessThan(1000);
    }

    @Test
    void secrets_reach_the_job_and_no_file() throws Exception {
        String secret = "s3cret-\u6e29-" + Nonce.random();
        Script script = Script.named("test").part("IFS= read -r -d '' secret <&9 || :; printf '%s' \"${#secret}\"\n"
                + "[[ $secret == *s3cret* ]] && echo ' has it'; tr '\\0' '\\n' </proc/$$/environ")
                .payload(to -> to.write(secret.getBytes(StandardCharsets.UTF_8))).build();
        JobId id = jobs.start("test/apply", NONCE, script);
        Followed followed = follow(jobs, id, 0);
        assertThat(followed.lines()).first().isEqualTo(secret.getBytes(StandardCharsets.UTF_8).length + " has it");
        assertThat(followed.lines()).noneMatch(line -> line.contains(secret));
        try (Stream<Path> files = Files.walk(root)) {
            for (Path path : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(path)).as(path.toString()).doesNotContain("s3cret-");
            }
        }
    }

    @Test
    void a_job_that_does_not_read_its_secrets_ends_as_well() throws Exception {
        byte[] many = new byte[JobPayload.MOST_SECRET_BYTES];
        Script script = Script.named("test").part("echo ran").payload(to -> to.write(many)).build();
        assertThat(follow(jobs, jobs.start("test/apply", NONCE, script), 0).lines()).containsExactly("ran");
        Script tooMany = Script.named("test").part("echo ran").payload(to -> {
            to.write(many);
            to.write(1);
        }).build();
        assertThatThrownBy(() -> jobs.start("test/apply", NONCE, tooMany)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void names_that_are_hard_on_a_shell_come_back_as_they_were() throws Exception {
        HostJobs odd = new HostJobs(host, "O'Neil $(touch x) \"温\"\t\n`id`@a b");
        JobId id = odd.start("gpu/apply '; rm -rf \\", NONCE, script("exit 0"));
        follow(odd, id, 0);
        assertThat(info(id).owner()).isEqualTo("O'Neil $(touch x) \"温\"  `id`@a b");
        assertThat(info(id).name()).isEqualTo("gpu/apply '; rm -rf \\");
    }

    @Test
    void another_start_is_refused_and_told_who_holds_the_lock() throws Exception {
        JobId id = start("sleep 1000");
        HostJobs other = new HostJobs(new LocalHost(root, "other@host"), "other@desk");
        assertThatThrownBy(() -> other.start("net/apply", NONCE, script("echo")))
                .isInstanceOfSatisfying(JobLockedException.class, locked -> {
                    assertThat(locked.holder().id()).isEqualTo(id);
                    assertThat(locked.holder().owner()).isEqualTo("admin@laptop");
                    assertThat(locked.holder().state()).isEqualTo(JobInfo.State.RUNNING);
                });
        assertThat(jobs.list()).hasSize(1);
    }

    @Test
    void jobs_of_different_scopes_run_side_by_side_one_of_each() throws Exception {
        LockScope guest = new LockScope("rootfs");
        JobId shared = start("sleep 1000");
        JobId build = jobs.start("rootfs/apply", guest, NONCE, script("trap 'exit 1' TERM; sleep 1000 & wait"));
        assertThat(jobs.list()).extracting(JobInfo::state).containsOnly(JobInfo.State.RUNNING).hasSize(2);
        assertThat(jobs.list()).extracting(JobInfo::scope).containsExactly(guest, LockScope.HOST);
        HostJobs other = new HostJobs(new LocalHost(root, "other@host"), "other@desk");
        assertThatThrownBy(() -> other.start("rootfs/undo", guest, NONCE, script("echo")))
                .isInstanceOfSatisfying(JobLockedException.class, locked -> {
                    assertThat(locked.holder().id()).isEqualTo(build);
                    assertThat(locked.holder().scope()).isEqualTo(guest);
                });
        jobs.cancel(build);
        assertThat(info(shared).state()).as("the other one's business").isEqualTo(JobInfo.State.RUNNING);
        JobId next = other.start("rootfs/apply", guest, NONCE, script("echo next"));
        assertThat(follow(other, next, 0).lines()).containsExactly("next");
    }

    @Test
    void what_a_killed_runner_left_holds_its_own_scope_only() throws Exception {
        LockScope guest = new LockScope("rootfs");
        JobId id = jobs.start("rootfs/apply", guest, NONCE, script("echo $$ >\"$KATAGPU_ROOT/main\"; sleep 1000"));
        awaitFile(file("main"));
        signal("KILL", Long.toString(runner(id)));
        Await.until("it is gone", () -> info(id).state() == JobInfo.State.VANISHED);
        assertThat(follow(jobs, start("echo other"), 0).lines()).containsExactly("other");
        assertThatThrownBy(() -> jobs.start("rootfs/apply", guest, NONCE, script("echo")))
                .isInstanceOf(JobLockedException.class);
    }

    @Test
    void jobs_follow_each_other_without_waiting() throws Exception {
        for (int i = 0; i < 5; i++) {
            String text = "run " + i;
            assertThat(follow(jobs, start("echo '" + text + "'"), 0).lines()).containsExactly(text);
        }
        assertThat(jobs.list()).hasSize(5).isSortedAccordingTo((a, b) -> b.started().compareTo(a.started()));
    }

    @Test
    void a_daemon_left_behind_does_not_hold_the_lock_nor_the_log() throws Exception {
        JobId id = start("(setsid sleep 1000 & echo $! >\"$KATAGPU_ROOT/daemon\")\necho done");
        try {
            assertThat(follow(jobs, id, 0).end()).isEqualTo(new JobEnd.Exited(0));
            assertThat(lives(file("daemon"))).isTrue();
            assertThat(follow(jobs, start("echo next"), 0).lines()).containsExactly("next");
        } finally {
            signal("KILL", Files.readString(file("daemon")).strip());
        }
    }

    @Test
    void a_stale_holder_does_not_block() throws Exception {
        JobId id = start("sleep 1000");
        signal("KILL", "-" + runner(id));
        Await.until("it is gone", () -> info(id).state() == JobInfo.State.VANISHED);
        assertThat(follow(jobs, start("echo next"), 0).lines()).containsExactly("next");
    }

    @Test
    void what_a_killed_runner_left_running_still_holds_the_lock_until_cancelled() throws Exception {
        JobId id = start("echo $$ >\"$KATAGPU_ROOT/main\"; sleep 1000");
        awaitFile(file("main"));
        signal("KILL", Long.toString(runner(id)));
        Await.until("it is gone", () -> info(id).state() == JobInfo.State.VANISHED);
        assertThatThrownBy(() -> start("echo")).isInstanceOfSatisfying(JobLockedException.class,
                locked -> assertThat(locked.holder().state()).isEqualTo(JobInfo.State.VANISHED));
        jobs.cancel(id);
        assertThat(lives(file("main"))).isFalse();
        assertThat(follow(jobs, start("echo next"), 0).lines()).containsExactly("next");
    }

    @Test
    void cancel_runs_the_traps_and_ends_the_whole_tree() throws Exception {
        // The stubborn process makes it wait the whole grace; a busy machine needs some for the traps.
        jobs = new HostJobs(host, "admin@laptop", Duration.ofSeconds(6));
        JobId id = start("""
                trap 'sleep 0.1; echo cleaned >"$KATAGPU_ROOT/cleaned"; exit 9' TERM
                setsid bash -c 'echo $$ >"$KATAGPU_ROOT/session"; exec sleep 1000' &
                setsid setsid bash -c 'trap "" TERM; echo $$ >"$KATAGPU_ROOT/stubborn"; while :; do sleep 0.01; done' &
                (setsid bash -c 'exec 9>&-; echo $$ >"$KATAGPU_ROOT/orphan"; exec sleep 1000' &)
                echo started
                wait
                """);
        CompletableFuture<Followed> followed = following(id);
        for (String name : List.of("session", "stubborn", "orphan")) {
            awaitFile(file(name));
        }
        jobs.cancel(id);
        for (String name : List.of("session", "stubborn", "orphan")) {
            assertThat(lives(file(name))).as(name).isFalse();
        }
        assertThat(file("cleaned")).hasContent("cleaned");
        assertThat(followed.get().end()).isEqualTo(new JobEnd.Cancelled(9));
        assertThat(followed.get().lines()).first().isEqualTo("started");
        jobs.cancel(id);
        assertThat(follow(jobs, start("echo next"), 0).lines()).containsExactly("next");
    }

    @Test
    void cancel_ends_a_stopped_child() throws Exception {
        JobId id = start("""
                bash -c 'trap "echo told >\\"$KATAGPU_ROOT/told\\"; exit" TERM; echo $$ >"$KATAGPU_ROOT/child"
                  while :; do sleep 0.01; done'
                """);
        awaitFile(file("child"));
        signal("STOP", Files.readString(file("child")).strip());
        jobs.cancel(id);
        assertThat(lives(file("child"))).isFalse();
        assertThat(file("told")).hasContent("told");
        assertThat(info(id).state()).isEqualTo(JobInfo.State.ENDED);
    }

    @Test
    void a_cancel_whose_link_is_lost_is_seen_through() throws Exception {
        JobId id = start(
                "trap 'echo once >>\"$KATAGPU_ROOT/traps\"; sleep 0.2; exit 1' TERM; echo up; sleep 1000 & wait");
        CompletableFuture<Followed> followed = following(id);
        Await.until("it is up", () -> Files.size(folder(id).resolve("log")) > 0);
        host.loseAtOutput("job/cancel", 0);
        jobs.cancel(id);
        assertThat(host.losses()).isEqualTo(1);
        assertThat(followed.get().end()).isEqualTo(new JobEnd.Cancelled(1));
        assertThat(file("traps")).hasContent("once");
    }

    @Test
    void a_new_app_reattaches_at_an_offset_told_before() throws Exception {
        JobId id = start("for i in {1..2000}; do echo \"line $i\"; done");
        Followed all = follow(jobs, id, 0);
        assertThat(all.lines()).hasSize(2000);
        List<Long> offsets = new ArrayList<>();
        jobs.follow(id, 0, (line, offset) -> offsets.add(offset));
        HostJobs later = new HostJobs(new LocalHost(root), "admin@laptop");
        for (int told : new int[]{0, 1, 999, 1998}) {
            assertThat(follow(later, id, offsets.get(told)).lines())
                    .isEqualTo(all.lines().subList(told + 1, 2000));
        }
        Followed none = follow(later, id, all.offset());
        assertThat(none.lines()).isEmpty();
        assertThat(none.end()).isEqualTo(new JobEnd.Exited(0));
    }

    @Test
    void a_running_job_is_told_exactly_once_over_many_lost_links() throws Exception {
        int lines = 20_000;
        JobId id = start("for ((i = 1; i <= " + lines + "; i++)); do echo \"numbered line $i 温\"; done; exit 3");
        host.loseAtOutput("job/follow", 0, 1, 37, 80, 4096, 50_000, 65_536, 100_001);
        List<String> told = new ArrayList<>();
        JobEnd end = jobs.follow(id, 0, (line, offset) -> told.add(((JobLine.Log) line).text()));
        assertThat(end).isEqualTo(new JobEnd.Exited(3));
        assertThat(host.losses()).isEqualTo(8);
        assertThat(told).isEqualTo(IntStream.rangeClosed(1, lines).mapToObj(i -> "numbered line " + i + " 温").toList());
    }

    @Test
    void a_link_lost_anywhere_in_a_stream_loses_and_doubles_nothing() throws Exception {
        JobId id = start(
                "printf 'one\\n10%%\\r20%%\\rtwo 温度\\r\\n\\036x\\n\\036katagpu %s state {}\\nlast' \"$KATAGPU_NONCE\"");
        Followed whole = follow(jobs, id, 0);
        assertThat(whole.lines()).containsExactly("one", "two 温度", "\u001ex", "Control[kind=STATE, body={}]", "last");
        long stream = Files.size(folder(id).resolve("log")) + 160;
        for (long at = 0; at < stream; at += 11) {
            host.loseAtOutput("job/follow", at);
            List<String> told = new ArrayList<>();
            JobEnd end = jobs.follow(id, 0, (line, offset) -> {
                if (line instanceof JobLine.Log(String text, boolean replaces)) {
                    if (replaces) {
                        told.removeLast();
                    }
                    told.add(text);
                } else {
                    told.add(line.toString());
                }
            });
            assertThat(end).isEqualTo(new JobEnd.Exited(0));
            assertThat(told).as("lost at byte %d", at).isEqualTo(whole.lines());
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.2, 0.5, 0.9, 0.999, 1})
    void a_start_whose_link_is_lost_on_the_way_there_runs_once(double part) throws Exception {
        Script script = script("echo ran >>\"$KATAGPU_ROOT/ran\"; echo ran");
        Script start = JobScripts.named("start", Nonce.random(), Map.of("JOB_RUNNER", JobScripts.runner()),
                to -> {});
        long all = start.text().length() + 400 + script.text().length();
        host.loseAtInput("job/start", (long) (part * all));
        JobId id = jobs.start("test/apply", NONCE, script);
        if (host.losses() > 0) {
            host.deliverHeld();
        }
        assertThat(follow(jobs, id, 0).lines()).containsExactly("ran");
        assertThat(file("ran")).hasContent("ran");
        assertThat(jobs.list()).hasSize(1);
    }

    @Test
    void a_start_whose_answer_is_lost_runs_once() throws Exception {
        for (int bytes = 0; bytes < 40; bytes += 13) {
            Files.deleteIfExists(file("ran"));
            host.loseAtOutput("job/start", bytes);
            JobId id = start("echo ran >>\"$KATAGPU_ROOT/ran\"");
            assertThat(follow(jobs, id, 0).end()).isEqualTo(new JobEnd.Exited(0));
            assertThat(file("ran")).hasContent("ran");
        }
        assertThat(host.losses()).isEqualTo(4);
    }

    @Test
    void a_start_lost_and_asked_about_over_a_lost_link_runs_once() throws Exception {
        host.loseAtInput("job/start", 3000);
        host.loseAtOutput("job/claim", 0);
        JobId id = start("echo ran >>\"$KATAGPU_ROOT/ran\"");
        host.deliverHeld();
        assertThat(follow(jobs, id, 0).end()).isEqualTo(new JobEnd.Exited(0));
        assertThat(file("ran")).hasContent("ran");
    }

    @Test
    void a_job_from_before_a_restart_of_the_host_has_vanished() throws Exception {
        JobId id = start("echo before; sleep 1000");
        Await.until("it printed", () -> Files.size(folder(id).resolve("log")) == 7);
        Path pid = folder(id).resolve("pid");
        String now = Files.readString(pid);
        String[] words = now.split(" ");
        Files.writeString(pid, words[0] + " " + words[1] + " 00000000-0000-0000-0000-000000000000 -\n");
        Followed followed = follow(jobs, id, 0);
        assertThat(followed.end()).isEqualTo(new JobEnd.Vanished());
        assertThat(followed.lines()).containsExactly("before");
        assertThat(info(id).state()).isEqualTo(JobInfo.State.VANISHED);
        Files.writeString(pid, now);
    }

    @Test
    void a_reused_pid_is_not_taken_for_the_job() throws Exception {
        JobId id = start("exit 0");
        follow(jobs, id, 0);
        Files.delete(folder(id).resolve("exit"));
        String[] words = Files.readString(folder(id).resolve("pid")).split(" ");
        long self = ProcessHandle.current().pid();
        Files.writeString(folder(id).resolve("pid"), self + " " + words[1] + " " + words[2] + " -\n");
        assertThat(info(id).state()).isEqualTo(JobInfo.State.VANISHED);
        jobs.cancel(id);
        assertThat(follow(jobs, id, 0).end()).isInstanceOf(JobEnd.Cancelled.class);
    }

    @Test
    void a_job_killed_from_outside_while_followed_has_vanished() throws Exception {
        JobId id = start("echo up; sleep 1000");
        CompletableFuture<Followed> followed = following(id);
        Await.until("it is up", () -> Files.size(folder(id).resolve("log")) > 0);
        signal("KILL", "-" + runner(id));
        assertThat(followed.get().end()).isEqualTo(new JobEnd.Vanished());
        assertThat(followed.get().lines()).containsExactly("up");
    }

    @Test
    void prune_keeps_the_newest_and_the_running() throws Exception {
        List<JobId> ended = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            ended.add(start("exit 0"));
            follow(jobs, ended.getLast(), 0);
        }
        JobId running = start("sleep 1000");
        jobs.prune(2);
        assertThat(jobs.list()).extracting(JobInfo::id).containsExactly(running, ended.get(3), ended.get(2));
        jobs.prune(0);
        assertThat(jobs.list()).extracting(JobInfo::id).containsExactly(running);
        assertThatThrownBy(() -> jobs.follow(ended.getFirst(), 0, (line, offset) -> {}))
                .isInstanceOfSatisfying(ProblemException.class,
                        gone -> assertThat(gone.problem().what().key()).isEqualTo("job.missing"));
    }

    @Test
    void an_unknown_job_is_told_so() throws Exception {
        assertThat(jobs.list()).isEmpty();
        jobs.prune(0);
        assertThatThrownBy(() -> jobs.cancel(new JobId("none"))).isInstanceOf(ProblemException.class);
    }

    @Test
    void an_interrupt_ends_following_but_not_the_job() throws Exception {
        JobId id = start("echo up; sleep 1000");
        CompletableFuture<Optional<Exception>> ended = new CompletableFuture<>();
        Thread follower = Thread.ofVirtual().start(() -> {
            try {
                jobs.follow(id, 0, (line, offset) -> {});
                ended.complete(Optional.empty());
            } catch (ProblemException | InterruptedException e) {
                ended.complete(Optional.of(e));
            }
        });
        Await.until("it is up", () -> Files.size(folder(id).resolve("log")) > 0);
        follower.interrupt();
        assertThat(ended.get()).get().isInstanceOf(InterruptedException.class);
        assertThat(info(id).state()).isEqualTo(JobInfo.State.RUNNING);
    }
}
