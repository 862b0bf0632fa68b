package org.katagpu.remote;

import java.time.Duration;
import java.time.Instant;

import org.katagpu.message.Problem;

/** The link as it is now. */
public sealed interface LinkState {
    /** @param roundTrip the last measured one */
    record Up(Duration roundTrip) implements LinkState {}

    /** @param since when the loss was noticed @param attempt which try to reconnect is under way, from 1 */
    record Reconnecting(Instant since, int attempt, Problem why) implements LinkState {}

    /** Not coming back by itself: closed by the admin, a changed host key, a refused login. */
    record Down(Problem why) implements LinkState {}
}
