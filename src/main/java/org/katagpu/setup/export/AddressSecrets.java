package org.katagpu.setup.export;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Takes out of the addresses in a text a name with its password and what stands behind a question mark, as
 * {@code kg_redact} of {@code lib/fetch.sh} does. A password may hold any sign raw, so that nothing between the first
 * address of a line and its last {@code @} is known to be none. Where no scheme says that an address begins
 * ({@code joe:secret@proxy:3128}), what has a colon before an {@code @} may be one; there a password ends at a space.
 */
final class AddressSecrets {
    private static final String BEGIN = "://";
    private static final String ENDS = " \t\u000b\f\r\"'";
    private static final Pattern WORD = Pattern.compile("[^ \t\u000b\f\r]+");
    private static final String NO_USER = "=,;|/\"'`()<>{}\\[\\]";
    private static final Pattern PASSWORD = Pattern.compile("[^:" + NO_USER + "]:|^:|=:");
    private static final Pattern USER = Pattern.compile("[^:" + NO_USER + "]*+$");
    private static final Pattern DIGEST = Pattern.compile("sha(?:256|384|512):[0-9a-f]");

    private AddressSecrets() {}

    static String hidden(String text) {
        return Arrays.stream(text.split("\n", -1)).map(AddressSecrets::line).collect(Collectors.joining("\n"));
    }

    private static String line(String line) {
        int begin = line.indexOf(BEGIN);
        if (begin < 0) {
            return words(line);
        }
        StringBuilder said = new StringBuilder(line.length()).append(words(line.substring(0, begin))).append(BEGIN);
        int at = line.lastIndexOf('@');
        int from = begin + BEGIN.length();
        if (at >= from) {
            said.append(Redaction.HIDDEN);
            from = at;
        }
        while (true) {
            int end = end(line, from);
            int question = line.indexOf('?', from);
            if (question >= 0 && question < end) {
                said.append(line, from, question + 1).append(Redaction.HIDDEN);
            } else {
                said.append(line, from, end);
            }
            int next = line.indexOf(BEGIN, end);
            if (next < 0) {
                return said.append(line, end, line.length()).toString();
            }
            from = next + BEGIN.length();
            said.append(line, end, from);
        }
    }

    private static String words(String text) {
        return text.indexOf('@') < 0
                ? text
                : WORD.matcher(text).replaceAll(word -> Matcher.quoteReplacement(word(word.group())));
    }

    private static String word(String word) {
        int at = word.lastIndexOf('@');
        while (at >= 0 && DIGEST.matcher(word).region(at + 1, word.length()).lookingAt()) {
            at = word.lastIndexOf('@', at - 1);
        }
        if (at < 0) {
            return word;
        }
        Matcher password = PASSWORD.matcher(word.substring(0, at));
        if (!password.find()) {
            return word;
        }
        return USER.matcher(word.substring(0, password.end() - 1)).replaceFirst("") + Redaction.HIDDEN
                + word.substring(at);
    }

    private static int end(String line, int from) {
        int end = from;
        while (end < line.length() && ENDS.indexOf(line.charAt(end)) < 0) {
            end++;
        }
        return end;
    }
}
