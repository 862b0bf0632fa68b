package org.katagpu.attest;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.katagpu.attest.cbor.Octets;
import org.katagpu.attest.refusal.Challenge;
import org.katagpu.attest.trust.PinnedCertificates;

/**
 * Evidence changed in its structure, or taken together from things that do not belong together: {@code
 * -Dattest.mutations=100000} for the long run.
 */
class MutatedEvidenceTest {
    private static final int MUTATIONS = Integer.getInteger("attest.mutations", 3_000);
    private static final long SEED = Long.getLong("attest.seed", 20261129);

    private final GeneratedMachine made = new GeneratedMachine();
    private final GeneratedMachine foreign = new GeneratedMachine();
    private final List<Base> bases = new ArrayList<>();
    private final List<Octets> certificates = new ArrayList<>();
    private final KeyPair forger = GeneratedMachine.pair();

    /** Evidence that is accepted as it is. */
    private record Base(Verifier verifier, CborTree tree, Evidence evidence, Challenge challenge, Instant at) {}

    MutatedEvidenceTest() throws CertificateEncodingException {
        base(new Verifier(PinnedCertificates.load()), CborTree.read(TestVector.evidence().token().bytes(), 3),
                TestVector.evidence().certificate(), TestVector.WITHIN);
        Octets certificate = Octets.of(made.deviceCertificate.getEncoded());
        for (CborTree tree : List.of(made.alone(true), made.alone(false), made.both(true), made.both(false))) {
            // Read again, so that what is signed is a tree as well.
            base(new Verifier(made.trust()), CborTree.read(tree.write(), 3), certificate, GeneratedMachine.NOW);
        }
        for (X509Certificate other : List.of(made.issuerCertificate, made.rootCertificate, foreign.deviceCertificate,
                GeneratedMachine.certificate("CN=Device", forger, "CN=Issuer", made.issuer, false),
                GeneratedMachine.certificate("CN=Device", made.device, "CN=Issuer", forger, false))) {
            certificates.add(Octets.of(other.getEncoded()));
        }
        certificates.add(Octets.NONE);
    }

    private void base(Verifier verifier, CborTree tree, Octets certificate, Instant at) {
        Evidence evidence = new Evidence(Octets.of(tree.write()), certificate);
        Verdict.Genuine genuine = VerifierTest.genuine(verifier.verify(evidence, at));
        bases.add(new Base(verifier, tree, evidence, genuine.claims().challenge(), at));
    }

    @Test
    void noneIsAcceptedNoneThrowsNoneTakesLong() {
        ResourceMeter watched = new ResourceMeter().all(IntStream.range(0, MUTATIONS).mapToObj(this::input));
        assertThat(watched.wrong()).isEmpty();
        assertThat(watched.inputs()).isEqualTo(MUTATIONS);
        assertThat(watched.longestMillis()).isLessThan(1_000);
        assertThat(watched.largestMib()).isLessThan(64);
    }

    /** Each number has its input, so that one found wrong comes again. */
    private ResourceMeter.Input input(int number) {
        SplittableRandom random = new SplittableRandom(SEED + number);
        Base base = bases.get(random.nextInt(bases.size()));
        Evidence evidence = base.evidence();
        Challenge challenge = base.challenge();
        Instant at = base.at();
        switch (random.nextInt(40)) {
            case 0 -> evidence = new Evidence(evidence.token(), otherThan(base, random));
            case 1 -> challenge = new Challenge(Octets.of(changed(challenge.octets().bytes(), random)));
            case 2 -> at = at.plus(Duration.ofDays(random.nextBoolean() ? 36_500 : -36_500));
            case 3 -> evidence = new Evidence(forged(random), Octets.of(der()));
            default -> evidence = new Evidence(Octets.of(new TokenMutator(random).mutate(base.tree())),
                    evidence.certificate());
        }
        return new ResourceMeter.Input("number " + number, base.verifier(), evidence, challenge, at);
    }

    private Octets otherThan(Base base, SplittableRandom random) {
        Octets other = certificates.get(random.nextInt(certificates.size()));
        return other.equals(base.evidence().certificate()) ? Octets.NONE : other;
    }

    /** Whole and well signed, but with a key of its writer. */
    private Octets forged(SplittableRandom random) {
        KeyPair named = random.nextBoolean() ? forger : made.device;
        return Octets.of(CborTree.tag(399, CborTree.map(CborTree.whole(44241), CborTree.wrapped(GeneratedMachine.sign(
                CborTree.wrapped(GeneratedMachine.claims(named)), forger, random.nextBoolean())))).write());
    }

    private byte[] der() {
        try {
            return made.deviceCertificate.getEncoded();
        } catch (CertificateEncodingException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static byte[] changed(byte[] bytes, SplittableRandom random) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        return bytes;
    }
}
