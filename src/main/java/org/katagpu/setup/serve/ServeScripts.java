package org.katagpu.setup.serve;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

import org.katagpu.remote.Script;
import org.katagpu.setup.Plan;

/** The stage's small scripts that only read, for what is looked at while the model runs. */
final class ServeScripts {
    private static final List<String> LIBRARIES = List.of("lib/control.sh", "lib/bounded.sh", "lib/image-look.sh",
            "lib/record.sh", "lib/serve-ground.sh", "lib/serve-guest.sh", "lib/serve-ask.sh");

    private ServeScripts() {}

    /** @param name {@code figures} for {@code setup/serve/figures.sh} */
    static Script reading(String name, Plan plan, String nonce) {
        Script.Builder script = Script.named("serve/" + name).elevated().parameter("KATAGPU_NONCE", nonce);
        ServeStage.place(plan).forEach(script::parameter);
        LIBRARIES.forEach(library -> script.part(resource(library)));
        return script.part(resource("serve/" + name + ".sh")).build();
    }

    private static String resource(String path) {
        try (InputStream in = Objects.requireNonNull(ServeScripts.class.getResourceAsStream("/setup/" + path), path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }
}
