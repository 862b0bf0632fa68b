package org.katagpu.setup.serve;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How far the proof has come, from the facts of kind {@value #KIND} the stage's scripts tell:
 * {@code {"link":"gpu","state":"proved","evidence":"…"}}. A link nothing was told of is waiting.
 */
public record Proof(Map<ProofLink, Standing> links) {
    static final String KIND = "serve.link";

    public static final Proof NONE = new Proof(Map.of());

    public enum State {
        WAITING, RUNNING, PROVED, FAILED,
        /** It was looked at and what would prove it is not there; the chain goes on all the same. */
        UNPROVED,
        /** It was proved of a process that may not be the one there now: no claim any more. Never told by a script. */
        VOID
    }

    /** @param evidence what was read, verbatim, maybe of several lines; empty while there is none */
    public record Standing(State state, String evidence) {
        static final Standing WAITING = new Standing(State.WAITING, "");
    }

    public Proof {
        Map<ProofLink, Standing> all = new EnumMap<>(ProofLink.class);
        for (ProofLink link : ProofLink.values()) {
            all.put(link, links.getOrDefault(link, Standing.WAITING));
        }
        links = Collections.unmodifiableMap(all);
    }

    /** What a report's facts prove, later ones over earlier ones. */
    public static Proof of(Collection<JsonNode> facts) {
        Proof proof = NONE;
        for (JsonNode fact : facts) {
            proof = proof.with(fact);
        }
        return proof;
    }

    /** With one more fact; one of another kind changes nothing. */
    public Proof with(JsonNode fact) {
        Optional<ProofLink> link = ProofLink.of(fact.path("link").asText());
        if (!fact.path("kind").asText().equals(KIND) || link.isEmpty()) {
            return this;
        }
        Map<ProofLink, Standing> more = new EnumMap<>(links);
        more.put(link.get(), new Standing(state(fact.path("state").asText()), fact.path("evidence").asText()));
        return new Proof(more);
    }

    /**
     * What is left of it when nobody can say that the process it was proved of is still there: what was proved is void,
     * what was under way is not any more, and a failure stays what it was.
     */
    public Proof voided() {
        Map<ProofLink, Standing> left = new EnumMap<>(ProofLink.class);
        links.forEach((link, standing) -> left.put(link, switch (standing.state()) {
            case PROVED, VOID -> new Standing(State.VOID, standing.evidence());
            case RUNNING, WAITING -> Standing.WAITING;
            case UNPROVED, FAILED -> standing;
        }));
        return new Proof(left);
    }

    /** Only the links that failed: why a run ended, which a later look at the host need not tell again. */
    public Proof failures() {
        Map<ProofLink, Standing> failed = new EnumMap<>(ProofLink.class);
        links.forEach((link, standing) -> {
            if (standing.state() == State.FAILED) {
                failed.put(link, standing);
            }
        });
        return new Proof(failed);
    }

    /** This proof where it says something, else what was known before. */
    public Proof over(Proof before) {
        Map<ProofLink, Standing> both = new EnumMap<>(before.links);
        links.forEach((link, standing) -> {
            if (standing.state() != State.WAITING) {
                both.put(link, standing);
            }
        });
        return new Proof(both);
    }

    /** A word this wizard does not know proves nothing. */
    private static State state(String word) {
        for (State state : State.values()) {
            if (state != State.VOID && state.name().toLowerCase(Locale.ROOT).equals(word)) {
                return state;
            }
        }
        return State.UNPROVED;
    }

    public Standing at(ProofLink link) {
        return links.getOrDefault(link, Standing.WAITING);
    }

    /** Whether the model answered; that the VM is confidential is told by its own link. */
    public boolean answers() {
        return at(ProofLink.TOKEN).state() == State.PROVED;
    }

    /** Whether there is evidence that the VM is a confidential one. */
    public boolean confidential() {
        return at(ProofLink.VM).state() == State.PROVED;
    }
}
