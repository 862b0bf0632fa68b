package org.katagpu.ui.log;

import java.util.regex.Pattern;

/**
 * Guesses a line's level from its words, because most tools do not say it in any common form. A word inside a path,
 * a package or a file name ({@code libgpg-error0}, {@code error.log}) does not count, nor does "0 errors".
 */
final class LevelGuess {
    private static final int ENOUGH = 2_000;
    private static final String BEFORE = "(?<![\\w./-])";
    private static final String AFTER = "(?![\\w/-]|\\.\\w)";
    private static final Pattern ERROR = word("error|errors|fatal|panic|failed|failure|critical|traceback|emerg");
    private static final Pattern WARN = word("warn|warning|warnings|deprecated");
    private static final Pattern DEBUG = word("debug|trace");
    private static final Pattern HARMLESS = Pattern.compile(
            BEFORE + "(?:no|0|without|zero)\\s+(?:errors?|warnings?|failures?|failed)" + AFTER,
            Pattern.CASE_INSENSITIVE);

    private LevelGuess() {}

    static LogLevel of(String plain) {
        String line = plain.length() > ENOUGH ? plain.substring(0, ENOUGH) : plain;
        if (ERROR.matcher(line).find()) {
            return ERROR.matcher(HARMLESS.matcher(line).replaceAll("")).find() ? LogLevel.ERROR : LogLevel.PLAIN;
        }
        if (WARN.matcher(line).find()) {
            return WARN.matcher(HARMLESS.matcher(line).replaceAll("")).find() ? LogLevel.WARN : LogLevel.PLAIN;
        }
        return DEBUG.matcher(line).find() ? LogLevel.DEBUG : LogLevel.PLAIN;
    }

    private static Pattern word(String alternatives) {
        return Pattern.compile(BEFORE + "(?:" + alternatives + ")" + AFTER, Pattern.CASE_INSENSITIVE);
    }
}
