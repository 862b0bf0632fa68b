package org.katagpu.chat.wire;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.katagpu.chat.CertificatePin;
import org.katagpu.chat.Endpoint;
import org.katagpu.message.Problem;
import org.katagpu.message.Text;

/** Says what went wrong between us and one server, in the admin's words and, below them, in the server's own. */
final class Problems {
    private final String host;
    private final Endpoint endpoint;

    /** @param host as shown to the admin */
    Problems(String host, Endpoint endpoint) {
        this.host = host;
        this.endpoint = endpoint;
    }

    /** A refusal by status. @param request for example {@code GET /health} */
    Problem refused(String request, HttpReply reply, ServerError error) {
        return refused(request, reply.status(), error, RetryAfter.of(reply));
    }

    private Problem refused(String request, int status, ServerError error, Optional<Text> retryAfter) {
        String shown = String.valueOf(status);
        Problem problem = switch (status) {
            case 400, 413, 422 -> error.tooLong()
                    ? Problem.of(Text.of("chat.problem.context"), Text.of("chat.problem.context.next"))
                    : Problem.of(Text.of("chat.problem.rejected", shown), Text.of("chat.problem.rejected.next"));
            case 401, 403 -> Problem.of(Text.of("chat.problem.key", shown), Text.of("chat.problem.key.next"));
            case 404 -> error.aboutModel()
                    ? Problem.of(Text.of("chat.problem.model", endpoint.model()), Text.of("chat.problem.model.next"))
                    : Problem.of(Text.of("chat.problem.path", request), Text.of("chat.problem.path.next"));
            case 405 -> Problem.of(Text.of("chat.problem.path", request), Text.of("chat.problem.path.next"));
            case 429 -> Problem.of(Text.of("chat.problem.busy"),
                    retryAfter.orElseGet(() -> Text.of("chat.problem.busy.next")));
            case 502, 503, 504 -> Problem.of(Text.of("chat.problem.unavailable", shown),
                    retryAfter.orElseGet(() -> Text.of("chat.problem.unavailable.next")));
            default -> status >= 500
                    ? Problem.of(Text.of("chat.problem.server", shown), Text.of("chat.problem.server.next"))
                    : Problem.of(Text.of("chat.problem.status", shown), Text.of("chat.problem.status.next"));
        };
        return said(problem, request, error.lines());
    }

    /** An error that came inside a stream, or with status 200. */
    Problem midway(String request, ServerError error) {
        if (error.tooLong()) {
            return refused(request, 400, error, Optional.empty());
        }
        if (error.status().isPresent()) {
            return refused(request, error.status().getAsInt(), error, Optional.empty());
        }
        return said(Problem.of(Text.of("chat.problem.midway"), Text.of("chat.problem.midway.next")), request,
                error.lines());
    }

    /** The connection or what came over it. @param begun whether part of the answer was there already */
    Problem failed(String request, IOException why, boolean begun) {
        Optional<CertificatePin> shown = shownCertificate(why);
        if (shown.isPresent()) {
            return said(Problem.of(Text.of("chat.problem.pin"), Text.of("chat.problem.pin.next")), request,
                    List.of("expected " + endpoint.pin().map(CertificatePin::withColons).orElse(""),
                            "shown    " + shown.get().withColons()));
        }
        return switch (why) {
            case TlsMismatchException mismatch -> said(mismatch.serverSpeaksTls()
                    ? Problem.of(Text.of("chat.problem.tlsport", port()), Text.of("chat.problem.tlsport.next"))
                    : Problem.of(Text.of("chat.problem.plainport", port()), Text.of("chat.problem.plainport.next")),
                    request, List.of());
            case SSLException tls when !begun -> said(
                    Problem.of(Text.of("chat.problem.tls"), Text.of("chat.problem.tls.next")), request, words(tls));
            case NoHttpResponseException _ -> said(
                    Problem.of(Text.of("chat.problem.silent"), Text.of("chat.problem.silent.next")), request,
                    List.of());
            case NotHttpException other -> notHttp(request, other);
            case MalformedChunkCodingException other -> begun ? dropped(request, why) : notHttp(request, other);
            case MessageConstraintException other -> notHttp(request, other);
            case LimitExceededException tooMuch -> said(
                    Problem.of(tooMuch.what(), Text.of("chat.problem.bound.next")), request, List.of());
            default -> begun
                    ? dropped(request, why)
                    : said(Problem.of(Text.of("chat.problem.broken"), Text.of("chat.problem.broken.next")), request,
                            words(why));
        };
    }

    private Problem notHttp(String request, IOException why) {
        return said(Problem.of(Text.of("chat.problem.nothttp", port()), Text.of("chat.problem.nothttp.next")),
                request, words(why));
    }

    private Problem dropped(String request, IOException why) {
        return said(Problem.of(Text.of("chat.problem.dropped"), Text.of("chat.problem.dropped.next")), request,
                words(why));
    }

    /** This program's own failure, its memory used up among them. */
    Problem unexpected(String request, Throwable why) {
        return said(Problem.of(Text.of("chat.problem.unexpected"), Text.of("chat.problem.unexpected.next")), request,
                List.of(why.toString()));
    }

    /** The stream ended without saying why. */
    Problem dropped(String request) {
        return said(Problem.of(Text.of("chat.problem.dropped"), Text.of("chat.problem.dropped.next")), request,
                List.of());
    }

    /** What came is not what the protocol says. @param got its start */
    Problem notJson(String request, String got) {
        return said(Problem.of(Text.of("chat.problem.notjson"), Text.of("chat.problem.notjson.next")), request,
                got.lines().toList());
    }

    Problem timedOut(String request, long seconds) {
        return said(Problem.of(Text.of("chat.problem.timeout", String.valueOf(seconds)),
                Text.of("chat.problem.timeout.next")), request, List.of());
    }

    /** The key holds a character that no header can carry. */
    Problem badKey(String request) {
        return said(Problem.of(Text.of("chat.problem.badkey"), Text.of("chat.problem.badkey.next")), request,
                List.of());
    }

    private Problem said(Problem problem, String request, List<String> lines) {
        int space = request.indexOf(' ');
        String shown = request.substring(0, space + 1) + endpoint.url() + request.substring(space + 1);
        return new Problem(problem.what(), problem.next(), host, shown, OptionalInt.empty(), lines);
    }

    private String port() {
        return endpoint.authority();
    }

    private static Optional<CertificatePin> shownCertificate(Throwable why) {
        for (Throwable cause = why; cause != null; cause = cause.getCause()) {
            if (cause instanceof PinnedTrust.WrongCertificateException wrong) {
                return Optional.of(wrong.shown());
            }
        }
        return Optional.empty();
    }

    private static List<String> words(Exception why) {
        String message = why.getMessage();
        return message == null ? List.of() : message.lines().toList();
    }
}
