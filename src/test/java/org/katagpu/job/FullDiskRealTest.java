package org.katagpu.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.LocalHost;
import org.katagpu.remote.Script;

/** Jobs on a disk of half a megabyte, a mount of its own. */
@Tag("real")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FullDiskRealTest {
    @TempDir
    private Path root;
    private Path disk;
    private LocalHost host;
    private HostJobs jobs;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectories(root.resolve("var/lib/katagpu"));
        command("mount", "-t", "tmpfs", "-o", "size=512k", "none", disk.toString());
        host = new LocalHost(root);
        jobs = new HostJobs(host, "admin@laptop");
    }

    @AfterEach
    void unmount() throws Exception {
        host.close();
        command("umount", disk.toString());
    }

    private static void command(String... words) throws Exception {
        assertThat(new ProcessBuilder(words).inheritIO().start().waitFor()).isZero();
    }

    private static Script script(String body) {
        return Script.named("test").part(body).build();
    }

    @Test
    void a_job_that_fills_the_disk_with_its_log_still_tells_how_it_ended() throws Exception {
        JobId id = jobs.start("test/apply", Nonce.random(),
                script("echo first; head -c 2000000 /dev/zero | tr '\\0' '\\n' || exit 5"));
        List<String> lines = new ArrayList<>();
        JobEnd end = jobs.follow(id, 0, (line, offset) -> lines.add(((JobLine.Log) line).text()));
        assertThat(end).isEqualTo(new JobEnd.Exited(5));
        assertThat(lines).first().isEqualTo("first");
        assertThat(jobs.list()).hasSize(1);
        jobs.prune(0);
        assertThat(jobs.list()).isEmpty();
    }

    @Test
    void a_job_on_a_full_disk_can_be_cancelled() throws Exception {
        JobId id = jobs.start("test/apply", Nonce.random(),
                script("head -c 2000000 /dev/zero || :\nsleep 1000"));
        Await.until("the disk is full", () -> disk.toFile().getUsableSpace() == 0);
        jobs.cancel(id);
        assertThat(jobs.list()).first().satisfies(job -> assertThat(job.exit()).hasValue(143));
    }

    @Test
    void a_start_on_a_full_disk_is_refused_with_the_reason() throws Exception {
        try {
            Files.write(disk.resolve("filler"), new byte[1 << 20]);
        } catch (java.io.IOException full) {
            assertThat(disk.toFile().getUsableSpace()).isZero();
        }
        assertThatThrownBy(() -> jobs.start("test/apply", Nonce.random(), script("echo")))
                .isInstanceOfSatisfying(ProblemException.class, refused -> assertThat(refused.problem().lastLines())
                        .anyMatch(line -> line.contains("No space left")));
        Files.delete(disk.resolve("filler"));
        assertThat(jobs.list()).isEmpty();
    }

    @Test
    void a_systemd_that_makes_no_scope_is_done_without() throws Exception {
        Files.createDirectories(root.resolve("run/systemd/system"));
        JobId id = jobs.start("test/apply", Nonce.random(), script("echo ran"));
        List<JobLine> lines = new ArrayList<>();
        assertThat(jobs.follow(id, 0, (line, offset) -> lines.add(line))).isEqualTo(new JobEnd.Exited(0));
        assertThat(lines).containsExactly(new JobLine.Log("ran", false));
    }
}
