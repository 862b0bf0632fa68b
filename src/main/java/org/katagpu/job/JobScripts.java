package org.katagpu.job;

import java.util.Map;
import org.katagpu.remote.BundledText;
import org.katagpu.remote.Payload;
import org.katagpu.remote.Script;

/** The fixed scripts under {@code job/}, which run on the host as root. */
final class JobScripts {
    private JobScripts() {}

    /** @param word this run's answers carry */
    static Script named(String name, String word, Map<String, String> parameters, Payload payload) {
        Script.Builder script = Script.named("job/" + name).elevated().payload(payload).parameter("KATAGPU_WORD",
                word);
        parameters.forEach(script::parameter);
        if (name.equals("follow")) {
            script.asLongAsItTakes();
        }
        return script.part(text("lib")).part(text(name)).build();
    }

    /** What runs each job on the host. */
    static String runner() {
        return text("run");
    }

    static String text(String name) {
        return BundledText.of("job/" + name + ".sh");
    }
}
