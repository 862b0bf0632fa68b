package org.katagpu.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.katagpu.setup.Observation.Cause;

/** What voids that which was read of the host: every cause for every stage. */
class ObservationTest {
    private static final List<String> ALL = List.of("rootfs", "image", "gpu", "kata", "network", "serve");

    private final RunCounter runs = new RunCounter(Stages.WHOLE);

    static Stream<String> stages() {
        return ALL.stream();
    }

    private ReadingContext now(String stage) {
        return new ReadingContext("admin@one", 1, "boot-1", Map.of("CHOICE", "a"), runs.of(stage));
    }

    private Observation read(String stage) {
        return new Observation(Instant.EPOCH, now(stage));
    }

    @ParameterizedTest
    @MethodSource("stages")
    void itHoldsWhileNothingHasChanged(String stage) {
        assertThat(read(stage).voidedBy(now(stage))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("stages")
    void aLostLinkVoidsItAndALinkThatCameBackDoesNotMakeItHoldAgain(String stage) {
        ReadingContext was = now(stage);
        assertThat(read(stage).voidedBy(new ReadingContext(was.host(), 0, was.boot(), was.choice(), was.runs())))
                .contains(Cause.LINK_LOST);
        assertThat(read(stage).voidedBy(new ReadingContext(was.host(), 2, was.boot(), was.choice(), was.runs())))
                .contains(Cause.LINK_LOST);
    }

    @ParameterizedTest
    @MethodSource("stages")
    void anotherBootVoidsIt(String stage) {
        assertThat(read(stage).voidedBy(now(stage).withBoot("boot-2"))).contains(Cause.RESTARTED);
        assertThat(new Observation(Instant.EPOCH, new ReadingContext("admin@one", 1, "", Map.of("CHOICE", "a"), 0))
                .voidedBy(now(stage))).as("it was not told which").isEmpty();
    }

    @ParameterizedTest
    @MethodSource("stages")
    void anotherHostVoidsItEvenInTheSameBoot(String stage) {
        ReadingContext was = now(stage);
        assertThat(read(stage)
                .voidedBy(new ReadingContext("admin@two", was.link(), was.boot(), was.choice(), was.runs())))
                .contains(Cause.OTHER_HOST);
    }

    @ParameterizedTest
    @MethodSource("stages")
    void anEditedChoiceVoidsItAndTheSameChoiceAgainDoesNot(String stage) {
        ReadingContext was = now(stage);
        assertThat(read(stage).voidedBy(
                new ReadingContext(was.host(), was.link(), was.boot(), Map.of("CHOICE", "b"), was.runs())))
                .contains(Cause.EDITED);
        assertThat(read(stage).voidedBy(
                new ReadingContext(was.host(), was.link(), was.boot(), Map.of("CHOICE", "a"), was.runs())))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("stages")
    void aRunVoidsWhatItMayHaveChangedAsItBeginsAndAsItEnds(String ran) {
        for (String stage : ALL) {
            boolean touched = stage.equals(ran) || stage.equals("serve") || ran.equals("serve");
            Optional<Cause> expected = touched ? Optional.of(Cause.RUN) : Optional.empty();
            Observation before = read(stage);
            runs.began(ran);
            assertThat(before.voidedBy(now(stage))).as(stage + " as " + ran + " began").isEqualTo(expected);
            assertThat(runs.changing(stage)).isEqualTo(touched);
            Observation meanwhile = read(stage);
            runs.ended(ran);
            assertThat(meanwhile.voidedBy(now(stage))).as(stage + " as " + ran + " ended").isEqualTo(expected);
            assertThat(runs.changing(stage)).isFalse();
        }
    }

    @Test
    void whatWasAskedOverNoLinkNeverHolds() {
        ReadingContext without = new ReadingContext("admin@one", 0, "boot-1", Set.of(), 0);
        assertThat(new Observation(Instant.EPOCH, without).voidedBy(without)).contains(Cause.LINK_LOST);
    }

    @Test
    void twoRunsAtATimeAreBothWaitedFor() {
        runs.began("rootfs");
        runs.began("image");
        runs.ended("rootfs");
        assertThat(runs.changing("serve")).isTrue();
        runs.ended("image");
        assertThat(runs.changing("serve")).isFalse();
        assertThat(runs.ends()).isEqualTo(2);
    }
}
