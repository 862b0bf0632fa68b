package org.katagpu.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.Host;
import org.katagpu.remote.Payload;
import org.katagpu.remote.Script;

/** Job folders that are not as they were written, and starts that do not arrive whole. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JobFoldersTest extends AbstractJobsTest {
    private static final String BOOT = "6f3b9a52-6e0d-4d52-9a1c-7a5c0d1b2e3f";

    private Path folder(String id, String meta, String pid, String exit) throws Exception {
        Path folder = Files.createDirectories(root.resolve("var/lib/katagpu/jobs").resolve(id));
        Files.writeString(folder.resolve("meta"), meta);
        Files.writeString(folder.resolve("pid"), pid);
        Files.writeString(folder.resolve("log"), "");
        if (!exit.isEmpty()) {
            Files.writeString(folder.resolve("exit"), exit);
        }
        return folder;
    }

    private static String meta(String name, String started, String scope) {
        return String.join("\n", name, "admin@laptop", "nonce", started, scope) + "\n";
    }

    @Test
    void oneBrokenFolderHidesNoOtherJob() throws Exception {
        Path mark = root.resolve("ran");
        folder("good", meta("gpu/apply", "1700000000000", "host"), "4242 77 " + BOOT + " -\n", "0 0\n");
        folder("empty", "", "", "");
        folder("no-time", meta("gpu/apply", "", "host"), "4242 77 " + BOOT + " -\n", "0 0\n");
        folder("command", meta("gpu/apply", "a[$(touch " + mark + ")]", "host"), "4242 77 " + BOOT + " -\n", "0 0\n");
        folder("pid-command", meta("gpu/apply", "1", "host"), "a[$(touch " + mark + ")] 77 " + BOOT + " -\n", "");
        folder("tabs", meta("gpu\tapply\tx", "1700000000000", "host"), "4242 77 " + BOOT + " -\n", "0 0\n");
        folder("scope", meta("gpu/apply", "1700000000000", "../x"), "4242 77 " + BOOT + " -\n", "0 0\n");
        folder("exit", meta("gpu/undo", "1700000000001", "host"), "4242 77 " + BOOT + " -\n",
                "x[$(touch " + mark + ")] -\n");
        Files.createDirectories(root.resolve("var/lib/katagpu/jobs/not a job"));
        assertThat(jobs.list()).extracting(job -> job.id().value()).containsExactly("exit", "good");
        assertThat(jobs.list().getFirst().state()).isEqualTo(JobInfo.State.VANISHED);
        assertThat(mark).doesNotExist();
    }

    /** A signal to the group of process 1, or to 0 or -1, would end everybody's processes. */
    @Test
    void aPidThatIsNoJobsIsNeverSignalled() throws Exception {
        for (String pid : new String[]{"1", "0", "-1", "00", "1 ", "4294967296999"}) {
            folder("strange", meta("gpu/apply", "1700000000000", "host"), pid + " 77 " + BOOT + " -\n", "");
            assertThat(jobs.list()).as(pid).isEmpty();
            assertThatThrownBy(() -> jobs.cancel(new JobId("strange"))).isInstanceOfSatisfying(ProblemException.class,
                    e -> assertThat(e.problem().what().key()).isEqualTo("job.missing"));
        }
    }

    @Test
    void oldJobsAreRemovedAsNewOnesStart() throws Exception {
        for (int i = 0; i < 85; i++) {
            folder("old-" + i, meta("gpu/apply", "17000000" + (10000 + i), "host"), "4242 77 " + BOOT + " -\n",
                    "0 0\n");
        }
        JobId started = jobs.start("gpu/apply", "nonce", Script.named("test").part("echo done").build());
        jobs.follow(started, 0, (line, offset) -> {});
        try (Stream<Path> left = Files.list(root.resolve("var/lib/katagpu/jobs"))) {
            assertThat(left.map(one -> one.getFileName().toString()).toList()).contains(started.value(), "old-84")
                    .doesNotContain("old-0").hasSizeBetween(60, 62);
        }
    }

    /** A host whose first starts lose what should follow the script. */
    private Host losing(int starts) {
        AtomicInteger left = new AtomicInteger(starts);
        return (Host) Proxy.newProxyInstance(Host.class.getClassLoader(), new Class<?>[]{Host.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("run") && arguments[0] instanceof Script script
                            && script.name().equals("job/start") && left.getAndDecrement() > 0) {
                        arguments[0] = new Script(script.name(), script.text(), script.elevated(), Payload.NONE,
                                script.limit());
                    }
                    try {
                        return method.invoke(host, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void aStartThatDoesNotArriveWholeIsMadeAgain() throws Exception {
        Jobs lossy = new HostJobs(losing(2), "admin@laptop");
        JobId id = lossy.start("gpu/apply", "nonce", Script.named("test").part("echo done").build());
        assertThat(lossy.follow(id, 0, (line, offset) -> {})).isEqualTo(new JobEnd.Exited(0));
    }

    @Test
    void aStartThatNeverArrivesWholeIsSaidWithWhatWasSeen() throws Exception {
        Jobs lossy = new HostJobs(losing(9), "admin@laptop");
        assertThatThrownBy(() -> lossy.start("gpu/apply", "nonce", Script.named("test").part("echo done").build()))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.problem().what().key()).isEqualTo("job.incomplete");
                    assertThat(e.problem().lastLines()).isNotEmpty();
                });
        assertThat(jobs.list()).isEmpty();
    }

    /** What fails in our own scripts says where, not only with which status. */
    @Test
    void aScriptThatLooksAfterJobsNeverFailsWithoutAWord() throws Exception {
        Files.createDirectories(root.resolve("var/lib"));
        Files.writeString(root.resolve("var/lib/katagpu"), "a file in the way");
        assertThatThrownBy(() -> jobs.start("gpu/apply", "nonce", Script.named("test").part("echo done").build()))
                .isInstanceOfSatisfying(ProblemException.class,
                        e -> assertThat(String.join("\n", e.problem().lastLines()))
                                .contains("line ").contains("status 1"));
    }
}
