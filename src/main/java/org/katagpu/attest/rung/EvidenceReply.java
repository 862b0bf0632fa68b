package org.katagpu.attest.rung;

import java.util.Optional;
import org.katagpu.attest.Binding;
import org.katagpu.attest.Evidence;
import org.katagpu.attest.cbor.Octets;
import org.katagpu.message.Text;

/**
 * What came back for one question.
 *
 * @param arguments the words of the VM's process on the host that say it is confidential; empty where there are none
 * @param nonce that was asked with
 * @param seen the public key (DER) of the server we talk to, as its TLS shows it; empty without TLS
 */
public record EvidenceReply(String arguments, Octets nonce, Octets seen, Told told) {
    /** What the guest gave. */
    public sealed interface Told {
        /** @param reason why there is no evidence */
        record Nothing(Text reason) implements Told {}

        /** @param key the public key (DER) the guest says it asked with; empty: none */
        record Given(Evidence evidence, Octets key) implements Told {}
    }

    /** The question as the guest says it put it; empty where it gave nothing. */
    public Optional<Binding> asked() {
        return told instanceof Told.Given(Evidence _, Octets key)
                ? Optional.of(new Binding(nonce, key))
                : Optional.empty();
    }
}
