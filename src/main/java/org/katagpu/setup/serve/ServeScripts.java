package org.katagpu.setup.serve;

import org.katagpu.remote.Script;
import org.katagpu.setup.Plan;
import org.katagpu.setup.ScriptLibrary;
import org.katagpu.setup.SetupText;

/** The stage's small scripts that only read, for what is looked at while the model runs. */
final class ServeScripts {
    private ServeScripts() {}

    /** @param nonce of the control lines @param asked the nonce the guest's firmware signs, hex */
    static Script evidence(Plan plan, String nonce, String asked) {
        return begun("evidence", plan, nonce).parameter("NONCE", asked)
                .parameter("HELPER", SetupText.of("serve/evidence.py")).build();
    }

    /** @param name {@code figures} for {@code setup/serve/figures.sh} */
    static Script reading(String name, Plan plan, String nonce) {
        return begun(name, plan, nonce).build();
    }

    private static Script.Builder begun(String name, Plan plan, String nonce) {
        Script.Builder script = Script.named("serve/" + name).elevated().parameter("KATAGPU_NONCE", nonce);
        ServeStage.place(plan).forEach(script::parameter);
        return ScriptLibrary.add(script, "serve/" + name);
    }
}
