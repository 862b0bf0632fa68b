package org.katagpu.attest.rung;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.katagpu.attest.Binding;
import org.katagpu.attest.Refusal;
import org.katagpu.attest.Verdict;
import org.katagpu.attest.Verifier;
import org.katagpu.attest.cbor.Octets;
import org.katagpu.message.Text;

/** Makes a ladder of an answer. A rung is proved by its own evidence; where the one it needs is not, it stays open. */
public final class Climb {
    private final Verifier verifier;

    public Climb(Verifier verifier) {
        this.verifier = verifier;
    }

    /** @param at the moment the certificates have to be valid at */
    public Ladder climb(Answer answer, Expected expected, Instant at) {
        Map<Rung, Standing> rungs = new EnumMap<>(Rung.class);
        rungs.put(Rung.ARGUMENTS, arguments(answer.arguments()));
        rungs.put(Rung.CONTAINER, Standing.open(Text.of("attest.open.container")));
        rungs.put(Rung.GPU, Standing.open(Text.of("attest.open.gpu")));
        switch (answer.told()) {
            case Answer.Told.Nothing(Text reason) -> {
                rungs.put(Rung.GENUINE, Standing.open(reason));
                openAbove(rungs, Text.of("attest.open.no_token"));
                return new Ladder(rungs, Optional.empty());
            }
            case Answer.Told.Given given -> {
                Verdict verdict = verifier.verify(given.evidence(), at);
                switch (verdict) {
                    case Verdict.Refused(Refusal refusal) -> {
                        rungs.put(Rung.GENUINE, Standing.refused(refusal.text(), refusal.detail()));
                        openAbove(rungs, Text.of("attest.open.not_genuine"));
                    }
                    case Verdict.Genuine genuine -> above(rungs, genuine, new Binding(answer.nonce(), given.key()),
                            answer.seen(), expected);
                }
                return new Ladder(rungs, Optional.of(verdict));
            }
        }
    }

    private static Standing arguments(String words) {
        return words.isEmpty()
                ? Standing.open(Text.of("attest.open.arguments"))
                : new Standing(Standing.State.TOLD, Text.of("attest.told.arguments"), words);
    }

    private static void openAbove(Map<Rung, Standing> rungs, Text reason) {
        for (Rung rung : Rung.values()) {
            rungs.putIfAbsent(rung, Standing.open(reason));
        }
    }

    private static void above(Map<Rung, Standing> rungs, Verdict.Genuine genuine, Binding asked, Octets seen,
            Expected expected) {
        rungs.put(Rung.GENUINE, Standing.proved(Text.of("attest.proved.genuine", genuine.authority().text()),
                genuine.machine() + "\n" + genuine.serial()));
        boolean fresh = genuine.answering(asked.challenge()) == genuine;
        String challenge = genuine.claims().challenge().octets().hex();
        rungs.put(Rung.FRESH, fresh
                ? Standing.proved(Text.of("attest.proved.fresh"), challenge)
                : Standing.refused(Text.of("attest.refused.challenge"), challenge));
        rungs.put(Rung.BOUND, fresh ? bound(asked.key(), seen) : Standing.open(Text.of("attest.open.not_fresh")));
        // An old token tells how a VM was once started, perhaps another one.
        Standing kernel = fresh
                ? kernel(genuine.claims().initial(), expected)
                : Standing.open(Text.of("attest.open.not_fresh"));
        rungs.put(Rung.KERNEL, kernel);
        rungs.put(Rung.IMAGE, image(kernel, expected));
    }

    private static Standing bound(Octets asked, Octets seen) {
        if (seen.size() == 0 || asked.size() == 0) {
            return Standing.open(Text.of("attest.open.no_tls"));
        }
        return asked.equals(seen)
                ? Standing.proved(Text.of("attest.proved.bound"), seen.hex())
                : Standing.refused(Text.of("attest.refused.other_server"), asked.hex() + "\n" + seen.hex());
    }

    private static Standing kernel(Octets rim, Expected expected) {
        return switch (expected) {
            case Expected.Unknown(Text reason) -> new Standing(Standing.State.OPEN, reason, rim.hex());
            case Expected.Value(Octets value, String of, String _) -> value.equals(rim)
                    ? Standing.proved(Text.of("attest.proved.kernel"), rim.hex() + "\n" + of)
                    : Standing.refused(Text.of("attest.refused.rim"), rim.hex() + "\n" + value.hex() + "\n" + of);
        };
    }

    private static Standing image(Standing kernel, Expected expected) {
        if (kernel.state() != Standing.State.PROVED || !(expected instanceof Expected.Value value)) {
            return Standing.open(Text.of("attest.open.kernel_first"));
        }
        return value.rootHash().isEmpty()
                ? Standing.open(Text.of("attest.open.image"))
                : Standing.proved(Text.of("attest.proved.image"), value.rootHash());
    }
}
