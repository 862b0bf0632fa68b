package org.katagpu.ui.stage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.katagpu.job.JobInfo;
import org.katagpu.job.JobInfo.State;
import org.katagpu.message.Text;
import org.katagpu.setup.StageRun;
import org.katagpu.ui.control.Background;
import org.katagpu.ui.frame.Session;
import org.katagpu.ui.log.LogBook;
import org.katagpu.ui.log.LogModel;
import org.katagpu.ui.log.LogStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs of a host that ended while no window watched, in the list of logs; each log is read when it is first shown. */
final class PastRuns {
    private static final Logger LOG = LoggerFactory.getLogger(PastRuns.class);

    private final LogBook book;
    private final Background background;

    PastRuns(LogBook book, Background background) {
        this.book = book;
        this.background = background;
    }

    /** @param jobs newest first */
    void show(Session session, List<JobInfo> jobs) {
        List<LogBook.Past> past = new ArrayList<>();
        for (JobInfo info : jobs) {
            StageRun.of(info).filter(run -> info.state() != State.RUNNING && past.size() < LogBook.MOST_PAST)
                    .ifPresent(run -> past.add(new LogBook.Past(name(info, run), info.started(), outcome(info),
                            log -> load(session, run, log))));
        }
        try {
            book.past(past.reversed());
        } catch (IOException e) {
            LOG.warn("no place for the logs of earlier runs", e);
        }
    }

    private static Text name(JobInfo info, StageRun run) {
        return Text.of("panel.run.past", run(run), info.owner());
    }

    static Text run(StageRun run) {
        return Text.of(run.stage() + ".run." + run.action().name().toLowerCase(Locale.ROOT));
    }

    private static LogStatus.State outcome(JobInfo info) {
        return info.exit().isPresent() && info.exit().getAsInt() == 0
                ? LogStatus.State.SUCCEEDED
                : LogStatus.State.FAILED;
    }

    private void load(Session session, StageRun run, LogModel log) {
        StageLog writer = new StageLog(log);
        background.run(() -> session.stages().follow(run, 0, writer), end -> {}, writer::problem);
    }
}
