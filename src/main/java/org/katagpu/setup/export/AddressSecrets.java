package org.katagpu.setup.export;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Takes out of the addresses in a text a name with its password and what stands behind a question mark, as
 * {@code kg_redact} of {@code lib/fetch.sh} does. A password may hold any sign raw, so that nothing between the first
 * address of a line and its last {@code @} is known to be none.
 */
final class AddressSecrets {
    private static final String BEGIN = "://";
    private static final String ENDS = " \t\u000b\f\r\"'";

    private AddressSecrets() {}

    static String hidden(String text) {
        return Arrays.stream(text.split("\n", -1)).map(AddressSecrets::line).collect(Collectors.joining("\n"));
    }

    private static String line(String line) {
        int begin = line.indexOf(BEGIN);
        if (begin < 0) {
            return line;
        }
        StringBuilder said = new StringBuilder(line.length()).append(line, 0, begin + BEGIN.length());
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

    private static int end(String line, int from) {
        int end = from;
        while (end < line.length() && ENDS.indexOf(line.charAt(end)) < 0) {
            end++;
        }
        return end;
    }
}
