package org.katagpu.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.katagpu.remote.Host;
import org.katagpu.remote.Script;
import org.katagpu.remote.ssh.RealSshd;
import org.katagpu.remote.ssh.TestUser;

/** Jobs as root by each kind of sudo, with the whole connection closed in between. */
@Tag("real")
@Tag("accounts")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JobsOverSudoRealTest {
    private static final String PASSWORD = "p4ss w0rd";
    private static final String KEEP = "Defaults:USER env_keep += \"KATAGPU_ROOT\"\n";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"USER ALL=(ALL) NOPASSWD: ALL", "USER ALL=(ALL) ALL",
        "Defaults:USER requiretty\nUSER ALL=(ALL) ALL", "Defaults:USER use_pty\nUSER ALL=(ALL) NOPASSWD: ALL"})
    void a_job_outlives_the_connection_that_started_it(String sudoers) throws Exception {
        Path root = folder.resolve("root");
        try (RealSshd sshd = RealSshd.start(Map.of("SetEnv", "KATAGPU_ROOT=" + root))) {
            TestUser user = sshd.user(PASSWORD).sudoers(KEEP + sudoers);
            JobId id;
            try (Host host = sshd.connect(user, sshd.port(), folder)) {
                id = new HostJobs(host, "first").start("test/apply", Nonce.random(), Script.named("test")
                        .part("IFS= read -r -u 9 secret; echo \"${#secret}\"; seq 20000\n"
                                + "until [[ -e $KATAGPU_ROOT/go ]]; do sleep 0.05; done; seq 20001 40000; id -u")
                        .payload(to -> to.write("tøp sécret\n".getBytes(StandardCharsets.UTF_8))).build());
            }
            Await.until("every session has ended", () -> sshd.sessions().isEmpty());
            try (Host host = sshd.connect(user, sshd.port(), folder)) {
                HostJobs jobs = new HostJobs(host, "second");
                List<String> lines = new ArrayList<>();
                CompletableFuture<JobEnd> end = new CompletableFuture<>();
                Thread.ofVirtual().start(() -> {
                    try {
                        end.complete(jobs.follow(id, 0, (line, offset) -> lines.add(((JobLine.Log) line).text())));
                    } catch (Exception e) {
                        end.completeExceptionally(e);
                    }
                });
                Await.until("the first half is told", () -> lines.size() == 20_001);
                Files.writeString(root.resolve("go"), "");
                assertThat(end.get(30, TimeUnit.SECONDS)).isEqualTo(new JobEnd.Exited(0));
                assertThat(lines.getFirst()).isEqualTo("12");
                assertThat(lines.getLast()).isEqualTo("0");
                assertThat(lines.subList(1, 40_001))
                        .isEqualTo(IntStream.rangeClosed(1, 40_000).mapToObj(Integer::toString).toList());

                JobId endless = jobs.start("test/undo", Nonce.random(), Script.named("test")
                        .part("trap 'echo cleaned; exit 4' TERM; sleep 1000 & wait").build());
                jobs.cancel(endless);
                assertThat(jobs.follow(endless, 0, (line, offset) -> {})).isEqualTo(new JobEnd.Cancelled(4));
            }
        }
    }
}
