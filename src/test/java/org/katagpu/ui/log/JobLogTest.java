package org.katagpu.ui.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.job.JobEnd;
import org.katagpu.job.JobLine;

class JobLogTest {
    @TempDir
    private Path folder;

    @Test
    void linesAndControlLinesBecomeEntries() throws IOException {
        try (LogModel log = Logs.in(folder, 100)) {
            JobLog job = new JobLog(log);
            control(job, JobLine.Kind.STEP, "{\"id\":\"log-test\",\"n\":2,\"of\":5,\"args\":[\"0000:3b:00.0\"]}");
            job.line(new JobLine.Log("10 %", false), 1);
            job.line(new JobLine.Log("20 %", true), 2);
            control(job, JobLine.Kind.PROGRESS, "{\"done\":20,\"total\":100,\"unit\":\"percent\"}");
            control(job, JobLine.Kind.CHANGE, "{\"id\":\"log-test\",\"done\":true,\"args\":[]}");
            control(job, JobLine.Kind.FINDING,
                    "{\"id\":\"log-test\",\"status\":\"fail\",\"args\":[],\"evidence\":\"\"}");
            control(job, JobLine.Kind.FACT, "{\"kind\":\"x\"}");
            assertThat(Logs.kept(log)).containsExactly("2 of 5  step.log-test 0000:3b:00.0", "20 %",
                    "change.log-test.done", "finding.log-test");
            assertThat(log.slice(3, 1).entries().getFirst().level()).isEqualTo(LogLevel.ERROR);
            assertThat(log.status().progress())
                    .isEqualTo(new LogStatus.Progress(20, 100, LogStatus.Unit.PERCENT));
            job.ended(new JobEnd.Exited(3));
            assertThat(log.status().state()).isEqualTo(LogStatus.State.FAILED);
        }
    }

    @Test
    void endsAsTheJobDid() throws IOException {
        assertThat(endOf(new JobEnd.Exited(0))).isEqualTo(LogStatus.State.SUCCEEDED);
        assertThat(endOf(new JobEnd.Cancelled(143))).isEqualTo(LogStatus.State.CANCELLED);
        assertThat(endOf(new JobEnd.Vanished())).isEqualTo(LogStatus.State.FAILED);
    }

    private LogStatus.State endOf(JobEnd end) throws IOException {
        try (LogModel log = Logs.in(folder, 10)) {
            new JobLog(log).ended(end);
            return log.status().state();
        }
    }

    private static void control(JobLog job, JobLine.Kind kind, String json) throws IOException {
        job.line(new JobLine.Control(kind, new ObjectMapper().readTree(json)), 0);
    }
}
