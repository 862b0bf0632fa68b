package org.katagpu.attest;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.katagpu.CpuTime;
import org.katagpu.attest.cbor.Octets;
import org.katagpu.attest.refusal.Challenge;
import org.katagpu.attest.refusal.Refusal;
import org.katagpu.attest.trust.Authority;
import org.katagpu.attest.trust.Issuer;
import org.katagpu.attest.trust.PinnedCertificates;
import org.katagpu.attest.trust.Trust;

class VerifierTest {
    private final Verifier huawei = new Verifier(PinnedCertificates.load());
    private final GeneratedMachine made = new GeneratedMachine();
    private final Verifier own = new Verifier(made.trust());

    @Test
    void theEvidenceOfARealMachineIsGenuine() {
        Verdict.Genuine genuine = genuine(huawei.verify(TestVector.evidence(), TestVector.WITHIN));
        assertThat(genuine.authority()).isEqualTo(Authority.HUAWEI);
        assertThat(genuine.machine()).contains("D924B0157002");
        assertThat(genuine.platform()).isEmpty();
        assertThat(genuine.revocation()).isEqualTo(Verdict.Revocation.CANNOT_BE_CHECKED);
        assertThat(genuine.claims().initial().hex())
                .isEqualTo("b23d801b7a7d00e53dc636f918237a62f8a30df39f46db9af7cd213713a041d8");
        assertThat(genuine.claims().extended()).hasSize(4);
    }

    @Test
    void aPracticeAuthorityIsNoneOfHuaweis() {
        assertThat(reason(huawei.verify(made.evidence(made.alone(false)), GeneratedMachine.NOW)))
                .isEqualTo(Refusal.Reason.ISSUER);
        assertThat(reason(own.verify(TestVector.evidence(), TestVector.WITHIN))).isEqualTo(Refusal.Reason.ISSUER);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bothFormsOfASignatureOverP521AreRead(boolean der) {
        for (int i = 0; i < 20; i++) {
            assertThat(genuine(own.verify(made.evidence(made.alone(der)), GeneratedMachine.NOW)).platform()).isEmpty();
        }
        Verdict.Genuine both = genuine(own.verify(made.evidence(made.both(der)), GeneratedMachine.NOW));
        assertThat(both.platform()).hasValueSatisfying(platform -> assertThat(platform.software()).hasSize(1));
    }

    @Test
    void aTokenAnswersOneChallengeOnly() {
        Verdict verdict = huawei.verify(TestVector.evidence(), TestVector.WITHIN);
        Challenge its = genuine(verdict).claims().challenge();
        byte[] other = its.octets().bytes();
        other[63] ^= 1;
        assertThat(verdict.answering(its)).isSameAs(verdict);
        assertThat(reason(verdict.answering(new Challenge(Octets.of(other))))).isEqualTo(Refusal.Reason.CHALLENGE);
    }

    @Test
    void theChainIsValidInItsTimeOnly() {
        Evidence evidence = TestVector.evidence();
        assertThat(reason(huawei.verify(evidence, Instant.parse("2025-03-04T21:25:16Z"))))
                .isEqualTo(Refusal.Reason.NOT_YET_VALID);
        genuine(huawei.verify(evidence, Instant.parse("2025-03-04T21:25:17Z")));
        genuine(huawei.verify(evidence, Instant.parse("2040-02-29T21:25:17Z")));
        assertThat(reason(huawei.verify(evidence, Instant.parse("2040-02-29T21:25:18Z"))))
                .isEqualTo(Refusal.Reason.EXPIRED);
        assertThat(reason(own.verify(made.evidence(made.alone(true)), GeneratedMachine.NOW.plus(Duration.ofDays(2)))))
                .isEqualTo(Refusal.Reason.EXPIRED);
    }

    @Test
    void anotherMachinesCertificateIsRefused() throws Exception {
        KeyPair other = GeneratedMachine.pair();
        X509Certificate certificate = GeneratedMachine.certificate("CN=Other", other, "CN=Issuer", made.issuer, false);
        Octets der = Octets.of(certificate.getEncoded());
        for (CborTree token : List.of(made.alone(false), made.both(false), made.alone(true), made.both(true))) {
            assertThat(reason(own.verify(new Evidence(Octets.of(token.write()), der), GeneratedMachine.NOW)))
                    .isEqualTo(Refusal.Reason.OTHER_DEVICE);
        }
    }

    @Test
    void aPlatformsTokenVouchesForOneKeyOnly() {
        byte[] other = GeneratedMachine.digest(GeneratedMachine.point(GeneratedMachine.pair()));
        assertThat(reason(own.verify(made.evidence(made.both(false, other)), GeneratedMachine.NOW)))
                .isEqualTo(Refusal.Reason.PLATFORM_BINDING);
    }

    /** Of two tokens the platform's stands first, and each is in its place. */
    @Test
    void partsExchangedOrLeftOutAreRefused() {
        CborTree exchanged = made.both(false);
        CborTree map = exchanged.children.getFirst();
        map.children.addAll(map.children.subList(0, 2));
        map.children.subList(0, 2).clear();
        assertThat(reason(own.verify(made.evidence(exchanged), GeneratedMachine.NOW)))
                .isEqualTo(Refusal.Reason.STRUCTURE);
        CborTree without = made.both(false);
        without.children.getFirst().children.subList(0, 2).clear();
        without.children.getFirst().argument = 1;
        assertThat(reason(own.verify(made.evidence(without), GeneratedMachine.NOW)))
                .isEqualTo(Refusal.Reason.OTHER_DEVICE);
    }

    @Test
    void aForgedChainIsRefused() throws Exception {
        KeyPair forger = GeneratedMachine.pair();
        X509Certificate forged = GeneratedMachine.certificate("CN=Device", made.device, "CN=Issuer", forger, false);
        assertThat(reason(own.verify(new Evidence(Octets.of(made.alone(false).write()),
                Octets.of(forged.getEncoded())), GeneratedMachine.NOW)))
                .isEqualTo(Refusal.Reason.CERTIFICATE_SIGNATURE);
        Trust under = new Trust(Authority.PRACTICE, List.of(new Issuer(
                GeneratedMachine.certificate("CN=Root", forger, "CN=Root", forger, true), made.issuerCertificate)));
        assertThat(reason(new Verifier(under).verify(made.evidence(made.alone(false)), GeneratedMachine.NOW)))
                .isEqualTo(Refusal.Reason.CERTIFICATE_SIGNATURE);
    }

    /** An issuer's own key must sign no tokens, nor one whose certificate is for other things. */
    @Test
    void aCertificateForOtherThingsIsRefused() throws Exception {
        X509Certificate authority = GeneratedMachine.certificate("CN=Device", made.device, "CN=Issuer", made.issuer,
                true);
        assertThat(reason(own.verify(new Evidence(Octets.of(made.alone(false).write()),
                Octets.of(authority.getEncoded())), GeneratedMachine.NOW))).isEqualTo(Refusal.Reason.CERTIFICATE_USE);
    }

    /** Key and signature of one's own, everything else from a genuine machine. */
    @Test
    void aTokenSignedByItsWritersOwnKeyIsRefused() {
        KeyPair own = GeneratedMachine.pair();
        CborTree token = CborTree.tag(399, CborTree.map(CborTree.whole(44241),
                CborTree.wrapped(GeneratedMachine.sign(CborTree.wrapped(GeneratedMachine.claims(own)), own, false))));
        assertThat(reason(this.own.verify(made.evidence(token), GeneratedMachine.NOW)))
                .isEqualTo(Refusal.Reason.OTHER_DEVICE);
        CborTree borrowed = CborTree.tag(399, CborTree.map(CborTree.whole(44241), CborTree.wrapped(
                GeneratedMachine.sign(CborTree.wrapped(GeneratedMachine.claims(made.device)), own, false))));
        assertThat(reason(this.own.verify(made.evidence(borrowed), GeneratedMachine.NOW)))
                .isEqualTo(Refusal.Reason.SIGNATURE);
    }

    @Test
    void warmItTakesLittleTime() {
        Evidence evidence = TestVector.evidence();
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 60; i++) {
            long begun = CpuTime.nanos();
            genuine(huawei.verify(evidence, TestVector.WITHIN));
            best = Math.min(best, CpuTime.nanos() - begun);
        }
        System.getLogger("attest").log(System.Logger.Level.INFO, "verified in {0} us", best / 1000);
        assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(100));
    }

    static Verdict.Genuine genuine(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Genuine.class);
        return (Verdict.Genuine) verdict;
    }

    static Refusal.Reason reason(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Refused.class);
        return ((Verdict.Refused) verdict).refusal().reason();
    }
}
