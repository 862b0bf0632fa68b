package org.katagpu.attest.refusal;

import java.util.Locale;
import org.katagpu.message.Text;

/**
 * Why evidence does not count.
 *
 * @param detail what was read there, for whoever looks into it; may be empty; in English
 */
public record Refusal(Reason reason, String detail) {
    public enum Reason {
        /** More bytes than the device gives. */
        TOO_LARGE,
        /** Not CBOR in the one encoding each value has. */
        ENCODING,
        /** Not a virtCCA token: its tags, parts or their order. */
        STRUCTURE,
        /** The header no signature covers is not empty. */
        UNPROTECTED_HEADER,
        /** Another algorithm than PS256 and ES512. */
        ALGORITHM,
        /** A claim is missing, of another type or length. */
        CLAIM,
        /** A public key that is none, or not RSA of 4096 bits or P-521. */
        KEY,
        /** No X.509 certificate in DER. */
        CERTIFICATE,
        /** Issued by nobody we trust. */
        ISSUER,
        /** Its issuer did not sign it. */
        CERTIFICATE_SIGNATURE,
        /** It may not sign tokens. */
        CERTIFICATE_USE, NOT_YET_VALID, EXPIRED,
        /** Signed by another key than the device certificate's: it belongs to another machine. */
        OTHER_DEVICE,
        /** The platform's token names another key than the VM's token is signed with. */
        PLATFORM_BINDING,
        /** The signature does not hold. */
        SIGNATURE,
        /** It answers another question than ours: replayed, or of another server's key. */
        CHALLENGE
    }

    public Refusal(Reason reason) {
        this(reason, "");
    }

    public Text text() {
        return Text.of("attest.refused." + reason.name().toLowerCase(Locale.ROOT));
    }
}
