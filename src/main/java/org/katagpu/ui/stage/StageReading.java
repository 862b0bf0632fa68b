package org.katagpu.ui.stage;

import java.time.InstantSource;
import java.util.Optional;
import javafx.animation.PauseTransition;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.LinkLostException;
import org.katagpu.setup.Observation;
import org.katagpu.setup.Plan;
import org.katagpu.setup.ReadingContext;
import org.katagpu.setup.Stage;
import org.katagpu.setup.StageReport;
import org.katagpu.ui.control.Background;
import org.katagpu.ui.frame.Session;
import org.katagpu.ui.frame.Wizard;

/** Asks the host how one stage stands, and knows what the last answer rests on. JavaFX thread only. */
final class StageReading {
    /** Takes the answers. */
    interface Asker {
        void answered(StageReport report);

        void failed(Problem problem);

        /** The link was lost while the host was asked: it said nothing. */
        void lost();
    }

    /** An edit is asked about once the admin's hands rest. */
    private static final Duration REST = Duration.millis(300);

    private final Stage stage;
    private final Wizard wizard;
    private final Background background;
    private final InstantSource clock;
    private final Asker asker;
    private final PauseTransition rest = new PauseTransition(REST);
    private Background.@Nullable Running under;
    private @Nullable Observation asked;
    private @Nullable Observation last;

    /** @param background of which few read at a time */
    StageReading(Stage stage, Wizard wizard, Background background, InstantSource clock, Asker asker) {
        this.stage = stage;
        this.wizard = wizard;
        this.background = background;
        this.clock = clock;
        this.asker = asker;
        rest.setOnFinished(event -> start());
    }

    /** Asks now; soon where an edit was just made. */
    void ask() {
        if (isResting()) {
            askSoon();
        } else {
            start();
        }
    }

    void askSoon() {
        stop();
        rest.playFromStart();
    }

    private void start() {
        stop();
        wizard.sessionProperty().get().ifPresent(session -> {
            Plan plan = wizard.planProperty().get();
            Observation begun = new Observation(clock.instant(), now());
            asked = begun;
            under = background.run(() -> askedNow(session, plan), answer -> answer.ifPresentOrElse(report -> {
                end(begun, report.boot());
                wizard.watch().told(report.boot());
                asker.answered(report);
            }, () -> {
                end(begun, "");
                asker.lost();
            }), problem -> {
                end(begun, "");
                asker.failed(problem);
            });
        });
    }

    /** Empty: the link was lost. */
    private Optional<StageReport> askedNow(Session session, Plan plan) throws ProblemException, InterruptedException {
        try {
            return Optional.of(session.stages().check(stage, plan));
        } catch (LinkLostException lost) {
            return Optional.empty();
        }
    }

    private void end(Observation begun, String boot) {
        under = null;
        asked = null;
        last = new Observation(begun.at(), begun.then().withBoot(boot));
    }

    void stop() {
        rest.stop();
        Background.Running now = under;
        if (now != null) {
            under = null;
            asked = null;
            now.cancel();
        }
    }

    /** Nothing was read. */
    void forget() {
        stop();
        last = null;
    }

    private ReadingContext now() {
        return wizard.watch().of(stage.id(), stage.choice(wizard.planProperty().get()));
    }

    private boolean isResting() {
        return rest.getStatus() == javafx.animation.Animation.Status.RUNNING;
    }

    /** An answer is awaited, or will be asked for by itself in a moment. */
    boolean isUnderWay() {
        return under != null || isResting();
    }

    /** Whether the choice was edited since the question under way was asked. */
    boolean asksForAnother() {
        Observation question = asked;
        return question != null
                && question.voidedBy(now()).filter(Observation.Cause.EDITED::equals).isPresent();
    }

    /** When the last answer was asked for. */
    Optional<Observation> last() {
        return Optional.ofNullable(last);
    }

    /** Why the last answer, or its failure, holds no more. */
    Optional<Observation.Cause> voided() {
        Observation answer = last;
        return answer == null ? Optional.empty() : answer.voidedBy(now());
    }

    /** Whether an answer now would hold: the host can be asked, and nothing is changing what is read. */
    boolean canAsk() {
        return wizard.watch().canRead(stage.id());
    }
}
