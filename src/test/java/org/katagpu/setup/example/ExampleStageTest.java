package org.katagpu.setup.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.job.HostJobs;
import org.katagpu.message.Messages;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.remote.LocalHost;
import org.katagpu.setup.Action;
import org.katagpu.setup.Change;
import org.katagpu.setup.Finding;
import org.katagpu.setup.Plan;
import org.katagpu.setup.Stage;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageRunner;
import org.katagpu.setup.StageScripts;
import org.katagpu.setup.StageState;
import org.katagpu.setup.Stages;
import org.katagpu.setup.run.Progress;
import org.katagpu.setup.run.RunEngine;
import org.katagpu.setup.run.RunState;
import org.katagpu.setup.run.RunWork;

/** A stage that is its room and its line in the list goes through check, apply, preview, undo and a run as all do. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExampleStageTest {
    @TempDir
    private Path root;
    private final Stage example = new ExampleStage();
    private LocalHost host;
    private StageRunner runner;

    @BeforeEach
    void connect() throws Exception {
        Files.createDirectories(root.resolve("etc"));
        host = new LocalHost(root);
        runner = new StageRunner(host, new HostJobs(host, "admin@laptop"), new StageScripts(),
                new Messages(Locale.ENGLISH));
    }

    @AfterEach
    void disconnect() {
        host.close();
    }

    private Path greeting() {
        return root.resolve("etc/katagpu-example");
    }

    private StageReport act(Action action) throws Exception {
        StageEvent.Ended ended = runner.follow(runner.start(example, action, Plan.EMPTY), 0, (event, offset) -> {});
        assertThat(ended.problem()).isEmpty();
        return ended.report();
    }

    @Test
    void itIsCheckedDoneReadBackAndTakenBack() throws Exception {
        StageReport before = runner.check(example, Plan.EMPTY);
        assertThat(before.state()).isEqualTo(StageState.NEEDED);
        assertThat(before.changes()).extracting(Change::what)
                .containsExactly(Text.of("example.change.write", "/etc/katagpu-example", "hello"));
        assertThat(greeting()).doesNotExist();
        assertThat(act(Action.APPLY).changes()).extracting(Change::done).containsExactly(true);
        assertThat(greeting()).hasContent("hello");
        assertThat(runner.check(example, Plan.EMPTY).state()).isEqualTo(StageState.DONE);
        assertThat(runner.preview(example, Plan.EMPTY).state()).isEqualTo(StageState.NEEDED);
        assertThat(greeting()).hasContent("hello");
        assertThat(act(Action.UNDO).changes()).hasSize(1);
        assertThat(greeting()).doesNotExist();
        assertThat(runner.preview(example, Plan.EMPTY).state()).isEqualTo(StageState.DONE);
    }

    @Test
    void whatStandsAgainstItIsSaidInBothLanguages() throws Exception {
        Files.writeString(greeting(), "mine\n");
        StageReport report = runner.check(example, Plan.EMPTY);
        assertThat(report.state()).isEqualTo(StageState.BLOCKED);
        Finding taken = report.findings().getFirst();
        assertThat(new Messages(Locale.ENGLISH).get(taken.what()))
                .isEqualTo("/etc/katagpu-example is somebody else's.");
        assertThat(new Messages(Locale.SIMPLIFIED_CHINESE).get(taken.what())).isEqualTo("/etc/katagpu-example 属于他人。");
        assertThat(greeting()).hasContent("mine");
    }

    @Test
    void aRunOfManyStagesTakesItAsAnyOther() throws Exception {
        Stages stages = Stages.of(Stream.concat(Stages.all().values().stream(), Stream.of(example)).toList());
        RunWork work = new RunWork() {
            @Override
            public StageReport check(String stage) throws ProblemException, InterruptedException {
                return runner.check(example, Plan.EMPTY);
            }

            @Override
            public Acted act(String stage, Action action) throws ProblemException, InterruptedException {
                return Acted.of(
                        Optional.of(runner.follow(runner.start(example, action, Plan.EMPTY), 0, (event, offset) -> {})),
                        check(stage));
            }
        };
        List<RunState> told = new ArrayList<>();
        RunState end = new RunEngine(work, told::add).run(RunState.of(stages, Action.APPLY, List.of("example")));
        assertThat(end.progress().get("example")).isInstanceOf(Progress.Done.class);
        assertThat(greeting()).hasContent("hello");
        assertThat(told).isNotEmpty();
    }
}
