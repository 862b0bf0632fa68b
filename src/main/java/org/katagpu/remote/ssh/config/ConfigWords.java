package org.katagpu.remote.ssh.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A line cut into words: blanks part them, one {@code =} may stand after the first, quotes keep blanks, a backslash
 * keeps a quote or itself, and a {@code #} at a word's start begins a comment (argv_split in OpenSSH's misc.c).
 */
final class ConfigWords {
    private final String line;
    private int at;

    private ConfigWords(String line) {
        this.line = line;
    }

    /** Empty when a quote is left open. */
    static Optional<List<String>> of(String line) {
        return new ConfigWords(line).words();
    }

    private Optional<List<String>> words() {
        List<String> words = new ArrayList<>();
        while (true) {
            skipBlanks(words.size() == 1);
            if (at == line.length() || line.charAt(at) == '#') {
                return Optional.of(words);
            }
            Optional<String> word = word(words.isEmpty());
            if (word.isEmpty()) {
                return Optional.empty();
            }
            words.add(word.get());
        }
    }

    private void skipBlanks(boolean equalsSignToo) {
        boolean allowed = equalsSignToo;
        while (at < line.length() && (isBlank(line.charAt(at)) || allowed && line.charAt(at) == '=')) {
            allowed &= line.charAt(at) != '=';
            at++;
        }
    }

    private Optional<String> word(boolean keyword) {
        StringBuilder word = new StringBuilder();
        char quote = 0;
        for (; at < line.length(); at++) {
            char c = line.charAt(at);
            if (c == '\\' && at + 1 < line.length() && isEscaped(line.charAt(at + 1), quote)) {
                word.append(line.charAt(++at));
            } else if (quote == 0 && (isBlank(c) || keyword && c == '=')) {
                break;
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (quote != 0 && c == quote) {
                quote = 0;
            } else {
                word.append(c);
            }
        }
        return quote == 0 ? Optional.of(word.toString()) : Optional.empty();
    }

    private static boolean isEscaped(char next, char quote) {
        return next == '"' || next == '\'' || next == '\\' || quote == 0 && next == ' ';
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\uFEFF';
    }
}
