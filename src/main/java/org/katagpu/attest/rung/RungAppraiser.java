package org.katagpu.attest.rung;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.katagpu.attest.Binding;
import org.katagpu.attest.Verdict;
import org.katagpu.attest.Verifier;
import org.katagpu.attest.cbor.Octets;
import org.katagpu.attest.refusal.Refusal;
import org.katagpu.message.Text;

/** Makes a ladder of an answer. A rung is proved by its own evidence; where the one it needs is not, it stays open. */
public final class RungAppraiser {
    private final Verifier verifier;

    public RungAppraiser(Verifier verifier) {
        this.verifier = verifier;
    }

    /** @param at the moment the certificates have to be valid at */
    public Ladder climb(EvidenceReply answer, ExpectedMeasurement expected, Instant at) {
        Map<Rung, RungStatus> rungs = new EnumMap<>(Rung.class);
        rungs.put(Rung.ARGUMENTS, arguments(answer.arguments()));
        rungs.put(Rung.CONTAINER, RungStatus.open(Text.of("attest.open.container")));
        rungs.put(Rung.GPU, RungStatus.open(Text.of("attest.open.gpu")));
        switch (answer.told()) {
            case EvidenceReply.Told.Nothing(Text reason) -> {
                rungs.put(Rung.GENUINE, RungStatus.open(reason));
                openAbove(rungs, Text.of("attest.open.no_token"));
                return new Ladder(rungs, Optional.empty());
            }
            case EvidenceReply.Told.Given given -> {
                Verdict verdict = verifier.verify(given.evidence(), at);
                switch (verdict) {
                    case Verdict.Refused(Refusal refusal) -> {
                        rungs.put(Rung.GENUINE, RungStatus.refused(refusal.text(), refusal.detail()));
                        openAbove(rungs, Text.of("attest.open.not_genuine"));
                    }
                    case Verdict.Genuine genuine -> above(rungs, genuine, new Binding(answer.nonce(), given.key()),
                            answer.seen(), expected);
                }
                return new Ladder(rungs, Optional.of(verdict));
            }
        }
    }

    private static RungStatus arguments(String words) {
        return words.isEmpty()
                ? RungStatus.open(Text.of("attest.open.arguments"))
                : new RungStatus(RungStatus.State.TOLD, Text.of("attest.told.arguments"), words);
    }

    private static void openAbove(Map<Rung, RungStatus> rungs, Text reason) {
        for (Rung rung : Rung.values()) {
            rungs.putIfAbsent(rung, RungStatus.open(reason));
        }
    }

    private static void above(Map<Rung, RungStatus> rungs, Verdict.Genuine genuine, Binding asked, Octets seen,
            ExpectedMeasurement expected) {
        rungs.put(Rung.GENUINE, RungStatus.proved(Text.of("attest.proved.genuine", genuine.authority().text()),
                genuine.machine() + "\n" + genuine.serial()));
        boolean fresh = genuine.answering(asked.challenge()) == genuine;
        String challenge = genuine.claims().challenge().octets().hex();
        rungs.put(Rung.FRESH, fresh
                ? RungStatus.proved(Text.of("attest.proved.fresh"), challenge)
                : RungStatus.refused(Text.of("attest.refused.challenge"), challenge));
        rungs.put(Rung.BOUND, fresh ? bound(asked.key(), seen) : RungStatus.open(Text.of("attest.open.not_fresh")));
        // An old token tells how a VM was once started, perhaps another one.
        RungStatus kernel = fresh
                ? kernel(genuine.claims().initial(), expected)
                : RungStatus.open(Text.of("attest.open.not_fresh"));
        rungs.put(Rung.KERNEL, kernel);
        rungs.put(Rung.IMAGE, image(kernel, expected));
    }

    private static RungStatus bound(Octets asked, Octets seen) {
        if (seen.size() == 0 || asked.size() == 0) {
            return RungStatus.open(Text.of("attest.open.no_tls"));
        }
        return asked.equals(seen)
                ? RungStatus.proved(Text.of("attest.proved.bound"), seen.hex())
                : RungStatus.refused(Text.of("attest.refused.other_server"), asked.hex() + "\n" + seen.hex());
    }

    private static RungStatus kernel(Octets rim, ExpectedMeasurement expected) {
        return switch (expected) {
            case ExpectedMeasurement.Unknown(Text reason) -> new RungStatus(RungStatus.State.OPEN, reason, rim.hex());
            case ExpectedMeasurement.Value(Octets value, String of, String _) -> value.equals(rim)
                    ? RungStatus.proved(Text.of("attest.proved.kernel"), rim.hex() + "\n" + of)
                    : RungStatus.refused(Text.of("attest.refused.rim"), rim.hex() + "\n" + value.hex() + "\n" + of);
        };
    }

    private static RungStatus image(RungStatus kernel, ExpectedMeasurement expected) {
        if (kernel.state() != RungStatus.State.PROVED || !(expected instanceof ExpectedMeasurement.Value value)) {
            return RungStatus.open(Text.of("attest.open.kernel_first"));
        }
        return value.rootHash().isEmpty()
                ? RungStatus.open(Text.of("attest.open.image"))
                : RungStatus.proved(Text.of("attest.proved.image"), value.rootHash());
    }
}
