package org.katagpu.remote.ssh;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import net.schmizz.sshj.connection.channel.OpenFailException;
import org.katagpu.message.Problem;
import org.katagpu.message.Text;
import org.katagpu.remote.Target;

/** What went wrong on the way to a host, in the admin's words. */
final class ConnectProblems {
    private static final int MOST_WORDS = 400;

    private ConnectProblems() {}

    static Problem timeout(Target target) {
        return of(target, "remote.timeout", target.address(), String.valueOf(target.port()));
    }

    /** The byte stream could not be had. */
    static Problem unreachable(Target target, Throwable why) {
        String address = target.address();
        String port = String.valueOf(target.port());
        return switch (why) {
            case UnknownHostException unknown -> of(target, "remote.unknown-name", address);
            case NoRouteToHostException none -> of(target, "remote.no-route", address);
            case SocketTimeoutException late -> of(target, "remote.timeout", address, port);
            case OpenFailException jump -> withWords(of(target, "remote.jump", address, port), List.of(
                    words(jump)));
            case ConnectException refused when words(refused).toLowerCase(Locale.ROOT).contains("refused") -> of(
                    target, "remote.refused", address, port);
            case ConnectException none -> withWords(of(target, "remote.no-route", address), List.of(words(none)));
            default -> withWords(of(target, "remote.unreachable", address, port), List.of(words(why)));
        };
    }

    /** The stream was there, but no SSH connection came of it. */
    static Problem noSsh(Target target, boolean sawBanner, Throwable why) {
        String address = target.address();
        String port = String.valueOf(target.port());
        String said = words(why);
        if (said.contains("Unable to reach a settlement")) {
            return withWords(of(target, "remote.no-algorithm", address), List.of(said));
        }
        if (!sawBanner && said.contains("closed connection during identification")) {
            return of(target, "remote.hung-up", address, port);
        }
        return withWords(of(target, sawBanner ? "remote.broken-off" : "remote.not-ssh", address, port),
                List.of(said));
    }

    static Problem linkLost(String label, Throwable why) {
        return withWords(of("remote.link-lost", label).on(label), List.of(words(why)));
    }

    static Problem of(Target target, String key, Object... arguments) {
        return of(key, arguments).on(target.label());
    }

    /** The pair {@code key} and {@code key.next}, with the same arguments. */
    static Problem of(String key, Object... arguments) {
        return Problem.of(Text.of(key, arguments), Text.of(key + ".next", arguments));
    }

    static Problem withWords(Problem problem, List<String> lines) {
        List<String> said = cut(lines.stream().filter(line -> !line.isBlank()).toList());
        return new Problem(problem.what(), problem.next(), problem.host(), problem.command(), OptionalInt.empty(),
                said);
    }

    /** A server's words as far as anybody reads them; what was cut is said. */
    static List<String> cut(List<String> lines) {
        return lines.stream().skip(Math.max(0, lines.size() - Problem.MOST_LINES)).map(
                line -> line.length() <= MOST_WORDS
                        ? line
                        : line.substring(0, MOST_WORDS) + " … ("
                                + line.length() + ")")
                .toList();
    }

    static String words(Throwable why) {
        Throwable innermost = why;
        while (innermost.getMessage() == null && innermost.getCause() instanceof IOException deeper) {
            innermost = deeper;
        }
        String message = innermost.getMessage();
        return message == null ? innermost.getClass().getSimpleName() : message;
    }
}
