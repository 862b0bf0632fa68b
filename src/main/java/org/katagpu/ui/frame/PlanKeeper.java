package org.katagpu.ui.frame;

import java.util.List;
import java.util.Optional;

import org.katagpu.message.Problem;
import org.katagpu.message.Text;
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
        String host = session.host().key();
        background.run(() -> store.load(host), kept -> tie(session, kept.plan(), kept.trouble()),
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
        Plan before = kept;
        String host = session.get().host().key();
        background.run(() -> store.save(host, before, plan), saved -> {
            kept = plan;
            saving = false;
            if (!saved.overwritten().isEmpty()) {
                wizard.noticeProperty().set(Optional.of(overwritten(host, saved.overwritten())));
            }
            save();
        }, problem -> {
            // Tried again with the next choice: a full disk is not written to without end.
            saving = false;
            wizard.noticeProperty().set(Optional.of(problem));
        });
    }

    private static Problem overwritten(String label, List<String> stages) {
        return Problem.of(Text.of("stage.plan.overwritten", PlanStore.named(stages)),
                Text.of("stage.plan.overwritten.next")).on(label);
    }
}
