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
        UNPROVED
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

    /** A word this wizard does not know proves nothing. */
    private static State state(String word) {
        for (State state : State.values()) {
            if (state.name().toLowerCase(Locale.ROOT).equals(word)) {
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
