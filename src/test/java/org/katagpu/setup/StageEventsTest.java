package org.katagpu.setup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.katagpu.job.JobEnd;
import org.katagpu.job.JobLine;
import org.katagpu.message.Messages;
import org.katagpu.message.Problem;
import org.katagpu.message.Text;
import org.katagpu.setup.diagnosis.KnownFailures;

class StageEventsTest {
    private final StageEvents events = new StageEvents(new StageWords(new Messages(Locale.ENGLISH)::has, "gpu"),
            KnownFailures.bundled());
    private final StageProblems problems = new StageProblems("root@here");

    private StageEvent control(JobLine.Kind kind, String json) throws Exception {
        return events.event(new JobLine.Control(kind, new ObjectMapper().readTree(json)));
    }

    @Test
    void controlLinesBecomeTypedEvents() throws Exception {
        assertThat(control(JobLine.Kind.STEP, "{\"id\":\"gpu.release\",\"n\":2,\"of\":5,\"args\":[\"0000:3b:00.0\"]}"))
                .isEqualTo(new StageEvent.StepBegan(2, 5, Text.of("gpu.step.release", "0000:3b:00.0")));
        assertThat(control(JobLine.Kind.PROGRESS, "{\"done\":3,\"total\":9000000000,\"unit\":\"bytes\"}"))
                .isEqualTo(new StageEvent.Progress(3, 9_000_000_000L, StageEvent.Unit.BYTES));
        assertThat(control(JobLine.Kind.CHANGE, "{\"id\":\"gpu.bind\",\"done\":true,\"args\":[\"a\",\"b\"]}"))
                .isEqualTo(new StageEvent.Changed(
                        new Change("gpu.bind", true, Text.of("gpu.change.bind.done", "a", "b"))));
        assertThat(control(JobLine.Kind.STATE, "{\"state\":\"needed\"}"))
                .isEqualTo(new StageEvent.Verdict(StageState.NEEDED));
        assertThat(events.report().state()).isEqualTo(StageState.NEEDED);
        assertThat(events.report().changes()).hasSize(1);
    }

    @Test
    void whatIsNotThereIsToldInWords() throws Exception {
        assertThat(control(JobLine.Kind.CHANGE, "{\"id\":\"gpu.bind\",\"done\":false,\"args\":[\"a\",\"-\"]}"))
                .asString().contains("stage.none");
    }

    @Test
    void idsWithoutWordsAndWordsWithoutMeaningAreTolerated() throws Exception {
        assertThat(control(JobLine.Kind.STEP, "{\"id\":\"later.thing\",\"n\":1,\"of\":1}"))
                .isEqualTo(new StageEvent.StepBegan(1, 1, Text.of("stage.unknown.step", "later.thing")));
        assertThat(control(JobLine.Kind.FINDING, "{\"id\":\"later.thing\",\"status\":\"splendid\"}"))
                .isEqualTo(new StageEvent.FindingMade(new Finding("later.thing", Finding.Status.UNKNOWN,
                        Text.of("stage.unknown.finding", "later.thing"), "",
                        Text.of("stage.unknown.next", "later.thing"))));
        assertThat(control(JobLine.Kind.STATE, "{\"state\":\"perhaps\"}"))
                .isEqualTo(new StageEvent.Verdict(StageState.BLOCKED));
        assertThat(control(JobLine.Kind.PROGRESS, "{}"))
                .isEqualTo(new StageEvent.Progress(0, 0, StageEvent.Unit.COUNT));
    }

    @Test
    void aFailureWithoutAFindingNamesItsStepAndItsLastLines() throws Exception {
        control(JobLine.Kind.STEP, "{\"id\":\"gpu.verify\",\"n\":1,\"of\":1,\"args\":[]}");
        IntStream.range(0, 30).forEach(i -> events.event(new JobLine.Log("line " + i, false)));
        events.event(new JobLine.Log("line 29, redrawn", true));
        Problem problem = problems.of("gpu/apply", new JobEnd.Exited(1), events).orElseThrow();
        assertThat(problem.what()).isEqualTo(Text.of("stage.failed", Text.of("gpu.step.verify")));
        assertThat(problem.host()).isEqualTo("root@here");
        assertThat(problem.command()).isEqualTo("gpu/apply");
        assertThat(problem.exit()).hasValue(1);
        assertThat(problem.lastLines()).hasSize(20).last().isEqualTo("line 29, redrawn");
    }

    @Test
    void aKnownFailureIsRecognisedHoweverLongAgoItWasLogged() {
        events.event(new JobLine.Log("ctr: QMP command failed: Device 'vfio-bf35' not found: not found", false));
        IntStream.range(0, 500).forEach(i -> events.event(new JobLine.Log("line " + i, false)));
        Problem problem = problems.of("serve/apply", new JobEnd.Exited(1), events).orElseThrow();
        assertThat(problem.causes()).singleElement().satisfies(cause -> {
            assertThat(cause.what()).isEqualTo(Text.of("diagnosis.qmp-device-not-found"));
            assertThat(cause.evidence()).contains("vfio-bf35");
        });
        assertThat(problem.lastLines()).noneMatch(line -> line.contains("vfio-bf35"));
    }

    @Test
    void theFirstFailedFindingIsTheCause() throws Exception {
        control(JobLine.Kind.FINDING, "{\"id\":\"gpu.idle_d3\",\"status\":\"warn\"}");
        control(JobLine.Kind.FINDING, "{\"id\":\"gpu.held\",\"status\":\"fail\",\"args\":[\"a\",\"b\"]}");
        control(JobLine.Kind.FINDING, "{\"id\":\"gpu.not_rolled_back\",\"status\":\"fail\",\"args\":[\"a\",\"b\"]}");
        Problem problem = problems.of("gpu/apply", new JobEnd.Exited(2), events).orElseThrow();
        assertThat(problem.what()).isEqualTo(Text.of("gpu.finding.held", "a", "b"));
        assertThat(problem.next()).isEqualTo(Text.of("gpu.finding.held.next", "a", "b"));
    }

    @Test
    void aRunThatEndsWithAQuestionWaitsForTheAnswer() throws Exception {
        control(JobLine.Kind.FACT, "{\"kind\":\"checksum\",\"finding\":\"rootfs.unconfirmed\",\"name\":\"a.run\","
                + "\"sha256\":\"" + "ab".repeat(32) + "\",\"source\":\"https://a/a.run\"}");
        control(JobLine.Kind.FINDING, "{\"id\":\"rootfs.unconfirmed\",\"status\":\"ask\",\"args\":[\"a.run\",\"x\"]}");
        JobEnd end = new JobEnd.Exited(3);
        StageEvent.Ended asked = new StageEvent.Ended(end, events.report(), problems.of("rootfs/apply", end, events));
        assertThat(asked.problem().orElseThrow().what().key()).isEqualTo("rootfs.finding.unconfirmed");
        Finding question = asked.question().orElseThrow();
        assertThat(ChecksumQuestion.of(asked.report(), question)).contains(
                new ChecksumQuestion("rootfs.unconfirmed", "a.run", "ab".repeat(32), "https://a/a.run"));
        control(JobLine.Kind.FINDING, "{\"id\":\"rootfs.full\",\"status\":\"fail\",\"args\":[\"/\"]}");
        assertThat(new StageEvent.Ended(end, events.report(), problems.of("rootfs/apply", end, events)).question())
                .as("what failed comes first").isEmpty();
        assertThat(problems.of("rootfs/apply", end, events).orElseThrow().what().key())
                .isEqualTo("rootfs.finding.full");
    }

    @Test
    void endsThatAreNoFailureOfTheScript() {
        assertThat(problems.of("gpu/apply", new JobEnd.Exited(0), events)).isEmpty();
        assertThat(problems.of("gpu/apply", new JobEnd.Cancelled(143), events).orElseThrow().what())
                .isEqualTo(Text.of("stage.cancelled"));
        assertThat(problems.of("gpu/apply", new JobEnd.Vanished(), events).orElseThrow().what())
                .isEqualTo(Text.of("stage.vanished"));
    }

    /** A hostile host tells findings, changes and facts without end. */
    @Test
    void whatIsToldWithoutEndFillsNoMemoryAndIsNoAnswer() throws Exception {
        String text = "x".repeat(2_000);
        for (int i = 0; i < 60_000; i++) {
            control(i % 2 == 0 ? JobLine.Kind.FACT : JobLine.Kind.FINDING,
                    "{\"id\":\"gpu.held\",\"status\":\"warn\",\"evidence\":\"" + text + "\",\"kind\":\"x\"}");
        }
        control(JobLine.Kind.STATE, "{\"state\":\"done\"}");
        assertThat(events.overflowed()).isTrue();
        StageReport report = events.report();
        assertThat(report.facts().size() + report.findings().size()).isLessThanOrEqualTo(StageEvents.MOST_KEPT);
        assertThat((report.facts().size() + report.findings().size()) * 2_000L)
                .isLessThanOrEqualTo(StageEvents.MOST_CHARACTERS);
        assertThat(problems.of("gpu/apply", new JobEnd.Exited(0), events)).get()
                .extracting(problem -> problem.what().key())
                .isEqualTo("stage.too_much");
    }
}
