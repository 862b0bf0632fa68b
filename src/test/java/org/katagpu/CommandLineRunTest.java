package org.katagpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.katagpu.cli.ExitCode;
import org.katagpu.job.HostJobs;
import org.katagpu.job.JobInfo;
import org.katagpu.message.Messages;
import org.katagpu.remote.Host;
import org.katagpu.setup.Action;
import org.katagpu.setup.Plan;
import org.katagpu.setup.StageRun;
import org.katagpu.setup.StageRunner;
import org.katagpu.setup.StageScripts;
import org.katagpu.setup.gpu.GpuChoice;
import org.katagpu.setup.gpu.GpuStage;

/** Shown, asked, done, read back, followed from elsewhere, taken back: on the practice host, by real SSH. */
class CommandLineRunTest extends AbstractCommandLineTest {
    private static final String GPU = "0000:3b:00.0";

    @BeforeEach
    void plan() throws Exception {
        assertThat(line.run("plan", "set", "practice", "gpu.devices=" + GPU)).isEqualTo(ExitCode.DONE);
    }

    private ExitCode on(String command, String... more) {
        String[] all = new String[more.length + 4];
        all[0] = command;
        all[1] = "practice";
        System.arraycopy(more, 0, all, 2, more.length);
        all[more.length + 2] = "--password-file";
        all[more.length + 3] = password;
        return line.run(all);
    }

    @Test
    void fromShownToDoneAndBack() throws Exception {
        assertThat(on("diff", "gpu")).as(line.both()).isEqualTo(ExitCode.DONE);
        assertThat(line.out()).contains("GPUs: to do", "• ", GPU, "Steps with something to do: 1");
        line.answers(Optional.of("no"));
        assertThat(on("apply", "gpu")).isEqualTo(ExitCode.BLOCKED);
        assertThat(line.out()).contains("Nothing was changed.");
        line.answers(Optional.of("yes"));
        assertThat(on("apply", "gpu")).as(line.both()).isEqualTo(ExitCode.DONE);
        assertThat(line.out()).contains("GPUs | == 1 ", "GPUs: done");
        assertThat(on("apply", "gpu", "--yes")).isEqualTo(ExitCode.DONE);
        assertThat(line.out()).contains("Nothing is left to do.");
        assertThat(on("status", "--json")).isEqualTo(ExitCode.DONE);
        assertThat(line.json().path("jobs").get(0).path("name").asText()).isEqualTo("gpu/apply");
        assertThat(line.json().path("runs")).as("an ended run is put away").isEmpty();
        assertThat(on("undo", "gpu", "--yes", "--json")).as(line.both()).isEqualTo(ExitCode.DONE);
        assertThat(line.json().path("run").get(0).path("progress").asText()).isEqualTo("done");
        assertThat(on("undo", "gpu", "--yes")).isEqualTo(ExitCode.DONE);
        assertThat(line.out()).contains("There is nothing to take back.");
    }

    @Test
    void aStepNothingIsChosenForIsUsage() {
        assertThat(on("apply", "rootfs")).isEqualTo(ExitCode.USAGE);
        assertThat(line.err()).contains("Nothing is chosen for rootfs");
        assertThat(on("apply", "gpus")).isEqualTo(ExitCode.USAGE);
        assertThat(line.err()).contains("There is no step called gpus");
    }

    /** As a window does it: the same jobs, whoever follows them. */
    @Test
    void aJobBegunElsewhereIsFollowedHere() throws Exception {
        assertThat(on("logs")).as("none yet").isEqualTo(ExitCode.FAILED);
        try (Host host = line.connect("practice", practice.questions())) {
            StageRunner elsewhere = new StageRunner(host, new HostJobs(host, "colleague@desk"), new StageScripts(),
                    new Messages(Locale.ENGLISH));
            StageRun run = elsewhere.start(new GpuStage(), Action.APPLY,
                    Plan.EMPTY.withGpu(new GpuChoice(List.of(GPU), false)));
            assertThat(on("logs", "--follow")).as(line.both()).isEqualTo(ExitCode.DONE);
            assertThat(line.out()).contains("GPUs | == 1 ");
            assertThat(elsewhere.jobs()).singleElement().satisfies(job -> {
                assertThat(job.id()).isEqualTo(run.job());
                assertThat(job.state()).isEqualTo(JobInfo.State.ENDED);
            });
            assertThat(on("logs", "gpu", "--json")).isEqualTo(ExitCode.DONE);
            assertThat(line.json().path("outcome").asText()).isEqualTo("done");
        }
    }
}
