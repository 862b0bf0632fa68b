package org.katagpu.remote.ssh;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;

/** sudo did not give us root's bash, with the reason read from its words (asked for in English). */
final class SudoRefusedException extends ProblemException {
    private final Reason reason;

    enum Reason {
        WRONG_PASSWORD, PASSWORD_CHANGED, GIVEN_UP, ASKS, NEEDS_TERMINAL, NOT_PERMITTED, MISSING, ACCOUNT, BROKEN, SILENT, NOT_ROOT, OTHER;

        /** {@code remote.sudo.wrong-password} and so on. */
        private String key() {
            return "remote.sudo." + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private SudoRefusedException(Reason reason, Problem problem) {
        super(problem);
        this.reason = reason;
    }

    /** @param early everything sudo printed */
    static SudoRefusedException of(SudoPrompt.Outcome outcome, String early, RemoteCommand words, String label,
            WaitLimits patience) {
        List<String> lines = early.replaceAll(words.promptMark() + "[^:\\s]*:", "").lines().map(String::strip).filter(
                line -> !line.isEmpty()).toList();
        return switch (outcome) {
            case GIVEN_UP -> of(Reason.GIVEN_UP, label, lines);
            case ASKS -> of(Reason.ASKS, label, lines);
            case SILENT -> new SudoRefusedException(Reason.SILENT,
                    problem(Reason.SILENT, label, lines, patience.silence().toSeconds()));
            default -> of(read(String.join("\n", lines).toLowerCase(Locale.ROOT)), label, lines);
        };
    }

    static SudoRefusedException of(Reason reason, String label, List<String> lines) {
        return new SudoRefusedException(reason, problem(reason, label, lines, 0));
    }

    static Reason read(String said) {
        if (said.contains("must have a tty") || said.contains("no tty present")) {
            return Reason.NEEDS_TERMINAL;
        }
        if (said.contains("incorrect password attempt") || said.contains("incorrect authentication attempt")) {
            return Reason.WRONG_PASSWORD;
        }
        if (said.contains("not in the sudoers") || said.contains("may not run sudo") || said.contains("not allowed to")
                || said.contains("afraid i can't do that")) {
            return Reason.NOT_PERMITTED;
        }
        if (said.contains("account validation failure") || said.contains("expired") || said.contains(
                "account is locked")) {
            return Reason.ACCOUNT;
        }
        if (said.contains("setuid") || said.contains("nosuid") || said.contains("no new privileges") || said.contains(
                "unable to initialize") || said.contains("syntax error")) {
            return Reason.BROKEN;
        }
        return said.contains("not found") || said.contains("no such file") ? Reason.MISSING : Reason.OTHER;
    }

    /** @param seconds waited for an answer */
    private static Problem problem(Reason reason, String label, List<String> lines, long seconds) {
        return new Problem(Text.of(reason.key(), label, String.valueOf(seconds)),
                Text.of(reason.key() + ".next", label), label, "sudo bash", OptionalInt.empty(),
                ConnectProblems.cut(lines));
    }

    Reason reason() {
        return reason;
    }

    SudoRefusedException as(Reason better) {
        return of(better, problem().host(), problem().lastLines());
    }
}
