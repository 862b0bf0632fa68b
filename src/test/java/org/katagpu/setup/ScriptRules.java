package org.katagpu.setup;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What ShellCheck does not ask of a script that root runs over what others wrote. By lines and names: no parser of bash.
 * A function's own parameters are not followed: what is passed is asked of where it got its value.
 */
final class ScriptRules {
    private static final String COMMAND = "(?:^|[;&|(]\\s*|\\b(?:if|then|else|do|exec|timeout|while|until|kg_tie|kg_interruptible|kg_detached|!)\\s+(?:-\\S+\\s+|\\d+\\s+)*)\\s*(?:!\\s+)?";
    private static final Pattern RUNS_TEXT = Pattern.compile(COMMAND + "(?:eval|source|\\.)\\s+\\S");
    private static final Pattern LOADS = Pattern.compile(COMMAND + "(?:curl|wget)\\s|=\\(curl\\s");
    private static final Pattern REMOVES = Pattern.compile("\\brm (?:-\\w+ |--[a-z-]+ )*-\\w*[rR]\\w* ");
    private static final Pattern COPIES = Pattern.compile("\\bcp (?:-\\w+ |--\\S+ )*-\\w*[aRr]\\w* ");
    private static final Pattern UNPACKS = Pattern.compile("\\btar (?:-\\w+ )*-\\w*x");
    /** Under pipefail the writer's broken pipe, not what was found, is the answer now and then. */
    private static final Pattern LEAVES_A_PIPE = Pattern.compile("\\|\\s*(?:LC_ALL=C )?grep (?:-\\w+ )*-\\w*q");
    /** Arithmetic, and the tests that make arithmetic of their words. */
    private static final Pattern ARITHMETIC = Pattern
            .compile("\\(\\((?:[^()]|\\([^()]*\\))*\\)\\)|\\S+ -(?:gt|lt|ge|le|eq|ne) [^\\s\\]]+");

    /** Give REPLY as a number: it passed kg_number, or is bash's own. */
    private static final String NUMBERS = "kg_number|=~|\\bREPLY=\\$\\(\\(|kg_clock|kg_free|rootfs_free|rootfs_written|rootfs_size|image_bytes|kg_fetch_size"
            + "|serve_log_size|_seconds";
    /** Words of the language; and what the kernel alone writes: the fields of /proc/PID/stat behind the name. */
    private static final String NEVER_FOREIGN = "SECONDS|EPOCHSECONDS|EPOCHREALTIME|RANDOM|LINENO|EUID|BASHPID|PIPESTATUS"
            + "|gt|lt|ge|le|eq|ne|kg_stat";

    private ScriptRules() {}

    /** @param name of the script below the resources: {@code setup/lib/fetch.sh} */
    static List<String> breaches(String name, List<String> lines) {
        List<String> breaches = new ArrayList<>();
        List<String> code = new ArrayList<>();
        lines.forEach(line -> code.add(line.replaceFirst("(^|\\s)#.*$", "")));
        for (int at = 0; at < code.size(); at++) {
            String line = code.get(at);
            String place = name + ":" + (at + 1) + ": ";
            if (RUNS_TEXT.matcher(line).find()) {
                breaches.add(place + "runs text as a script");
            }
            if (LOADS.matcher(line).find() && !name.equals("setup/lib/fetch.sh") && !line.contains("--noproxy '*'")) {
                breaches.add(place + "loads from the network beside lib/fetch.sh");
            }
            if (REMOVES.matcher(line).find() && !line.contains(" -- ")) {
                breaches.add(place + "rm -r without --");
            }
            if (COPIES.matcher(line).find() && !line.contains(" -- ")) {
                breaches.add(place + "cp -r without --");
            }
            if (UNPACKS.matcher(line).find() && !line.contains("--no-same-owner") && !line.contains("-xOf")) {
                breaches.add(place + "tar -x keeps owners");
            }
            if (LEAVES_A_PIPE.matcher(line).find()) {
                breaches.add(place + "grep -q at the end of a pipe");
            }
            Matcher arithmetic = ARITHMETIC.matcher(line.replaceAll("\\$\\{#[^}]*\\}", "0"));
            while (arithmetic.find()) {
                names(arithmetic.group(), code, at, breaches, place);
            }
        }
        return breaches;
    }

    private static void names(String arithmetic, List<String> code, int at, List<String> breaches,
            String place) {
        if (arithmetic.contains("KG_RECORD")) {
            breaches.add(place + "a record's value in arithmetic: " + arithmetic);
        }
        Set<String> names = new TreeSet<>();
        Matcher used = Pattern.compile("[A-Za-z_]\\w*(?:\\[)?")
                .matcher(arithmetic.replaceAll("0[xX][0-9a-fA-F]+|'[^']*'", "0"));
        while (used.find()) {
            names.add(used.group());
        }
        for (String one : names) {
            String plain = one.replace("[", "");
            if (!new Flow(scope(code, at, plain)).safe(plain, at, new HashSet<>())) {
                breaches.add(place + plain + " was read and not checked: " + arithmetic);
            }
        }
    }

    /** The file with only the function around the line, where the name is that function's own. */
    private static List<String> scope(List<String> code, int at, String name) {
        int from = at;
        while (from > 0 && !code.get(from).matches("\\w+\\(\\) [{(].*")) {
            from--;
        }
        int to = at;
        while (to < code.size() - 1 && !code.get(to).matches("[})].*")) {
            to++;
        }
        Pattern own = Pattern.compile("\\blocal\\b.*\\s" + name + "(?:\\s|=|$)");
        if (code.subList(from, to + 1).stream().noneMatch(line -> own.matcher(line).find())) {
            return code;
        }
        List<String> alone = new ArrayList<>(code);
        for (int line = 0; line < alone.size(); line++) {
            if (line < from || line > to) {
                alone.set(line, "");
            }
        }
        return alone;
    }

    /** Where the names of one file get their values. */
    private record Flow(List<String> code) {
        /** Whether every value the name gets in this file is a number by its form, or checked as one. */
        boolean safe(String name, int at, Set<String> asked) {
            if (name.matches(NEVER_FOREIGN)
                    || !asked.add(name)) {
                return true;
            }
            if (name.equals("REPLY") || name.equals("BASH_REMATCH")) {
                return near(at, NUMBERS);
            }
            String checked = "kg_number \"\\$\\{?" + name + "\\b|\\$\\{?" + name + "\\b[^ ]* =~ |\\$\\{?" + name
                    + "\\[[^]]*\\]\\}? =~ ";
            boolean isChecked = code.stream().anyMatch(line -> Pattern.compile(checked).matcher(line).find());
            Pattern assigned = Pattern.compile("(?:^|[\\s;(&])" + name
                    + "(?:\\[[^]]*\\])?\\+?=(\"[^\"]*\"|\\$\\(\\(.*\\)\\)|\\$\\([^)]*\\)|\\$\\{[^}]*\\}\\S*|\\S*)");
            for (int i = 0; i < code.size(); i++) {
                // Neither the words of a pattern nor dd's operands are assignments.
                String line = code.get(i).replaceAll("=~ .*? \\]\\]", "]]").replaceAll("status=(progress|none)", "");
                Matcher value = assigned.matcher(line);
                while (value.find()) {
                    if (!isChecked
                            && !number(value.group(1).replaceAll("[\"']", "").replaceAll("[;)&]+$", ""), i, asked)) {
                        return false;
                    }
                }
                if (!isChecked
                        && Pattern.compile("\\bread\\b.*\\s" + name + "(?:\\s|$|;)|mapfile.*\\s" + name + "(?:\\s|$|;)")
                                .matcher(line).find()) {
                    return false;
                }
            }
            return true;
        }

        private boolean number(String value, int at, Set<String> asked) {
            if (value.isEmpty() || value.matches(
                    "\\$[1-9]|\\$\\{[1-9][-:].*|\\$\\{EPOCHREALTIME/.*|\\$\\(stat -c %[a-zA-Z] .*|\\$\\(\\$.*|-?\\d+|\\(.*|0|\\$\\?|\\$#|\\$\\(\\(.*|\\$!|\\$\\{#.*|\\$\\$")) {
                return true;
            }
            Matcher other = Pattern.compile("\\$\\{?([A-Za-z_]\\w*)(?:\\[[^]]*\\])?(?::?[-?][^}]*)?\\}?")
                    .matcher(value);
            if (other.matches()) {
                return safe(other.group(1), at, asked);
            }
            return false;
        }

        private boolean near(int at, String pattern) {
            for (int i = Math.max(0, at - 6); i <= at; i++) {
                if (Pattern.compile(pattern).matcher(code.get(i)).find()) {
                    return true;
                }
            }
            return false;
        }
    }
}
