package org.katagpu.setup.run;

import java.util.Optional;

import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.setup.Action;
import org.katagpu.setup.Outcome;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageReport;

/** What a run asks of its host, stage by stage. Both methods block, and are called for several stages at a time. */
public interface RunWork {
    /** How an act ended. @param problem why it is no success @param after what the host said once it had ended */
    record Acted(Outcome outcome, Optional<Problem> problem, StageReport after) {
        /** @param ended empty where nothing was told of its end */
        public static Acted of(Optional<StageEvent.Ended> ended, StageReport after) {
            return new Acted(ended.map(StageEvent.Ended::outcome).orElse(Outcome.DONE),
                    ended.flatMap(StageEvent.Ended::problem), after);
        }
    }

    StageReport check(String stage) throws ProblemException, InterruptedException;

    /** Apply or undo, to its end. */
    Acted act(String stage, Action action) throws ProblemException, InterruptedException;
}
