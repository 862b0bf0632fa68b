package org.katagpu.chat.export;

import java.util.Arrays;
import java.util.Optional;
import org.katagpu.chat.CertificatePin;
import org.katagpu.chat.ChatRequest;
import org.katagpu.chat.Endpoint;
import org.katagpu.chat.wire.RequestJson;
import org.katagpu.message.Messages;
import org.katagpu.message.Text;
import org.katagpu.remote.ShellQuote;

/**
 * A request as a bash command for the host. The key stands there as {@code $KEY}; neither it nor the conversation
 * comes into curl's arguments, which every user of the host can read.
 */
public final class CurlCommand {
    private static final String CURL = "curl -sS -N";
    private static final String CONTINUED = " \\\n  ";

    private final Messages words;

    public CurlCommand(Messages words) {
        this.words = words;
    }

    public String of(Endpoint endpoint, ChatRequest request) {
        StringBuilder text = new StringBuilder(comment(Text.of("chat.curl.host")));
        boolean key = asksForKey(endpoint);
        if (key) {
            text.append(comment(Text.of("chat.curl.key"))).append("#   read -rs KEY\n");
        }
        Optional<CertificatePin> pin = endpoint.pin();
        pin.ifPresent(wanted -> text.append(pinning(endpoint, wanted)));
        text.append(CURL).append(' ').append(ShellQuote.quote(endpoint.url() + "/v1/chat/completions"));
        if (pin.isPresent()) {
            text.append(CONTINUED).append("--insecure --pinnedpubkey \"sha256//$key\"");
        }
        if (key) {
            text.append(CONTINUED).append("-H @<(printf 'Authorization: Bearer %s\\n' \"$KEY\")");
        }
        text.append(CONTINUED).append("-H 'Content-Type: application/json'");
        // A line of JSON is never the word that ends the text: outside strings it cannot stand, inside them no line ends.
        return text.append(CONTINUED).append("--data-binary @- <<'END'\n")
                .append(RequestJson.of(request, true).toPrettyString()).append("\nEND\n").toString();
    }

    private String pinning(Endpoint endpoint, CertificatePin pin) {
        return comment(Text.of("chat.curl.pin")) + """
                certificate=$(openssl s_client -connect %s </dev/null 2>/dev/null | openssl x509)
                shown=$(openssl x509 -noout -fingerprint -sha256 <<<"$certificate")
                key=$(openssl x509 -noout -pubkey <<<"$certificate" | openssl pkey -pubin -outform DER |
                  openssl dgst -sha256 -binary | base64)
                [[ ${shown#*=} == %s ]] &&
                """.formatted(ShellQuote.quote(endpoint.authority()), ShellQuote.quote(pin.withColons()));
    }

    private String comment(Text text) {
        return "# " + words.get(text) + "\n";
    }

    private static boolean asksForKey(Endpoint endpoint) {
        Optional<char[]> key = endpoint.key().copy();
        key.ifPresent(copy -> Arrays.fill(copy, '\0'));
        return key.isPresent();
    }
}
