package org.katagpu.cli;

import java.util.Collection;
import java.util.Optional;

import org.katagpu.job.Nonce;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.setup.Action;
import org.katagpu.setup.StageListener;
import org.katagpu.setup.StageScripts;
import org.katagpu.setup.Stages;
import org.katagpu.setup.run.KeptOrder;
import org.katagpu.setup.run.RunEngine;
import org.katagpu.setup.run.RunOrder;
import org.katagpu.setup.run.RunState;
import org.katagpu.setup.run.RunStore;

/**
 * A run of several stages driven from the terminal. Its order is kept on the host as the window keeps one: a window, or
 * the next call, goes on with it where this one was ended.
 */
final class TerminalRun {
    private static final StageListener NOBODY = (event, offset) -> {};

    private final HostSession tie;
    private final Admin admin;
    private final Printer printer;
    private final RunStore store;

    TerminalRun(HostSession tie, Admin admin, Printer printer) {
        this.tie = tie;
        this.admin = admin;
        this.printer = printer;
        store = new RunStore(tie.host(), new StageScripts(), Stages.WHOLE, Nonce.random());
    }

    /** This admin's run that has not ended; those of others are told. */
    Optional<RunOrder> kept() throws ProblemException, InterruptedException {
        Optional<RunOrder> ours = Optional.empty();
        for (RunOrder order : store.list()) {
            if (!order.owner().equals(admin.owner())) {
                printer.aside("review.kept.other", order.owner(), order.begun().toString());
            } else if (order.state().goesOn()) {
                ours = Optional.of(order);
            } else {
                store.claim(order);
                store.forget(order);
            }
        }
        return ours;
    }

    RunState begin(Action action, Collection<String> stages) throws ProblemException, InterruptedException {
        RunState from = RunState.of(Stages.WHOLE, action, stages);
        return drive(tie, new RunOrder(Nonce.random(), admin.owner(), admin.clock().instant(), true, "", tie.plan(),
                from), true);
    }

    /** Goes on with a run that a window or an earlier call began, with its own choices. */
    RunState takeUp(RunOrder kept) throws ProblemException, InterruptedException {
        return drive(tie.with(kept.plan()), kept.at(kept.toGoOn()), false);
    }

    private RunState drive(HostSession with, RunOrder order, boolean first)
            throws ProblemException, InterruptedException {
        boolean onTerminal = admin.prompts().seen();
        KeptOrder keeper = new KeptOrder(store, order, now -> {});
        RunEngine engine = new RunEngine(new TerminalWork(with, !first, stage -> printer.asJson()
                ? NOBODY
                : new EventPrinter(printer, Text.of(stage + ".title"), onTerminal)), keeper, order.boot());
        keeper.open(first);
        RunState end = engine.run(order.state());
        keeper.close();
        return end;
    }
}
