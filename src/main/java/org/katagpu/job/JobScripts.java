package org.katagpu.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
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
        String path = "/job/" + name + ".sh";
        try (InputStream in = JobScripts.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
