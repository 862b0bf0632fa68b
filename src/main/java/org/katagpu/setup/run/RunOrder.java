package org.katagpu.setup.run;

import java.time.Instant;

import org.katagpu.setup.Plan;

/**
 * A run of several stages as its host keeps it, for whichever window drives it.
 *
 * @param id names its folder on the host
 * @param owner who began it and from where: {@code admin@laptop}
 * @param begun by the host's clock
 * @param sameBoot whether the host has run on since
 * @param boot of the host as the order was read; empty where it begins
 * @param plan the choices it runs with; no secret is in them
 * @param state how far each stage had come when it was last kept
 */
public record RunOrder(String id, String owner, Instant begun, boolean sameBoot, String boot, Plan plan,
        RunState state) {
    /** What is left of it: stages that were under way are looked at anew; after a restart of the host all of them. */
    public RunState toGoOn() {
        return sameBoot ? state.anew() : state.anewInAnotherBoot();
    }

    public RunOrder at(RunState now) {
        return new RunOrder(id, owner, begun, sameBoot, boot, plan, now);
    }
}
