package org.katagpu.ui.chat.model;

import java.util.Optional;
import java.util.regex.Pattern;

import org.katagpu.chat.ApiKey;
import org.katagpu.chat.CertificatePin;
import org.katagpu.chat.Endpoint;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.setup.WholeNumber;

/**
 * A server as the admin types it.
 *
 * @param fingerprint SHA-256 of its certificate where it speaks TLS; blank: plain HTTP
 */
public record ServerForm(String address, String port, String fingerprint) {
    public static final ServerForm EMPTY = new ServerForm("", "8000", "");
    private static final int MOST_PORT = 65_535;
    private static final Pattern ADDRESS = Pattern.compile(
            "[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

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

    /** What the address takes, where it is no such; empty is not judged here. */
    public static Optional<Text> againstAddress(String typed) {
        return unless(typed.isEmpty() || ADDRESS.matcher(typed).matches(), "address");
    }

    public static Optional<Text> againstPort(String typed) {
        try {
            int number = WholeNumber.of(typed);
            return unless(number >= 1 && number <= MOST_PORT, "port");
        } catch (IllegalArgumentException notANumber) {
            return unless(false, "port");
        }
    }

    public static Optional<Text> againstFingerprint(String typed) {
        try {
            if (!typed.isEmpty()) {
                CertificatePin.parse(typed);
            }
            return Optional.empty();
        } catch (IllegalArgumentException notAFingerprint) {
            return unless(false, "fingerprint");
        }
    }

    /** A key is sent as a header's word. */
    public static boolean isKey(char[] typed) {
        for (char one : typed) {
            if (one <= ' ' || one > '~') {
                return false;
            }
        }
        return true;
    }

    private static Optional<Text> unless(boolean right, String field) {
        return right ? Optional.empty() : Optional.of(Text.of("chatpanel.field." + field + ".wrong"));
    }

    private static ProblemException wrong(String field) {
        return new ProblemException(problem(field));
    }

    private static Problem problem(String field) {
        return Problem.of(Text.of("chatpanel.wrong." + field), Text.of("chatpanel.wrong." + field + ".next"));
    }
}
