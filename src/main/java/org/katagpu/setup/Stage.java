package org.katagpu.setup;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.katagpu.job.LockScope;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.remote.Host;
import org.katagpu.remote.Payload;

/**
 * One capability of the setup: three scripts and the parameters they get. Holds no state and no page; what is true
 * of the host is asked by its check.
 */
public interface Stage {
    /** Folder of its scripts under {@code setup/}, and first part of its names: {@code gpu}. */
    String id();

    /** Stages that must be done before it begins. */
    default Set<String> needs() {
        return Set.of();
    }

    /** Findings that fail it only for a step before it that is not done: no failure, its turn has not come. */
    default Set<String> beforeItsTurn() {
        return Set.of();
    }

    /**
     * What the plan has for it, in a line; empty where nothing is chosen: it is not asked, and takes no part in a run. A
     * stage without a choice always has a part.
     */
    default Optional<Text> chosen(Plan plan) {
        return Optional.of(Text.of(id() + ".title"));
    }

    /** What the script gets as shell-quoted assignments, for this plan. Never a secret. */
    Map<String, String> parameters(Action action, Plan plan);

    /**
     * What of the plan its check depends on: as long as this is equal, what was read answers the same question. Cheap,
     * and never blocks.
     */
    default Object choice(Plan plan) {
        return parameters(Action.CHECK, plan);
    }

    /** How many things the plan has for this stage to act on: the number in its buttons' names. */
    default int extent(Plan plan) {
        return 1;
    }

    /** What its changes keep to themselves on the host; stages of different scopes may change it at the same time. */
    default LockScope scope() {
        return LockScope.HOST;
    }

    /**
     * The stage as it stands for this host and plan, made ready from what the host holds at this moment; most need
     * nothing. Called before each script of it is sent; blocks.
     *
     * @return a stage of the same id and scope
     */
    default Stage prepare(Host host, Action action, Plan plan) throws ProblemException, InterruptedException {
        return this;
    }

    /**
     * The stage as it should have been asked, after what its check told of the host: for what a check finds out in passing
     * that {@link #prepare} would need a round trip of its own for. Empty when it was asked rightly.
     */
    default Optional<Stage> corrected(Host host, StageReport report, Plan plan) {
        return Optional.empty();
    }

    /** A check's report with what only the wizard can tell of what the host told. */
    default StageReport judged(StageReport report, Plan plan) {
        return report;
    }

    /** Secrets the script reads from descriptor 9. */
    default Payload secrets(Action action) {
        return Payload.NONE;
    }
}
