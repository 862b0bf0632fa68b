package org.katagpu.setup.kata;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the script is to tell besides what it does itself: changes and findings, which the wizard made out of the plan and
 * the files. Words: {@code change.<id>}, {@code finding.<id>}.
 */
final class ScriptAnnouncements {
    private static final String FIELD = "\u001f";
    private final List<List<String>> lines = new ArrayList<>();
    private boolean failed;

    void change(String id, String... arguments) {
        add("change", id, List.of(arguments));
    }

    void warn(String id, String evidence, String... arguments) {
        finding(id, "warn", evidence, arguments);
    }

    void fail(String id, String evidence, String... arguments) {
        failed = true;
        finding(id, "fail", evidence, arguments);
    }

    private void finding(String id, String status, String evidence, String... arguments) {
        List<String> rest = new ArrayList<>(List.of(status, evidence));
        rest.addAll(List.of(arguments));
        add("finding", id, rest);
    }

    private void add(String kind, String id, List<String> rest) {
        List<String> line = new ArrayList<>(List.of(kind, id));
        rest.forEach(field -> line.add(field.replaceAll("[\\p{Cntrl}]", " ").strip()));
        lines.add(line);
    }

    /** Whether something speaks against a save. */
    boolean hasFailed() {
        return failed;
    }

    boolean hasChanges() {
        return lines.stream().anyMatch(line -> line.getFirst().equals("change"));
    }

    /** As the script reads them: one a line, fields parted by U+001F. */
    String text() {
        return lines.stream().map(line -> String.join(FIELD, line)).collect(Collectors.joining("\n"));
    }
}
