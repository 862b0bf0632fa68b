package org.katagpu.setup.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Splits what an admin typed into arguments: blanks part them, single and double quotes hold them together, a
 * backslash takes the next character as it is (not between single quotes). Nothing else means anything: no shell.
 */
public final class ArgumentWords {
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean begun;

    private ArgumentWords() {}

    /** Empty when a quote is not closed or a backslash is the last character, or for control characters. */
    public static Optional<List<String>> split(String typed) {
        ArgumentWords split = new ArgumentWords();
        return split.read(typed) ? Optional.of(List.copyOf(split.words)) : Optional.empty();
    }

    private boolean read(String typed) {
        char quote = 0;
        for (int i = 0; i < typed.length(); i++) {
            char c = typed.charAt(i);
            if (quote == 0 && isBlank(c)) {
                end();
            } else if (Character.isISOControl(c)) {
                return false;
            } else if (c == '\\' && quote != '\'') {
                if (++i == typed.length() || Character.isISOControl(typed.charAt(i))) {
                    return false;
                }
                add(typed.charAt(i));
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
                begun = true;
            } else if (c == quote && quote != 0) {
                quote = 0;
            } else {
                add(c);
            }
        }
        end();
        return quote == 0;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    private void add(char c) {
        word.append(c);
        begun = true;
    }

    private void end() {
        if (begun) {
            words.add(word.toString());
        }
        word.setLength(0);
        begun = false;
    }
}
