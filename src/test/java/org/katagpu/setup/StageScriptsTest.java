package org.katagpu.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.katagpu.remote.Script;
import org.katagpu.setup.gpu.GpuChoice;
import org.katagpu.setup.gpu.GpuStage;

class StageScriptsTest {
    private final StageScripts scripts = new StageScripts();
    private final Plan plan = Plan.EMPTY.withGpu(new GpuChoice(List.of("0000:3b:00.0"), false));

    @Test
    void theShownTextIsTheScriptButForTheNonce() {
        for (Action action : Action.values()) {
            Script script = scripts.script(new GpuStage(), action, plan, "0123456789abcdef");
            assertThat(scripts.text(new GpuStage(), action, plan))
                    .isEqualTo(script.text().replace("0123456789abcdef", StageScripts.SHOWN_NONCE));
            assertThat(script.elevated()).isTrue();
            assertThat(script.name()).isEqualTo("gpu/" + action.name().toLowerCase());
        }
    }

    @Test
    void parametersStandBeforeLibrariesAndLibrariesBeforeTheBody() {
        String text = scripts.text(new GpuStage(), Action.APPLY, plan);
        assertThat(text).containsSubsequence("DEVICES='0000:3b:00.0'\nIDENTITIES='?'\n", "kg_emit() {",
                "kg_bounded() {", "gpu_examine() {", "gpu_apply() {");
    }
}
