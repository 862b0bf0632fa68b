package org.katagpu.attest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.katagpu.attest.cbor.Octets;
import org.katagpu.attest.rung.EvidenceReply;
import org.katagpu.attest.rung.ExpectedMeasurement;
import org.katagpu.attest.rung.Ladder;
import org.katagpu.attest.rung.Rung;
import org.katagpu.attest.rung.RungAppraiser;
import org.katagpu.attest.rung.RungStatus.State;
import org.katagpu.message.Text;

class ClimbTest {
    private static final Octets NONCE = Octets.of(GeneratedMachine.digits(32, 9));
    private static final Octets KEY = Octets.of(GeneratedMachine.digits(158, 1));
    private static final Octets OTHER = Octets.of(GeneratedMachine.digits(158, 2));
    private static final Octets RIM = Octets.of(GeneratedMachine.digits(32, 3));
    private static final ExpectedMeasurement UNKNOWN = new ExpectedMeasurement.Unknown(
            Text.of("attest.open.no_expected"));

    private final GeneratedMachine made = new GeneratedMachine();

    @Test
    void eachRungStandsOnItsOwn() {
        Ladder ladder = climb(given(KEY, KEY), UNKNOWN);
        assertStates(ladder, State.TOLD, State.PROVED, State.PROVED, State.PROVED, State.OPEN, State.OPEN, State.OPEN,
                State.OPEN);
        assertThat(ladder.proved()).isTrue();
        assertThat(ladder.refused()).isFalse();
    }

    @Test
    void theMeasurementProvesTheKernelAndOnlyWithARootHashTheImage() {
        assertStates(climb(given(KEY, KEY), new ExpectedMeasurement.Value(RIM, "x", "")), State.TOLD, State.PROVED,
                State.PROVED,
                State.PROVED, State.PROVED, State.OPEN, State.OPEN, State.OPEN);
        assertStates(climb(given(KEY, KEY), new ExpectedMeasurement.Value(RIM, "x", "00ff")), State.TOLD, State.PROVED,
                State.PROVED, State.PROVED, State.PROVED, State.PROVED, State.OPEN, State.OPEN);
        Ladder other = climb(given(KEY, KEY), new ExpectedMeasurement.Value(Octets.of(new byte[32]), "x", "00ff"));
        assertStates(other, State.TOLD, State.PROVED, State.PROVED, State.PROVED, State.REFUSED, State.OPEN, State.OPEN,
                State.OPEN);
        assertThat(other.refused()).isTrue();
    }

    @Test
    void aReplayIsGenuineButNotFresh() {
        Ladder ladder = climb(new EvidenceReply("args", Octets.of(new byte[32]), KEY, given(KEY, KEY).told()), UNKNOWN);
        assertStates(ladder, State.TOLD, State.PROVED, State.REFUSED, State.OPEN, State.OPEN, State.OPEN, State.OPEN,
                State.OPEN);
        assertThat(ladder.proved()).isFalse();
        assertStates(climb(new EvidenceReply("args", Octets.of(new byte[32]), KEY, given(KEY, KEY).told()),
                new ExpectedMeasurement.Value(RIM, "of another day", "00ff")), State.TOLD, State.PROVED, State.REFUSED,
                State.OPEN,
                State.OPEN, State.OPEN, State.OPEN, State.OPEN);
    }

    @Test
    void anotherServersKeyIsFreshButNotBound() {
        Ladder ladder = climb(given(KEY, OTHER), UNKNOWN);
        assertStates(ladder, State.TOLD, State.PROVED, State.PROVED, State.REFUSED, State.OPEN, State.OPEN, State.OPEN,
                State.OPEN);
        assertThat(ladder.proved()).isFalse();
    }

    /** A host that says the guest asked with the key it shows itself is found out by the challenge. */
    @Test
    void aKeyExchangedOnTheWayIsRefused() {
        EvidenceReply.Told.Given told = (EvidenceReply.Told.Given) given(KEY, KEY).told();
        Ladder ladder = climb(
                new EvidenceReply("args", NONCE, OTHER, new EvidenceReply.Told.Given(told.evidence(), OTHER)), UNKNOWN);
        assertThat(ladder.of(Rung.FRESH).state()).isEqualTo(State.REFUSED);
        assertThat(ladder.proved()).isFalse();
    }

    @Test
    void withoutTlsNothingIsBound() {
        assertStates(climb(given(Octets.NONE, Octets.NONE), UNKNOWN), State.TOLD, State.PROVED, State.PROVED,
                State.OPEN, State.OPEN, State.OPEN, State.OPEN, State.OPEN);
        assertThat(climb(given(Octets.NONE, KEY), UNKNOWN).of(Rung.BOUND).state()).isEqualTo(State.OPEN);
    }

    @Test
    void withoutATokenOnlyTheHostsWordIsLeft() {
        Text reason = Text.of("attest.open.no_device");
        Ladder ladder = climb(new EvidenceReply("args", NONCE, KEY, new EvidenceReply.Told.Nothing(reason)), UNKNOWN);
        assertStates(ladder, State.TOLD, State.OPEN, State.OPEN, State.OPEN, State.OPEN, State.OPEN, State.OPEN,
                State.OPEN);
        assertThat(ladder.of(Rung.GENUINE).reason()).isEqualTo(reason);
        assertThat(climb(new EvidenceReply("", NONCE, KEY, new EvidenceReply.Told.Nothing(reason)), UNKNOWN)
                .of(Rung.ARGUMENTS)
                .state()).isEqualTo(State.OPEN);
    }

    @Test
    void whatIsNotGenuineProvesNothingAbove() {
        EvidenceReply answer = given(KEY, KEY);
        Ladder ladder = new RungAppraiser(new Verifier(new GeneratedMachine().trust())).climb(answer, UNKNOWN,
                GeneratedMachine.NOW);
        assertStates(ladder, State.TOLD, State.REFUSED, State.OPEN, State.OPEN, State.OPEN, State.OPEN, State.OPEN,
                State.OPEN);
    }

    private Ladder climb(EvidenceReply answer, ExpectedMeasurement expected) {
        return new RungAppraiser(new Verifier(made.trust())).climb(answer, expected, GeneratedMachine.NOW);
    }

    private EvidenceReply given(Octets asked, Octets seen) {
        return given(made, NONCE, asked, seen);
    }

    static EvidenceReply given(GeneratedMachine made, Octets nonce, Octets asked, Octets seen) {
        CborTree token = made.answering(new Binding(nonce, asked).challenge().octets().bytes());
        return new EvidenceReply("args", nonce, seen, new EvidenceReply.Told.Given(made.evidence(token), asked));
    }

    private static void assertStates(Ladder ladder, State... states) {
        assertThat(Arrays.stream(Rung.values()).map(rung -> ladder.of(rung).state())).containsExactly(states);
    }
}
