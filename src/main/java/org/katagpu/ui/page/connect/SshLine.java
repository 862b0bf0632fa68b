package org.katagpu.ui.page.connect;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an admin types or pastes for a host, told apart: {@code user@host:port}, {@code ssh://…}, or the line that is
 * typed into a terminal, {@code ssh -p 2222 -J gate root@host}.
 *
 * @param passedOver words of the line that mean nothing here
 */
record SshLine(String host, String user, String port, String keyFile, String jump, List<String> passedOver) {
    private static final Pattern PLACE = Pattern.compile(
            "(?:ssh://)?(?:(?<user>[^@\\s]+)@)?(?:\\[(?<v6>[^\\]\\s]+)]|(?<name>[^:\\s\\[\\]/]+))(?::(?<port>\\d+))?/?");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");
    /** Options of ssh that stand with a value of their own. */
    private static final String WITH_VALUE = "BbcDEeFIiJLlmOopQRSWw";
    private static final int OPTION = 2;

    /** Empty: nothing but a name or an address, or nothing that can be told apart. */
    static Optional<SshLine> of(String typed) {
        String text = typed.strip();
        if (text.startsWith("ssh ") || text.startsWith("ssh\t")) {
            return line(words(text));
        }
        return place(text).filter(found -> !found.user.isEmpty() || !found.port.isEmpty() || !found.host.equals(text));
    }

    private static Optional<SshLine> place(String text) {
        Matcher place = PLACE.matcher(text);
        if (!place.matches()) {
            return Optional.empty();
        }
        String host = Optional.ofNullable(place.group("v6")).orElseGet(() -> place.group("name"));
        return Optional.of(new SshLine(host, or(place.group("user")), or(place.group("port")), "", "", List.of()));
    }

    private static String or(String group) {
        return group == null ? "" : group;
    }

    private static Deque<String> words(String text) {
        Deque<String> words = new ArrayDeque<>();
        Matcher word = WORD.matcher(text);
        while (word.find()) {
            words.add(Optional.ofNullable(word.group(1)).or(() -> Optional.ofNullable(word.group(2)))
                    .orElseGet(word::group));
        }
        words.poll();
        return words;
    }

    private static Optional<SshLine> line(Deque<String> words) {
        Parts parts = new Parts();
        while (!words.isEmpty()) {
            String word = words.poll();
            if (word.length() >= OPTION && word.startsWith("-") && !word.equals("--")) {
                parts.option(word, words);
            } else if (!word.equals("--")) {
                // What follows the host is a command for it; none is run here.
                parts.passedOver.addAll(words);
                return place(word).map(parts::at);
            }
        }
        return Optional.empty();
    }

    /** What the options have said so far. */
    private static final class Parts {
        private final List<String> passedOver = new ArrayList<>();
        private String user = "";
        private String port = "";
        private String keyFile = "";
        private String jump = "";

        void option(String word, Deque<String> rest) {
            char name = word.charAt(1);
            if (WITH_VALUE.indexOf(name) < 0) {
                passedOver.add(word);
                return;
            }
            String value = word.length() > OPTION
                    ? word.substring(OPTION)
                    : Optional.ofNullable(rest.poll()).orElse("");
            switch (name) {
                case 'p' -> port = value;
                case 'l' -> user = value;
                case 'i' -> keyFile = value;
                case 'J' -> jump = value;
                case 'o' -> setting(value);
                default -> passedOver.add("-" + name + " " + value);
            }
        }

        private void setting(String text) {
            String[] halves = text.split("[=\\s]+", 2);
            String value = halves.length > 1 ? halves[1] : "";
            switch (halves[0].toLowerCase(Locale.ROOT)) {
                case "port" -> port = value;
                case "user" -> user = value;
                case "identityfile" -> keyFile = value;
                case "proxyjump" -> jump = value;
                default -> passedOver.add("-o " + text);
            }
        }

        SshLine at(SshLine place) {
            return new SshLine(place.host, user.isEmpty() ? place.user : user, port.isEmpty() ? place.port : port,
                    keyFile,
                    jump.equals("none") ? "" : jump, List.copyOf(passedOver));
        }
    }
}
