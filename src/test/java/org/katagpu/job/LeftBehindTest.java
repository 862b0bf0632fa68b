package org.katagpu.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.katagpu.remote.Script;

/** What goes on of a job whose runner was killed: it is not told as over while it changes the host. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LeftBehindTest extends AbstractJobsTest {
    private JobId orphaned() throws Exception {
        JobId id = jobs.start("gpu/apply", LockScope.HOST, "nonce", Script.named("gpu/apply")
                .part("echo up\nuntil [[ -e $KATAGPU_ROOT/go ]]; do sleep 0.02; done\necho over\n").build());
        Path folder = root.resolve("var/lib/katagpu/jobs").resolve(id.value());
        Await.until("it is up", () -> Files.size(folder.resolve("log")) > 0);
        String runner = Files.readString(folder.resolve("pid")).split(" ")[0];
        assertThat(new ProcessBuilder("kill", "-KILL", runner).start().waitFor()).isZero();
        Await.until("its runner is gone", () -> jobs.list().getFirst().state() == JobInfo.State.VANISHED);
        return id;
    }

    private CompletableFuture<JobEnd> following(JobId id, List<String> lines) {
        CompletableFuture<JobEnd> end = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                end.complete(jobs.follow(id, 0, (line, offset) -> lines.add(((JobLine.Log) line).text())));
            } catch (Exception e) {
                end.completeExceptionally(e);
            }
        });
        return end;
    }

    @Test
    void itIsFollowedToItsEnd() throws Exception {
        List<String> lines = new ArrayList<>();
        CompletableFuture<JobEnd> end = following(orphaned(), lines);
        assertThat(end.completeOnTimeout(null, 500, TimeUnit.MILLISECONDS).get()).as("not over yet").isNull();
        List<String> again = new ArrayList<>();
        CompletableFuture<JobEnd> last = following(jobs.list().getFirst().id(), again);
        Files.createFile(root.resolve("go"));
        assertThat(last.get()).isEqualTo(new JobEnd.Vanished());
        assertThat(again).containsExactly("up", "over");
    }

    @Test
    void itCanBeCancelled() throws Exception {
        JobId id = orphaned();
        CompletableFuture<JobEnd> end = following(id, new ArrayList<>());
        jobs.cancel(id);
        assertThat(end.get()).isInstanceOf(JobEnd.Cancelled.class);
    }
}
