package org.katagpu.remote.ssh.pattern;

import java.util.List;

/**
 * A list of host patterns: {@code *} any run, {@code ?} one character, a leading {@code !} excludes. A name that any
 * excluding pattern matches is not covered, whatever the others say (match.c of OpenSSH). Case counts.
 */
public record HostPatterns(List<String> patterns) {
    public HostPatterns {
        patterns = List.copyOf(patterns);
    }

    public boolean cover(String name) {
        boolean covered = false;
        for (String pattern : patterns) {
            boolean excludes = pattern.startsWith("!");
            if (matches(excludes ? pattern.substring(1) : pattern, name)) {
                if (excludes) {
                    return false;
                }
                covered = true;
            }
        }
        return covered;
    }

    /** Whether the pattern names exactly one host. */
    public static boolean isLiteral(String pattern) {
        return !pattern.startsWith("!") && pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0;
    }

    /** Goes back to the last star only, so that no pattern costs more than its length times the name's. */
    private static boolean matches(String pattern, String name) {
        int p = 0;
        int n = 0;
        int star = -1;
        int starName = 0;
        while (n < name.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                starName = n;
            } else if (p < pattern.length() && (pattern.charAt(p) == '?' || pattern.charAt(p) == name.charAt(n))) {
                p++;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++starName;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
