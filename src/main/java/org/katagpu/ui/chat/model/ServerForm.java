package org.katagpu.ui.chat.model;

import java.util.Optional;

import org.katagpu.chat.ApiKey;
import org.katagpu.chat.CertificatePin;
import org.katagpu.chat.Endpoint;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;

/**
 * A server as the admin types it.
 *
 * @param fingerprint SHA-256 of its certificate where it speaks TLS; blank: plain HTTP
 */
public record ServerForm(String address, String port, String fingerprint) {
    public static final ServerForm EMPTY = new ServerForm("", "8000", "");
    private static final int MOST_PORT = 65_535;

    Endpoint endpoint(ApiKey key) throws ProblemException {
        if (address.isBlank() || address.strip().chars().anyMatch(Character::isWhitespace)) {
            throw wrong("address");
        }
        return new Endpoint(address.strip(), number(), pin(), "", key);
    }

    private int number() throws ProblemException {
        try {
            int number = Integer.parseInt(port.strip());
            if (number >= 1 && number <= MOST_PORT) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            throw new ProblemException(problem("port"), notANumber);
        }
        throw wrong("port");
    }

    private Optional<CertificatePin> pin() throws ProblemException {
        if (fingerprint.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(CertificatePin.parse(fingerprint));
        } catch (IllegalArgumentException notAFingerprint) {
            throw new ProblemException(problem("fingerprint"), notAFingerprint);
        }
    }

    private static ProblemException wrong(String field) {
        return new ProblemException(problem(field));
    }

    private static Problem problem(String field) {
        return Problem.of(Text.of("chatpanel.wrong." + field), Text.of("chatpanel.wrong." + field + ".next"));
    }
}
