package org.katagpu.setup.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.katagpu.message.Text;
import org.katagpu.setup.Finding;
import org.katagpu.setup.Plan;
import org.katagpu.setup.image.ImageVllm;

/**
 * Whether the vLLM of the plan's image has the options it is to be started with. One the admin typed stands in the way;
 * one of the wizard's own is left out, and said. Of an image whose vLLM is not known nothing is claimed.
 *
 * @param version of the image's vLLM
 * @param typed options of the admin's that it does not have
 * @param own options of the form that it does not have
 */
public record FlagFit(String version, List<String> typed, List<String> own) {
    public FlagFit {
        typed = List.copyOf(typed);
        own = List.copyOf(own);
    }

    public static FlagFit of(Plan plan) {
        return of(plan, VllmFlags.bundled());
    }

    static FlagFit of(Plan plan, VllmFlags flags) {
        String version = ImageVllm.version(plan.image()).orElse("");
        ServerCommand command = ServerCommand.of(plan.serve());
        return new FlagFit(version, flags.lacking(version, command.extra()),
                flags.lacking(version, command.arguments()));
    }

    /** What is wrong with the field of more arguments. */
    public Optional<Text> fault() {
        return typed.isEmpty()
                ? Optional.empty()
                : Optional.of(Text.of("serve.fault.extra_unknown", version, String.join(", ", typed)));
    }

    List<Finding> findings() {
        List<Finding> found = new ArrayList<>();
        if (!typed.isEmpty()) {
            found.add(finding("flag_unknown", Finding.Status.FAIL, typed));
        }
        if (!own.isEmpty()) {
            found.add(finding("flag_left_out", Finding.Status.WARN, own));
        }
        return found;
    }

    private Finding finding(String word, Finding.Status status, List<String> flags) {
        String key = "serve.finding." + word;
        String all = String.join(", ", flags);
        return new Finding("serve." + word, status, Text.of(key, version, all), "vLLM " + version + "\n" + all,
                Text.of(key + ".next", version, all));
    }
}
