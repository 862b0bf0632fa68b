package org.katagpu.setup.serve;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;
import org.katagpu.attest.Binding;
import org.katagpu.attest.Evidence;
import org.katagpu.attest.cbor.Octets;
import org.katagpu.attest.rung.EvidenceReply;
import org.katagpu.message.Text;

/** What the guest gave: the fact {@value #KIND}. */
final class GuestEvidence {
    static final String KIND = "serve.evidence";

    private GuestEvidence() {}

    static EvidenceReply.Told of(Collection<JsonNode> facts) {
        Optional<JsonNode> told = facts.stream().filter(fact -> fact.path("kind").asText().equals(KIND))
                .reduce((first, last) -> last);
        if (told.isEmpty()) {
            return nothing("helper");
        }
        JsonNode fact = told.get();
        String none = fact.path("none").asText();
        if (!none.isEmpty()) {
            return nothing(none);
        }
        try {
            Octets key = octets(fact, "key", Binding.MOST_KEY);
            return new EvidenceReply.Told.Given(new Evidence(octets(fact, "token", Evidence.MOST_TOKEN),
                    octets(fact, "certificate", Evidence.MOST_CERTIFICATE)), key);
        } catch (IllegalArgumentException garbled) {
            return nothing("helper");
        }
    }

    /** @param word of evidence.py's; any other is the helper's failure */
    private static EvidenceReply.Told nothing(String word) {
        return new EvidenceReply.Told.Nothing(Text.of(switch (word) {
            case "device" -> "attest.open.no_device";
            case "closed" -> "attest.open.device_closed";
            case "firmware" -> "attest.open.firmware";
            case "key" -> "attest.open.no_key";
            default -> "attest.open.helper";
        }));
    }

    private static Octets octets(JsonNode fact, String name, int most) {
        Octets octets = Octets.of(Base64.getDecoder().decode(fact.path(name).asText()));
        if (octets.size() > most) {
            throw new IllegalArgumentException(name);
        }
        return octets;
    }
}
