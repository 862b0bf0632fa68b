package org.katagpu.ui.frame;

import java.util.Optional;
import java.util.function.Consumer;

import org.katagpu.message.Problem;
import org.katagpu.setup.Plan;
import org.katagpu.setup.PlanStore;
import org.katagpu.ui.control.Background;

/** Keeps the plan of each real host on this machine, so that the choices are there at the next connection. */
public final class PlanKeeper {
    private final Wizard wizard;
    private final PlanStore store;
    private final Background background;
    private Plan kept = Plan.EMPTY;
    private boolean saving;

    public PlanKeeper(Wizard wizard, PlanStore store, Background background) {
        this.wizard = wizard;
        this.store = store;
        this.background = background;
        wizard.planProperty().subscribe(plan -> save());
    }

    /** Ties the window to a host with the choices made for it before. */
    public void connect(Session session) {
        if (session.practice()) {
            tie(session, Plan.EMPTY, Optional.empty());
            return;
        }
        String label = session.host().label();
        background.run(() -> store.load(label), plan -> tie(session, plan, Optional.empty()),
                problem -> tie(session, Plan.EMPTY, Optional.of(problem)));
    }

    private void tie(Session session, Plan plan, Optional<Problem> problem) {
        kept = plan;
        wizard.connected(session, plan);
        wizard.noticeProperty().set(problem);
        wizard.open(PageId.HOST_CHECK);
    }

    /** One save at a time, the latest plan last. */
    private void save() {
        Optional<Session> session = wizard.sessionProperty().get().filter(tied -> !tied.practice());
        Plan plan = wizard.planProperty().get();
        if (session.isEmpty() || saving || plan.equals(kept)) {
            return;
        }
        saving = true;
        kept = plan;
        String label = session.get().host().label();
        Consumer<Object> done = any -> {
            saving = false;
            save();
        };
        background.run(() -> {
            store.save(label, plan);
            return plan;
        }, done, problem -> {
            wizard.noticeProperty().set(Optional.of(problem));
            done.accept(problem);
        });
    }
}
