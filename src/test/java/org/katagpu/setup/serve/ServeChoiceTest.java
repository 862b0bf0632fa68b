package org.katagpu.setup.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.katagpu.message.Messages;
import org.katagpu.remote.LocalHost;
import org.katagpu.setup.Action;
import org.katagpu.setup.Plan;
import org.katagpu.setup.Stage;
import org.katagpu.setup.StageScripts;

class ServeChoiceTest {
    private static ServeChoice of(ModelSource source, String model, String mirror, String extra) {
        ServeChoice usual = ServeChoice.DEFAULT;
        return new ServeChoice(source, model, mirror, "", usual.port(), 85, 4096, 0, true, true, TlsChoice.OFF, extra,
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
        assertThat(of(ModelSource.MIRROR, "a/b", "https://x?y", "").faults()).containsExactly(ServeFault.MIRROR_FORM);
        assertThatIllegalArgumentException().isThrownBy(() -> of(ModelSource.MIRROR, "a/b", "https://me:secret@x", ""))
                .withMessageNotContaining("secret@");
        assertThat(of(ModelSource.LOCAL, "/m", "", "'open").faults()).containsExactly(ServeFault.EXTRA_UNBALANCED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--port 9", "--model=y", "'--host' 1", "--por 9", "--hos=::", "--mod y", "--served_mod z",
        "--ssl-key /x", "--root /r", "--P 1"})
    void whatTheFormSetsIsRefusedAlsoShortened(String extra) {
        assertThat(of(ModelSource.LOCAL, "/m", "", extra).faults()).containsExactly(ServeFault.EXTRA_RESERVED);
    }

    /** Never part of a choice: neither the plan, nor a script, nor an argument, nor a log can hold it. */
    @ParameterizedTest
    @ValueSource(strings = {"--api-key CANARY", "--api_key=CANARY", "--api-k CANARY", "--ap CANARY",
        "--hf-token CANARY",
        "--hf-tok=CANARY", "--hf_t CANARY", "--ssl-keyfile-password CANARY", "--ssl-keyfile-p CANARY",
        "--some-password=CANARY", "--AWS-SECRET-ACCESS-KEY CANARY", "'--api-key' 'CANARY",
        "--dtype half hf_abcdefghijklmnopqrst",
        "--x '{\"api_key\": \"CANARY\"}'", "HF_TOKEN=CANARY", "--header 'Authorization: Bearer CANARY12345'",
        "sk-abcdefghijklmnopqrstuvwx"})
    void aSecretIsNoPartOfAChoice(String extra) {
        assertThatIllegalArgumentException().isThrownBy(() -> of(ModelSource.LOCAL, "/m", "", extra))
                .withMessageNotContaining("CANARY");
        ObjectNode kept = new ObjectMapper().valueToTree(ServeChoice.DEFAULT);
        kept.put("extra", extra);
        assertThatThrownBy(() -> new ObjectMapper().treeToValue(kept, ServeChoice.class))
                .isInstanceOfSatisfying(JsonMappingException.class, wrong -> {
                    assertThat(wrong.getPath()).singleElement().extracting(JsonMappingException.Reference::getFieldName)
                            .isEqualTo("extra");
                    assertThat(wrong).hasMessageNotContaining("CANARY");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"--tokenizer a/b", "--tokenizer-mode slow", "--max-num-batched-tokens 4096",
        "--long-prefill-token-threshold 1", "--kv-cache-dtype fp8", "--api-server-count 2", "--hf-overrides '{}'",
        "--quantization awq", "-q awq", "--enable-prompt-tokens-details", "--ssl-ca-certs /x",
        "--chat-template /keys/x",
        "-tp 2", "--skip-tokenizer-init", "--download-dir /models/secrets"})
    void whatOnlySoundsLikeOneIsTaken(String extra) {
        assertThat(of(ModelSource.LOCAL, "/m", "", extra).faults()).isEmpty();
    }

    @Test
    void nothingOfAChoiceWithAFaultTravels() {
        Plan plan = Plan.EMPTY.withServe(of(ModelSource.MIRROR, "a/b", "ftp://CANARY", ""));
        assertThat(new StageScripts().script(new ServeStage(), Action.CHECK, plan, "0123456789abcdef").text())
                .contains("FAULT='mirror_form'").doesNotContain("CANARY");
    }

    /** The plan's source gets its token, no other leaves this machine, and none is in the script. */
    @Test
    void aTokenTravelsBesideTheScriptForItsSourceAlone(@TempDir Path folder) throws Exception {
        ServeTokens tokens = new ServeTokens();
        tokens.keep(ModelSource.HUGGING_FACE, "hf_CANARY".toCharArray());
        tokens.keep(ModelSource.MIRROR, "other_CANARY".toCharArray());
        Plan plan = Plan.EMPTY.withServe(of(ModelSource.HUGGING_FACE, "a/b", "", ""));
        Stage stage = new ServeStage(tokens).prepare(new LocalHost(folder), Action.APPLY,
                plan);
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        stage.secrets(Action.APPLY).writeTo(sent);
        assertThat(sent.toString().lines()).hasSize(2).last().isEqualTo("hf_CANARY");
        assertThat(new StageScripts().script(stage, Action.APPLY, plan, "0123456789abcdef").text())
                .doesNotContain("CANARY").contains("TOKEN_VARIABLE='HF_TOKEN'");
        sent.reset();
        new ServeStage(tokens).prepare(new LocalHost(folder), Action.APPLY, Plan.EMPTY)
                .secrets(Action.APPLY).writeTo(sent);
        assertThat(sent.toString().lines().toList()).last().isEqualTo("");
        tokens.forget();
        assertThat(tokens.has(ModelSource.MIRROR)).isFalse();
    }

    @Test
    void figuresOutOfTheirBoundsAreNoChoice() {
        ServeChoice usual = ServeChoice.DEFAULT;
        assertThatIllegalArgumentException().isThrownBy(() -> new ServeChoice(usual.source(), "a/b", "", "", 0, 90, 0,
                0, false, true, TlsChoice.OFF, "", usual.runtime(), usual.container()));
        assertThatIllegalArgumentException().isThrownBy(() -> new ServeChoice(usual.source(), "a/b", "", "", 1, 101,
                0, 0, false, true, TlsChoice.OFF, "", usual.runtime(), usual.container()));
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

    /** A plan of an earlier wizard said yes or no; one that says nothing leaves it to what the guest can do. */
    @Test
    void anOldPlansWordForTlsIsKept() throws Exception {
        ObjectMapper json = new ObjectMapper();
        ObjectNode fields = json.valueToTree(ServeChoice.DEFAULT);
        assertThat(fields.path("tls").asText()).isEqualTo("AUTOMATIC");
        for (boolean chosen : new boolean[]{true, false}) {
            fields.put("tls", chosen);
            assertThat(json.treeToValue(fields, ServeChoice.class).tls()).isEqualTo(TlsChoice.of(chosen));
            Plan plan = Plan.EMPTY.withServe(ServeChoice.DEFAULT.withTls(chosen));
            assertThat(new ServeStage().parameters(Action.APPLY, plan)).containsEntry("TLS", chosen ? "1" : "");
        }
        fields.remove("tls");
        ObjectNode silent = json.createObjectNode();
        silent.set("serve", fields);
        assertThat(new org.katagpu.setup.PlanReader().read(silent).plan().serve().tls()).isEqualTo(TlsChoice.AUTOMATIC);
        assertThat(new ServeStage().parameters(Action.APPLY, Plan.EMPTY)).containsEntry("TLS", "auto");
        fields.put("tls", "PERHAPS");
        assertThat(new org.katagpu.setup.PlanReader().read(silent).refused()).containsExactly("serve.tls");
    }
}
