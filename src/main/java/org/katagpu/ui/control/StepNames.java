package org.katagpu.ui.control;

import java.util.List;
import java.util.Locale;

import org.katagpu.message.Messages;

/** Finds the steps a sentence sends its reader to: “Add the network on the Network page.” */
final class StepNames {
    private static final List<String> STEPS = List.of("connect", "host-check", "gpus", "guest-image", "kata-config",
            "model-image", "network", "model", "review", "chat");

    private StepNames() {}

    /** In the order of the steps; a longer name hides a shorter one within it. */
    static List<String> in(String sentence, Messages words) {
        String said = sentence.toLowerCase(Locale.ROOT);
        return STEPS.stream().filter(step -> names(step, words).stream().anyMatch(said::contains)).toList();
    }

    private static List<String> names(String step, Messages words) {
        String name = words.get("frame.page." + step).toLowerCase(Locale.ROOT);
        List<String> both = step.equals("kata-config")
                ? List.of(name, words.get("kata.page.title").toLowerCase(Locale.ROOT))
                : List.of(name);
        return both.stream().map(one -> words.get("frame.on-page", one)).toList();
    }
}
