package org.katagpu.setup.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.katagpu.message.Messages;

class ServeChoiceTest {
    private static ServeChoice of(ModelSource source, String model, String mirror, String extra) {
        ServeChoice usual = ServeChoice.DEFAULT;
        return new ServeChoice(source, model, mirror, "", usual.port(), 85, 4096, 0, true, true, false, extra,
                usual.runtime(), usual.container());
    }

    @Test
    void theCommandLineIsVllms() {
        ServerCommand command = ServerCommand
                .of(of(ModelSource.HUGGING_FACE, "Qwen/Qwen2-7B-Instruct", "", "--dtype half"));
        assertThat(command.arguments()).containsExactly("python3", "-m", "vllm.entrypoints.openai.api_server",
                "--model", "Qwen/Qwen2-7B-Instruct", "--host", "0.0.0.0", "--port", "8000", "--served-model-name",
                "Qwen2-7B-Instruct", "--gpu-memory-utilization", "0.85", "--max-model-len", "4096",
                "--trust-remote-code");
        assertThat(command.extra()).containsExactly("--dtype", "half");
        assertThat(command.environment()).isEmpty();
    }

    @Test
    void theSourceIsToldByTheEnvironment() {
        assertThat(ServerCommand.of(ServeChoice.DEFAULT).environment()).containsOnlyKeys("VLLM_USE_MODELSCOPE");
        assertThat(ServerCommand.of(of(ModelSource.MIRROR, "a/b", "https://hf-mirror.com", "")).environment())
                .containsEntry("HF_ENDPOINT", "https://hf-mirror.com");
        assertThat(ServerCommand.of(of(ModelSource.LOCAL, "/models/qwen/", "", "")).environment())
                .containsEntry("HF_HUB_OFFLINE", "1");
        assertThat(of(ModelSource.LOCAL, "/models/qwen/", "", "").clientName()).isEqualTo("qwen");
    }

    @Test
    void whatCannotBeServedIsNamed() {
        assertThat(ServeChoice.DEFAULT.faults()).isEmpty();
        assertThat(of(ModelSource.MODELSCOPE, " ", "", "").faults()).containsExactly(ServeFault.MODEL_EMPTY);
        assertThat(of(ModelSource.MODELSCOPE, "--help", "", "").faults()).containsExactly(ServeFault.MODEL_FORM);
        assertThat(of(ModelSource.LOCAL, "models/qwen", "", "").faults()).containsExactly(ServeFault.MODEL_FOLDER);
        assertThat(of(ModelSource.LOCAL, "/models/\nqwen", "", "").faults()).containsExactly(ServeFault.MODEL_FOLDER);
        assertThat(of(ModelSource.MIRROR, "a/b", "https://me:secret@x", "").faults())
                .containsExactly(ServeFault.MIRROR_FORM);
        assertThat(of(ModelSource.LOCAL, "/m", "", "'open").faults()).containsExactly(ServeFault.EXTRA_UNBALANCED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--api-key x", "--api_key=x", "--api x", "--port 9", "--model=y", "'--host' 1"})
    void whatTheFormSetsOrWouldShowTheKeyIsRefused(String extra) {
        assertThat(of(ModelSource.LOCAL, "/m", "", extra).faults()).containsExactly(ServeFault.EXTRA_RESERVED);
    }

    @Test
    void figuresOutOfTheirBoundsAreNoChoice() {
        ServeChoice usual = ServeChoice.DEFAULT;
        assertThatIllegalArgumentException().isThrownBy(() -> new ServeChoice(usual.source(), "a/b", "", "", 0, 90, 0,
                0, false, true, false, "", usual.runtime(), usual.container()));
        assertThatIllegalArgumentException().isThrownBy(() -> new ServeChoice(usual.source(), "a/b", "", "", 1, 101,
                0, 0, false, true, false, "", usual.runtime(), usual.container()));
    }

    @Test
    void everyFaultHasWords() {
        for (var locale : Messages.LOCALES) {
            for (ServeFault fault : ServeFault.values()) {
                assertThat(new Messages(locale).has("serve.fault." + fault.word())).as(fault.word()).isTrue();
            }
        }
    }

    @Test
    void aChoiceIsKeptAsJsonWithoutWhatIsDerived() throws Exception {
        ObjectMapper json = new ObjectMapper();
        String kept = json.writeValueAsString(ServeChoice.DEFAULT);
        assertThat(kept).doesNotContain("clientName").doesNotContain("faults");
        assertThat(json.readValue(kept, ServeChoice.class)).isEqualTo(ServeChoice.DEFAULT);
    }
}
