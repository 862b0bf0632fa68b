package org.katagpu.ui.page.review;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.setup.run.RunOrder;
import org.katagpu.setup.run.RunStore;
import org.katagpu.ui.control.Background;
import org.katagpu.ui.frame.Note;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.frame.Session;
import org.katagpu.ui.frame.Wizard;
import org.katagpu.ui.stage.StaleText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs of several stages that a host keeps when a window connects: this admin's are taken up and said so, after a
 * restart of the host only once he says so; others' are said and not touched. JavaFX thread only.
 */
public final class KeptRuns {
    private static final Logger LOG = LoggerFactory.getLogger(KeptRuns.class);

    private final Wizard wizard;
    private final WindowRun run;
    private final Function<Session, RunStore> stores;
    private final String owner;
    private final Background background;

    public KeptRuns(Wizard wizard, WindowRun run, Function<Session, RunStore> stores, String owner,
            Background background) {
        this.wizard = wizard;
        this.run = run;
        this.stores = stores;
        this.owner = owner;
        this.background = background;
    }

    /** The window is tied to a host, and what runs there is followed again. */
    public void look(Session session) {
        if (!session.host().identity().canChange()) {
            return;
        }
        background.run(() -> stores.apply(session).list(), found -> {
            if (wizard.sessionProperty().get().filter(session::equals).isPresent()) {
                found.forEach(order -> found(session, order));
            }
        }, problem -> wizard.noticeProperty().set(Optional.of(problem)));
    }

    private void found(Session session, RunOrder order) {
        String since = StaleText.time(order.begun());
        if (!order.owner().equals(owner)) {
            wizard.say(
                    new Note("run-of-another", false, Text.of("review.kept.other", order.owner(), since), List.of()));
        } else if (!order.state().goesOn()) {
            putAway(session, order);
        } else if (run.isRunning()) {
            LOG.info("a second run of this admin is left where it is: {}", order.id());
        } else if (order.sameBoot()) {
            run.takeUp(order);
            wizard.say(new Note("run-goes-on", false, Text.of("review.kept.goes-on", since),
                    List.of(new Note.Answer("run-goes-on-stop", Text.of("review.stop"), run::stop), open())));
        } else {
            wizard.say(new Note("run-restarted", true, Text.of("review.kept.restarted", since),
                    List.of(new Note.Answer("run-go-on", Text.of("review.kept.go-on"), () -> goOn(order)),
                            new Note.Answer("run-leave", Text.of("review.kept.leave"),
                                    () -> putAway(session, order)))));
        }
    }

    private Note.Answer open() {
        return new Note.Answer("run-open", Text.of("review.kept.open"), () -> wizard.open(PageId.REVIEW));
    }

    private void goOn(RunOrder order) {
        run.takeUp(order);
        wizard.open(PageId.REVIEW);
    }

    private void putAway(Session session, RunOrder order) {
        background.run(() -> {
            put(stores.apply(session), order);
            return order;
        }, done -> {}, problem -> wizard.noticeProperty().set(Optional.of(problem)));
    }

    private static void put(RunStore store, RunOrder order) throws ProblemException, InterruptedException {
        store.claim(order);
        store.forget(order);
    }
}
