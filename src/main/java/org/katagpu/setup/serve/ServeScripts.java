package org.katagpu.setup.serve;

import java.util.List;

import org.katagpu.remote.Script;
import org.katagpu.setup.Plan;
import org.katagpu.setup.SetupText;

/** The stage's small scripts that only read, for what is looked at while the model runs. */
final class ServeScripts {
    private static final List<String> LIBRARIES = List.of("lib/control.sh", "lib/bounded.sh", "lib/image-look.sh",
            "lib/record.sh", "lib/serve-common.sh", "lib/serve-guest.sh", "lib/serve-ask.sh");

    private ServeScripts() {}

    /** @param nonce of the control lines @param asked the nonce the guest's firmware signs, hex */
    static Script evidence(Plan plan, String nonce, String asked) {
        return begun("evidence", plan, nonce).parameter("NONCE", asked)
                .parameter("HELPER", SetupText.of("serve/evidence.py")).part(SetupText.of("serve/evidence.sh")).build();
    }

    /** @param name {@code figures} for {@code setup/serve/figures.sh} */
    static Script reading(String name, Plan plan, String nonce) {
        return begun(name, plan, nonce).part(SetupText.of("serve/" + name + ".sh")).build();
    }

    private static Script.Builder begun(String name, Plan plan, String nonce) {
        Script.Builder script = Script.named("serve/" + name).elevated().parameter("KATAGPU_NONCE", nonce);
        ServeStage.place(plan).forEach(script::parameter);
        LIBRARIES.forEach(library -> script.part(SetupText.of(library)));
        return script;
    }
}
