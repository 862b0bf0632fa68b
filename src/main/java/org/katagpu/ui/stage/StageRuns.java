package org.katagpu.ui.stage;

import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;

import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.setup.Action;
import org.katagpu.setup.Plan;
import org.katagpu.setup.Stage;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageRun;
import org.katagpu.ui.control.Background;
import org.katagpu.ui.frame.Session;
import org.katagpu.ui.frame.Wizard;
import org.katagpu.ui.log.LogBook;
import org.katagpu.ui.log.LogModel;

/** The changes under way in one window, each with its log. A run goes on when the link drops. JavaFX thread only. */
public final class StageRuns {
    /** How a run came to its end here. */
    private record Under(Session session, StageRun run) {}

    private final Wizard wizard;
    private final Background background;
    private final LogBook book;
    private final String owner;
    private final Map<LogModel, Under> running = new HashMap<>();
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();

    /** @param owner of the runs to show again: {@code admin@laptop} */
    public StageRuns(Wizard wizard, Background background, LogBook book, String owner) {
        this.owner = owner;
        this.wizard = wizard;
        this.background = background;
        this.book = book;
        wizard.sessionProperty().subscribe(session -> session.ifPresent(this::reattach));
    }

    /** Whether a change is under way from this window; the host allows one at a time. */
    public ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    /** @param ended told how it ended; @param refused told why it could not be started or followed */
    void start(Session session, Stage stage, Action action, Plan plan, Consumer<StageEvent.Ended> ended,
            Consumer<Problem> refused) {
        busy.set(true);
        background.run(() -> session.stages().start(stage, action, plan), run -> follow(session, run, ended, refused),
                problem -> {
                    busy.set(!running.isEmpty());
                    refused.accept(problem);
                });
    }

    private void follow(Session session, StageRun run, Consumer<StageEvent.Ended> ended, Consumer<Problem> refused) {
        LogModel log;
        try {
            Text name = Text.of("panel.run." + run.stage() + "." + run.action().name().toLowerCase(Locale.ROOT));
            log = book.open(Text.of("panel.run.on", name, session.host().label()));
        } catch (IOException e) {
            refused.accept(
                    Problem.of(Text.of("panel.no_log", String.valueOf(e.getMessage())), Text.of("panel.no_log.next")));
            return;
        }
        running.put(log, new Under(session, run));
        busy.set(true);
        StageLog writer = new StageLog(log);
        background.run(() -> session.stages().follow(run, 0, writer), end -> {
            forget(log);
            ended.accept(end);
        }, problem -> {
            writer.problem(problem);
            forget(log);
            refused.accept(problem);
        });
    }

    private void forget(LogModel log) {
        running.remove(log);
        busy.set(!running.isEmpty());
    }

    /** A run that was left going on, by this admin's earlier window, is shown again with its whole log. */
    private void reattach(Session session) {
        background.<Optional<StageRun>>run(() -> session.stages().running(owner),
                left -> left.ifPresent(run -> follow(session, run, end -> {}, problem -> {})),
                problem -> wizard.noticeProperty().set(Optional.of(problem)));
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
