package org.katagpu.setup;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.katagpu.remote.Script;

/**
 * Puts a script together with the libraries it needs. Each text says at its head what it needs itself, {@code # needs:
 * record gpu/choice}: {@code setup/lib/record.sh} and {@code setup/gpu/lib/choice.sh}. What is needed stands before
 * what needs it, once; libraries may need one another.
 */
public final class ScriptLibrary {
    /** Before all others: every script speaks to the wizard. */
    private static final String CONTROL = "lib/control.sh";
    private static final String NEEDS = "# needs:";

    private ScriptLibrary() {}

    /** @param script {@code gpu/apply} for {@code setup/gpu/apply.sh} @return texts under {@code setup/}, in their order */
    public static List<String> parts(String script) {
        Set<String> parts = new LinkedHashSet<>(List.of(CONTROL));
        add(script + ".sh", new LinkedHashSet<>(List.of(CONTROL)), parts);
        return List.copyOf(parts);
    }

    /** Some libraries with all that they need, in their order. */
    static List<String> libraries(List<String> names) {
        Set<String> parts = new LinkedHashSet<>(List.of(CONTROL));
        Set<String> seen = new LinkedHashSet<>(parts);
        names.forEach(name -> add(path(name), seen, parts));
        return List.copyOf(parts);
    }

    /** Adds the script and all that it needs. */
    public static Script.Builder add(Script.Builder to, String script) {
        parts(script).forEach(part -> to.part(SetupText.of(part)));
        return to;
    }

    private static void add(String part, Set<String> seen, Set<String> parts) {
        if (seen.add(part)) {
            needs(SetupText.of(part)).forEach(needed -> add(path(needed), seen, parts));
            parts.add(part);
        }
    }

    /** What a text says it needs, as it names it. */
    static List<String> needs(String text) {
        List<String> needs = new ArrayList<>();
        for (String line : text.lines().takeWhile(line -> line.startsWith("#")).toList()) {
            if (line.startsWith(NEEDS)) {
                needs.addAll(List.of(line.substring(NEEDS.length()).strip().split(" +")));
            }
        }
        return needs;
    }

    /** @param name {@code record} or {@code gpu/choice} */
    static String path(String name) {
        int room = name.indexOf('/');
        return name.substring(0, room + 1) + "lib/" + name.substring(room + 1) + ".sh";
    }
}
