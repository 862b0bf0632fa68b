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
            "critical", "traceback", "emerg", "erro", "fata");
    private static final String ERROR_NAME = "Error";
    private static final List<String> WARN = List.of("warn", "warning", "warnings", "deprecated");
    private static final List<String> DEBUG = List.of("debug", "trace");
    private static final List<String> NONE = List.of("no", "0", "without", "zero");

    private LevelGuess() {}

    static LogLevel of(String plain) {
        int end = Math.min(plain.length(), ENOUGH);
        LogLevel guess = ofHead(plain);
        if (guess == LogLevel.ERROR) {
            return guess;
        }
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
            if (isThrown(plain, from, at, end)) {
                return LogLevel.ERROR;
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
                denied = is(NONE, plain, from, at) && at < end && plain.charAt(at) == ' ';
            } else {
                denied = false;
            }
        }
        return guess;
    }

    /** What apt ({@code E: }) and programs of Kubernetes ({@code E1109 15:33:54}) put before a line. */
    private static LogLevel ofHead(String line) {
        if (line.length() < 3) {
            return LogLevel.PLAIN;
        }
        boolean apt = line.startsWith(": ", 1);
        boolean klog = line.length() > 5 && line.charAt(5) == ' '
                && line.chars().skip(1).limit(4).allMatch(c -> c >= '0' && c <= '9');
        return switch (line.charAt(0)) {
            case 'E' -> apt || klog ? LogLevel.ERROR : LogLevel.PLAIN;
            case 'F' -> klog ? LogLevel.ERROR : LogLevel.PLAIN;
            case 'W' -> apt || klog ? LogLevel.WARN : LogLevel.PLAIN;
            default -> LogLevel.PLAIN;
        };
    }

    /** {@code RuntimeError: …}, {@code torch.OutOfMemoryError: …}: the name of what a program threw. */
    private static boolean isThrown(String line, int from, int to, int end) {
        return to - from > ERROR_NAME.length() && to + 1 < end && line.charAt(to) == ':' && line.charAt(to + 1) == ' '
                && Character.isUpperCase(line.charAt(from))
                && line.startsWith(ERROR_NAME, to - ERROR_NAME.length());
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
