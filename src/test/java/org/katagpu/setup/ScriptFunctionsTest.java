package org.katagpu.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every function of ours that a stage's script can come to call is in one of the libraries it is put together from. */
class ScriptFunctionsTest {
    private static final Pattern DEFINED = Pattern.compile("(?ms)^([a-z]\\w*)\\(\\) [{(].*?^[})]");
    private static final Pattern CALLED = Pattern.compile(
            "(?m)(?:^|[;&|({!]|\\b(?:if|then|else|elif|do|while|until)\\b)[ \\t]*((?:kg|gpu|image|kata|network|rootfs|serve)_[a-z0-9_]+)"
                    + "(?![\\w=:\\[]|\\(\\))");

    @ParameterizedTest
    @EnumSource(Action.class)
    void whatIsCalledIsThere(Action action) {
        Set<String> missing = new TreeSet<>();
        for (Stage stage : Stages.all().values()) {
            String text = new StageScripts().text(stage, action, Plan.EMPTY).replaceAll("(?m)^\\s*#.*$", "");
            Map<String, String> functions = new HashMap<>();
            Matcher defined = DEFINED.matcher(text);
            while (defined.find()) {
                functions.put(defined.group(1), defined.group().replaceFirst("^\\w+\\(\\) .", ""));
            }
            Deque<String> open = new ArrayDeque<>(List.of(DEFINED.matcher(text).replaceAll("")));
            Set<String> seen = new HashSet<>();
            while (!open.isEmpty()) {
                called(open.remove()).filter(seen::add).forEach(name -> {
                    if (functions.containsKey(name)) {
                        open.add(functions.get(name));
                    } else {
                        missing.add(stage.id() + ": " + name);
                    }
                });
            }
            assertThat(seen).as("the script of " + stage.id() + " was read").hasSizeGreaterThan(10);
        }
        assertThat(missing).isEmpty();
    }

    private static Stream<String> called(String body) {
        return CALLED.matcher(body).results().map(call -> call.group(1));
    }
}
