package org.katagpu.ui.log;

import java.util.List;

/**
 * Guesses a line's level from its words, because most tools do not say it in any common form. A word inside a path,
 * a package or a file name ({@code libgpg-error0}, {@code error.log}) does not count, nor does "0 errors". Reads each
 * character once: every line of every job comes through here.
 */
final class LevelGuess {
    private static final int ENOUGH = 2_000;
    private static final int LONGEST_WORD = 10;
    private static final List<String> ERROR = List.of("error", "errors", "fatal", "panic", "failed", "failure",
            "critical", "traceback", "emerg");
    private static final List<String> WARN = List.of("warn", "warning", "warnings", "deprecated");
    private static final List<String> DEBUG = List.of("debug", "trace");
    private static final List<String> NONE = List.of("no", "0", "without", "zero");

    private LevelGuess() {}

    static LogLevel of(String plain) {
        int end = Math.min(plain.length(), ENOUGH);
        LogLevel guess = LogLevel.PLAIN;
        boolean denied = false;
        int at = 0;
        while (at < end) {
            if (!isWord(plain.charAt(at))) {
                at++;
                continue;
            }
            int from = at;
            while (at < end && isWord(plain.charAt(at))) {
                at++;
            }
            if (at - from <= LONGEST_WORD && stands(plain, from, at, end)) {
                if (!denied && is(ERROR, plain, from, at)) {
                    return LogLevel.ERROR;
                }
                if (!denied && is(WARN, plain, from, at)) {
                    guess = LogLevel.WARN;
                } else if (guess == LogLevel.PLAIN && is(DEBUG, plain, from, at)) {
                    guess = LogLevel.DEBUG;
                }
                denied = is(NONE, plain, from, at);
            } else {
                denied = false;
            }
        }
        return guess;
    }

    /** By itself, not as a part of a path or a name. */
    private static boolean stands(String line, int from, int to, int end) {
        if (from > 0 && "./-".indexOf(line.charAt(from - 1)) >= 0) {
            return false;
        }
        if (to == end) {
            return true;
        }
        char after = line.charAt(to);
        return after != '/' && after != '-' && !(after == '.' && to + 1 < end && isWord(line.charAt(to + 1)));
    }

    private static boolean is(List<String> words, String line, int from, int to) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.length() == to - from && line.regionMatches(true, from, word, 0, word.length())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWord(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
    }
}
