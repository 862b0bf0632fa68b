package org.katagpu.cli;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import org.katagpu.message.Text;
import org.katagpu.remote.HostKeyQuestion;
import org.katagpu.remote.Questions;

/**
 * Asks at the terminal, as ssh does. A password from a file answers the target's own first question for the account's
 * password, at login and for sudo; never a jump host, and no question for anything else.
 */
final class TerminalQuestions implements Questions, AutoCloseable {
    private final Printer printer;
    private final Prompts prompts;
    private final char[] fromFile;
    private final Set<SecretKind> answered = EnumSet.noneOf(SecretKind.class);

    /** @param fromFile taken over, and wiped at the end; empty where there is none */
    TerminalQuestions(Printer printer, Prompts prompts, char[] fromFile) {
        this.printer = printer;
        this.prompts = prompts;
        this.fromFile = fromFile;
    }

    @Override
    public HostKeyAnswer hostKey(HostKeyQuestion question) {
        printer.aside("cli.key.unknown", question.label(), question.offered().type(),
                question.offered().fingerprint());
        printer.aside("cli.key.compare", question.offered().consoleCommand());
        question.notes().forEach(printer::aside);
        Optional<String> answer = prompts.line(printer.words().get("cli.key.ask") + " ");
        if (answer.isEmpty()) {
            printer.aside("cli.ask.nobody");
            return HostKeyAnswer.REFUSE;
        }
        return switch (answer.get().strip().toLowerCase(Locale.ROOT)) {
            case "yes", "y", "是" -> HostKeyAnswer.REMEMBER;
            case "once", "一次" -> HostKeyAnswer.ONCE;
            default -> HostKeyAnswer.REFUSE;
        };
    }

    @Override
    public synchronized Optional<char[]> secret(SecretQuestion question) {
        boolean ofTheAccount = question.kind() == SecretKind.LOGIN_PASSWORD
                || question.kind() == SecretKind.SUDO_PASSWORD;
        if (fromFile.length > 0 && ofTheAccount && question.jump().isEmpty() && answered.add(question.kind())) {
            return Optional.of(fromFile.clone());
        }
        if (question.attempt() > 1) {
            printer.aside("cli.ask.again");
        }
        question.jump().ifPresent(
                jump -> printer.aside("cli.ask.jump", String.valueOf(jump.number()), question.label(), jump.target()));
        Optional<char[]> answer = prompts.secret(printer.words().get(question.prompt()) + " ");
        if (answer.isEmpty()) {
            printer.aside("cli.ask.nobody");
        }
        return answer;
    }

    @Override
    public void told(Text leftOut) {
        printer.aside(leftOut);
    }

    @Override
    public synchronized void close() {
        Arrays.fill(fromFile, '\0');
    }
}
