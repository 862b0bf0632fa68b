package org.katagpu.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.chat.ApiKey;
import org.katagpu.chat.CertificatePin;
import org.katagpu.chat.ChatEvent;
import org.katagpu.chat.ChatRequest;
import org.katagpu.chat.Endpoint;
import org.katagpu.chat.HeldKey;
import org.katagpu.chat.Message;
import org.katagpu.chat.ServedModel;
import org.katagpu.chat.wire.HttpChatClient;
import org.katagpu.message.ProblemException;
import org.katagpu.setup.Action;
import org.katagpu.setup.Finding;
import org.katagpu.setup.Plan;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageState;
import org.katagpu.setup.gpu.GpuChoice;
import org.katagpu.setup.gpu.GpuStage;
import org.katagpu.setup.image.ImageChoice;
import org.katagpu.setup.image.ImageStage;
import org.katagpu.setup.image.ImageWay;
import org.katagpu.setup.network.NetworkStage;
import org.katagpu.setup.serve.FiguresReader;
import org.katagpu.setup.serve.LiveFigures;
import org.katagpu.setup.serve.Proof;
import org.katagpu.setup.serve.ProofLink;
import org.katagpu.setup.serve.ServeChoice;
import org.katagpu.setup.serve.ServeEndpoint;
import org.katagpu.setup.serve.ServeKeyReader;
import org.katagpu.setup.serve.ServeStage;
import org.katagpu.setup.serve.TlsChoice;

/** The model on the practice host: everything before it, the proof link by link, an answer, and its end. */
class PracticeServeTest {
    private static final Plan PLAN = Plan.EMPTY.withGpu(new GpuChoice(List.of("0000:3b:00.0"), false))
            .withImage(ImageChoice.DEFAULT.withWay(ImageWay.REGISTRY))
            .withServe(ServeChoice.DEFAULT.withMaxLength(2048));

    private static final boolean OPENSSL = Files.isExecutable(Path.of("/usr/bin/openssl"));

    @TempDir(factory = FastTempDir.class)
    Path temp;
    private final ServeStage stage = new ServeStage();

    private void prepare(ScriptedHost host) throws Exception {
        host.guestImageIsBuilt();
        host.kataIsConfigured();
        host.run(new GpuStage(), Action.APPLY, PLAN);
        host.run(new ImageStage(), Action.APPLY, PLAN);
        host.run(new NetworkStage(), Action.APPLY, PLAN);
    }

    @Test
    void theModelIsServedProvedAskedAndRemoved() throws Exception {
        try (ScriptedHost host = new ScriptedHost(Persona.KUNPENG_4GPU, temp)) {
            prepare(host);
            assertThat(host.check(stage, PLAN).state()).isEqualTo(StageState.NEEDED);
            StageReport report = host.run(stage, Action.APPLY, PLAN);
            assertThat(report.state()).isEqualTo(StageState.DONE);
            assertThat(ProofLink.values()).allSatisfy(link -> assertThat(Proof.of(report.facts()).at(link).state())
                    .as(link.name()).isEqualTo(Proof.State.PROVED));
            assertThat(Proof.of(report.facts()).at(ProofLink.GPU).evidence())
                    .isEqualTo("NVIDIA L20, 46068 MiB, driver 560.35.05, CUDA 12.6");
            assertThat(host.check(stage, PLAN).state()).isEqualTo(StageState.DONE);
            assertThat(host.run(stage, Action.APPLY, PLAN).changes()).isEmpty();
            LiveFigures figures = new FiguresReader(host.host()).sample(PLAN);
            assertThat(figures.gpus()).hasSize(1);
            assertThat(figures.server()).isPresent();
            chat(host, PLAN, report);

            for (boolean chosen : OPENSSL ? new boolean[]{false, true} : new boolean[]{false}) {
                Plan other = PLAN.withServe(PLAN.serve().withTls(chosen));
                chat(host, other, host.run(stage, Action.APPLY, other));
            }
            host.run(stage, Action.UNDO, PLAN);
            assertThatThrownBy(() -> host.host().dial("10.88.0.2", 8000).close()).as("nobody answers any more")
                    .isInstanceOf(ProblemException.class);
            assertThat(host.check(stage, PLAN).state()).isEqualTo(StageState.NEEDED);
            host.run(new GpuStage(), Action.UNDO, PLAN);
        }
    }

    /** As the chat page does: the key is read back, the certificate pinned. */
    private static void chat(ScriptedHost host, Plan plan, StageReport report) throws Exception {
        ServeEndpoint served = ServeEndpoint.of(report.facts()).orElseThrow();
        Optional<CertificatePin> pin = served.certificate().map(CertificatePin::parse);
        assertThat(pin.isPresent())
                .isEqualTo(plan.serve().tls() == TlsChoice.AUTOMATIC ? OPENSSL : plan.serve().tls() == TlsChoice.ON);
        try (HeldKey key = new ServeKeyReader(host.host()).read(plan).orElseThrow().handOver()) {
            Endpoint endpoint = served.with(key);
            HttpChatClient client = new HttpChatClient(host.host()::dial, "practice", endpoint);
            assertThat(client.models()).extracting(ServedModel::id).containsExactly(served.servedName());
            assertThat(ask(client, "Hello", 2000)).isInstanceOfSatisfying(ChatEvent.Finished.class,
                    end -> assertThat(end.answer().text()).contains("practice server").doesNotContain("练习"));
            assertThat(ask(client, "你好", 2000)).isInstanceOfSatisfying(ChatEvent.Finished.class,
                    end -> assertThat(end.answer().text()).contains("练习服务器"));
            assertThat(ask(client, "Hello", 3000)).as("more than the model's length")
                    .isInstanceOf(ChatEvent.Failed.class);
        }
        Endpoint keyless = new Endpoint(served.address(), served.port(), pin, served.servedName(), ApiKey.NONE);
        assertThat(ask(new HttpChatClient(host.host()::dial, "practice", keyless), "Hello", 10))
                .isInstanceOf(ChatEvent.Failed.class);
    }

    private static ChatEvent ask(HttpChatClient client, String question, int tokens) throws Exception {
        CompletableFuture<ChatEvent> end = new CompletableFuture<>();
        client.send(new ChatRequest(client.endpoint().model(), List.of(new Message(Message.Role.USER, question)),
                OptionalDouble.empty(), OptionalInt.of(tokens), OptionalLong.empty(), true), event -> {
                    if (event instanceof ChatEvent.End) {
                        end.complete(event);
                    }
                });
        return end.get(20, TimeUnit.SECONDS);
    }

    @Test
    void whatGoesWrongIsToldAndNothingIsLeft() throws Exception {
        try (ScriptedHost host = new ScriptedHost(Persona.KUNPENG_4GPU, temp)) {
            prepare(host);
            host.practice().sandbox().inject(Fault.CONTAINERD, Fault.vmFails("failed to launch qemu: exit status 1"));
            assertThat(ScriptedHost.failed(host.follow(stage, Action.APPLY, PLAN).report())).contains("serve.not_run");
            host.practice().sandbox().heal(Fault.CONTAINERD);
            host.practice().sandbox().inject(Fault.MODEL, Fault.downloadFails());
            StageReport ended = host.follow(stage, Action.APPLY, PLAN).report();
            assertThat(ScriptedHost.failed(ended)).contains("serve.server_ended");
            assertThat(ended.findings()).filteredOn(one -> one.id().equals("serve.server_ended"))
                    .extracting(Finding::evidence).singleElement().asString().contains("ConnectionError");
            host.practice().sandbox().heal(Fault.MODEL);
            assertThat(host.run(stage, Action.APPLY, PLAN).state()).isEqualTo(StageState.DONE);
        }
    }
}
