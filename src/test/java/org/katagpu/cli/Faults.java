package org.katagpu.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts one fault into a configuration, by lines and patterns alone: it knows nothing of the product's own reader, and
 * takes from the templates themselves which keys a table may have.
 */
final class Faults {
    enum Kind {
        WRONG_TABLE, MISSPELT, WRONG_TYPE, DUPLICATE
    }

    /** @param line where the fault stands, from 1 */
    record Faulty(Kind kind, String text, int line, String what) {}

    private static final Pattern HEADER = Pattern.compile("\\[([A-Za-z0-9_.-]+)]\\s*");
    private static final Pattern KEY = Pattern.compile("([a-z0-9_]+)\\s*=\\s*(\\S.*)");
    private static final Pattern COMMENTED = Pattern.compile("#\\s*([a-z0-9_]+)\\s*=.*");

    /** Table (without the hypervisor's own name) to the keys any template has there, active or commented out. */
    private final Map<String, Set<String>> known = new HashMap<>();
    private final Random random;

    Faults(List<String> templates, Random random) {
        this.random = random;
        templates.forEach(this::learn);
    }

    private void learn(String text) {
        String table = "";
        for (String line : text.split("\n")) {
            Matcher header = HEADER.matcher(line);
            if (header.matches()) {
                table = kind(header.group(1));
                continue;
            }
            for (Matcher key : List.of(KEY.matcher(line), COMMENTED.matcher(line))) {
                if (key.matches()) {
                    known.computeIfAbsent(table, name -> new HashSet<>()).add(key.group(1));
                }
            }
        }
    }

    private static String kind(String table) {
        int dot = table.indexOf('.');
        return dot < 0 ? table : table.substring(0, dot);
    }

    private record Line(int at, String table, String key, String value) {}

    /** Empty where this fault cannot be made at the place that came up. */
    Optional<Faulty> put(String text, Kind kind) {
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        List<Line> keys = new ArrayList<>();
        Map<String, Integer> headers = new HashMap<>();
        String table = "";
        for (int at = 0; at < lines.size(); at++) {
            Matcher header = HEADER.matcher(lines.get(at));
            Matcher key = KEY.matcher(lines.get(at));
            if (header.matches()) {
                table = header.group(1);
                headers.put(table, at);
            } else if (key.matches() && !table.isEmpty() && closed(key.group(2))) {
                keys.add(new Line(at, table, key.group(1), key.group(2)));
            }
        }
        Line line = keys.get(random.nextInt(keys.size()));
        return switch (kind) {
            case WRONG_TABLE -> moved(lines, line, headers);
            case MISSPELT -> misspelt(lines, line);
            case WRONG_TYPE -> Optional.of(told(kind, lines, line.at, line.key + " = " + otherType(line.value)));
            case DUPLICATE -> {
                lines.add(line.at + 1, lines.get(line.at));
                yield Optional.of(new Faulty(kind, String.join("\n", lines), line.at + 2, line.key));
            }
        };
    }

    private static boolean closed(String value) {
        return !value.startsWith("[") || value.contains("]");
    }

    private Optional<Faulty> moved(List<String> lines, Line line, Map<String, Integer> headers) {
        List<String> wrong = headers.keySet().stream().sorted()
                .filter(table -> !kind(table).equals(kind(line.table))
                        && !known.getOrDefault(kind(table), Set.of()).contains(line.key))
                .toList();
        if (wrong.isEmpty()) {
            return Optional.empty();
        }
        String to = wrong.get(random.nextInt(wrong.size()));
        String source = lines.remove(line.at);
        int at = headers.get(to) - (headers.get(to) > line.at ? 1 : 0) + 1;
        lines.add(at, source);
        return Optional.of(new Faulty(Kind.WRONG_TABLE, String.join("\n", lines), at + 1, line.key + " in " + to));
    }

    private Optional<Faulty> misspelt(List<String> lines, Line line) {
        StringBuilder name = new StringBuilder(line.key);
        int at = random.nextInt(name.length());
        switch (random.nextInt(3)) {
            case 0 -> name.deleteCharAt(at);
            case 1 -> name.insert(at, name.charAt(at));
            default -> name.setCharAt(at, name.charAt(at) == 'e' ? 'a' : 'e');
        }
        boolean right = name.isEmpty() || known.get(kind(line.table)).contains(name.toString());
        return right
                ? Optional.empty()
                : Optional.of(told(Kind.MISSPELT, lines, line.at, name + " = " + line.value));
    }

    private static Faulty told(Kind kind, List<String> lines, int at, String line) {
        lines.set(at, line);
        return new Faulty(kind, String.join("\n", lines), at + 1, line);
    }

    private static String otherType(String value) {
        if (value.startsWith("[")) {
            return "\"one word\"";
        }
        return value.startsWith("\"") ? "7" : '"' + value.split("[\\s#]", 2)[0] + '"';
    }
}
