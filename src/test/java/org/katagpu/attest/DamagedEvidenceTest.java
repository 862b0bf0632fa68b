package org.katagpu.attest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.katagpu.attest.cbor.Octets;
import org.katagpu.attest.refusal.Challenge;
import org.katagpu.attest.trust.PinnedCertificates;

/**
 * Evidence of which one bit is another, or the end is missing, is refused. Each bit with {@code -Dattest.mutations=…};
 * the ordinary run takes one of nine (each byte once or so), of the slow P-521 one of 61.
 */
class DamagedEvidenceTest {
    private static final boolean LONG = Integer.getInteger("attest.mutations") != null;
    private static final int RSA_STEP = LONG ? 1 : 9;
    private static final int P521_STEP = LONG ? 1 : 61;

    @Test
    void bitsOfARealMachinesEvidence() {
        Evidence whole = TestVector.evidence();
        ResourceMeter watched = flips(new Verifier(PinnedCertificates.load()), whole, TestVector.WITHIN, RSA_STEP);
        assertThat(watched.wrong()).isEmpty();
        assertThat(watched.inputs()).isBetween(8L * (1431 + 1169) / RSA_STEP, 8L * (1431 + 1169) / RSA_STEP + 2);
    }

    @Test
    void lengthsOfARealMachinesEvidence() {
        Evidence whole = TestVector.evidence();
        ResourceMeter watched = cuts(new Verifier(PinnedCertificates.load()), whole, TestVector.WITHIN);
        assertThat(watched.wrong()).isEmpty();
        assertThat(watched.inputs()).isEqualTo(1431 + 1169 + 2);
    }

    @Test
    void bitsAndLengthsOfTwoTokensOverP521() {
        GeneratedMachine made = new GeneratedMachine();
        Evidence whole = made.evidence(made.both(true));
        Verifier verifier = new Verifier(made.trust());
        assertThat(flips(verifier, whole, GeneratedMachine.NOW, P521_STEP).wrong()).isEmpty();
        assertThat(cuts(verifier, whole, GeneratedMachine.NOW).wrong()).isEmpty();
    }

    private static ResourceMeter flips(Verifier verifier, Evidence whole, Instant at, int step) {
        Challenge challenge = VerifierTest.genuine(verifier.verify(whole, at)).claims().challenge();
        return new ResourceMeter().all(Stream.concat(
                bits(whole.token(), step).mapToObj(bit -> new Evidence(flip(whole.token(), bit), whole.certificate())),
                bits(whole.certificate(), step)
                        .mapToObj(bit -> new Evidence(whole.token(), flip(whole.certificate(), bit))))
                .map(evidence -> new ResourceMeter.Input("a bit", verifier, evidence, challenge, at)));
    }

    /** And one byte more. */
    private static ResourceMeter cuts(Verifier verifier, Evidence whole, Instant at) {
        Challenge challenge = VerifierTest.genuine(verifier.verify(whole, at)).claims().challenge();
        return new ResourceMeter().all(Stream.concat(
                lengths(whole.token()).map(cut -> new Evidence(cut, whole.certificate())),
                lengths(whole.certificate()).map(cut -> new Evidence(whole.token(), cut)))
                .map(evidence -> new ResourceMeter.Input("a length", verifier, evidence, challenge, at)));
    }

    private static IntStream bits(Octets octets, int step) {
        return IntStream.iterate(0, bit -> bit < 8 * octets.size(), bit -> bit + step);
    }

    private static Octets flip(Octets octets, int bit) {
        byte[] bytes = octets.bytes();
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        return Octets.of(bytes);
    }

    private static Stream<Octets> lengths(Octets octets) {
        return IntStream.rangeClosed(0, octets.size() + 1).filter(length -> length != octets.size())
                .mapToObj(length -> Octets.of(Arrays.copyOf(octets.bytes(), length)));
    }
}
