package org.katagpu.ui.stage;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;

import org.katagpu.job.JobInfo;
import org.katagpu.job.LockScope;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.setup.Action;
import org.katagpu.setup.Plan;
import org.katagpu.setup.Stage;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageListener;
import org.katagpu.setup.StageRun;
import org.katagpu.ui.control.Background;
import org.katagpu.ui.control.ConcurrencyLimit;
import org.katagpu.ui.frame.Session;
import org.katagpu.ui.frame.Wizard;
import org.katagpu.ui.log.LogBook;
import org.katagpu.ui.log.LogModel;

/** The changes under way in one window, each with its log. A run goes on when the link drops. JavaFX thread only. */
public final class StageRuns {
    /** Told what becomes of a stage's run. */
    interface Watcher {
        /** A run that this admin's earlier window left going on is followed again. */
        void resumed(Action action);

        /** The run tells a fact while it goes on. */
        void told(JsonNode fact);

        void ended(StageEvent.Ended ended);

        /** It could not be started or followed. */
        void refused(Problem problem);
    }

    private static final Watcher NOBODY = new Watcher() {
        @Override
        public void resumed(Action action) {}

        @Override
        public void told(JsonNode fact) {}

        @Override
        public void ended(StageEvent.Ended ended) {}

        @Override
        public void refused(Problem problem) {}
    };

    /** What the host is asked at once: each question is a login shell with root's rights there. */
    private static final int READS = 2;

    /** How a run came to its end here. */
    private record Under(Session session, StageRun run) {}

    private final Wizard wizard;
    private final Background background;
    private final LogBook book;
    private final String owner;
    private final Background reads;
    private final PastRuns past;
    private Consumer<Session> afterReattach = session -> {};
    private final Map<LogModel, Under> running = new HashMap<>();
    private final Map<LockScope, ReadOnlyBooleanWrapper> busy = new HashMap<>();
    private final Map<String, Watcher> watchers = new HashMap<>();

    /** @param owner of the runs to show again: {@code admin@laptop} */
    public StageRuns(Wizard wizard, Background background, LogBook book, String owner) {
        this.owner = owner;
        this.wizard = wizard;
        this.background = background;
        this.book = book;
        this.past = new PastRuns(book, background);
        this.reads = new ConcurrencyLimit(background, READS);
        wizard.sessionProperty().subscribe(session -> session.ifPresent(this::reattach));
    }

    /** Runs the stages' checks, few at a time. */
    Background reads() {
        return reads;
    }

    /** Whether a change of this scope is under way from this window; the host allows one at a time. */
    ReadOnlyBooleanProperty busyProperty(LockScope scope) {
        return busy(scope).getReadOnlyProperty();
    }

    private ReadOnlyBooleanWrapper busy(LockScope scope) {
        return busy.computeIfAbsent(scope, _ -> new ReadOnlyBooleanWrapper());
    }

    private void renewBusy(LockScope scope) {
        busy(scope).set(running.values().stream().anyMatch(under -> under.run().scope().equals(scope)));
    }

    /** @param watcher told of the stage's runs, also of one left going on by an earlier window */
    void watch(Stage stage, Watcher watcher) {
        watchers.put(stage.id(), watcher);
    }

    /** Its watcher is told how it ended, or why it could not be started. */
    void start(Session session, Stage stage, Action action, Plan plan) {
        busy(stage.scope()).set(true);
        wizard.watch().began(stage.id());
        background.run(() -> session.stages().start(stage, action, plan), run -> {
            if (running.containsValue(new Under(session, run))) {
                ended(session, run.stage());
            } else {
                follow(session, run);
            }
        }, problem -> {
            renewBusy(stage.scope());
            ended(session, stage.id());
            watcher(session, stage.id()).refused(problem);
        });
    }

    /** Whoever shows the stage; nobody any more once the window went on to another host. */
    private Watcher watcher(Session session, String stage) {
        return wizard.sessionProperty().get().filter(session::equals).map(_ -> watchers.get(stage)).orElse(NOBODY);
    }

    private void follow(Session session, StageRun run) {
        LogModel log;
        try {
            log = book.open(Text.of("panel.run.on", PastRuns.run(run), session.called()));
        } catch (IOException e) {
            renewBusy(run.scope());
            ended(session, run.stage());
            watcher(session, run.stage()).refused(
                    Problem.of(Text.of("panel.no_log", String.valueOf(e.getMessage())), Text.of("panel.no_log.next")));
            return;
        }
        running.put(log, new Under(session, run));
        renewBusy(run.scope());
        StageLog writer = new StageLog(log);
        StageListener teller = (event, offset) -> {
            writer.event(event, offset);
            if (event instanceof StageEvent.FactFound(JsonNode fact)) {
                background.later(() -> watcher(session, run.stage()).told(fact));
            }
        };
        background.run(() -> session.stages().follow(run, 0, teller), end -> {
            forget(session, log, run);
            watcher(session, run.stage()).ended(end);
        }, problem -> {
            writer.problem(problem);
            forget(session, log, run);
            watcher(session, run.stage()).refused(problem);
        });
    }

    private void forget(Session session, LogModel log, StageRun run) {
        running.remove(log);
        renewBusy(run.scope());
        ended(session, run.stage());
    }

    private void ended(Session session, String stage) {
        if (wizard.sessionProperty().get().filter(session::equals).isPresent()) {
            wizard.watch().ended(stage);
        }
    }

    /** Runs that were left going on, by this admin's earlier window, are shown again, each with its whole log. */
    private void reattach(Session session) {
        background.run(() -> session.stages().jobs(), jobs -> {
            if (wizard.sessionProperty().get().filter(session::equals).isPresent()) {
                past.show(session, jobs);
                jobs.reversed().stream().filter(job -> job.state() == JobInfo.State.RUNNING)
                        .filter(job -> job.owner().equals(owner)).flatMap(job -> StageRun.of(job).stream())
                        .forEach(run -> resume(session, run));
                afterReattach.accept(session);
            }
        }, problem -> wizard.noticeProperty().set(Optional.of(problem)));
    }

    private void resume(Session session, StageRun run) {
        if (!running.containsValue(new Under(session, run))) {
            wizard.watch().began(run.stage());
            watcher(session, run.stage()).resumed(run.action());
            follow(session, run);
        }
    }

    /** Called once the runs that were left going on are followed again. */
    public void onReattached(Consumer<Session> action) {
        afterReattach = action;
    }

    public boolean canCancel(LogModel log) {
        return running.containsKey(log);
    }

    /** Ends the log's run on the host; it takes back what it half did. */
    public void cancel(LogModel log) {
        Under under = running.get(log);
        if (under != null) {
            background.run(() -> {
                cancel(under);
                return under;
            }, done -> {}, log::problem);
        }
    }

    private static void cancel(Under under) throws ProblemException, InterruptedException {
        under.session().stages().cancel(under.run());
    }
}
