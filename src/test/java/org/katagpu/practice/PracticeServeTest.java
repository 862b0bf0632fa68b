package org.katagpu.practice;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.remote.Duplex;
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
import org.katagpu.setup.serve.Proof;
import org.katagpu.setup.serve.ProofLink;
import org.katagpu.setup.serve.ServeChoice;
import org.katagpu.setup.serve.ServeEndpoint;
import org.katagpu.setup.serve.ServeStage;

/** The model on the practice host: everything before it, the proof link by link, an answer, and its end. */
class PracticeServeTest {
    private static final Plan PLAN = Plan.EMPTY.withGpu(new GpuChoice(List.of("0000:3b:00.0"), false))
            .withImage(ImageChoice.DEFAULT.withWay(ImageWay.REGISTRY))
            .withServe(ServeChoice.DEFAULT.withAskKey(false).withMaxLength(2048));

    private static final Pattern CONTENT = Pattern.compile("\"content\":\"([^\"]*)\"");

    @TempDir(factory = FastTempDir.class)
    Path temp;
    private final ServeStage stage = new ServeStage();

    private void prepare(PlayedHost host) throws Exception {
        host.guestImageIsBuilt();
        host.kataIsConfigured();
        host.run(new GpuStage(), Action.APPLY, PLAN);
        host.run(new ImageStage(), Action.APPLY, PLAN);
        host.run(new NetworkStage(), Action.APPLY, PLAN);
    }

    @Test
    void theModelIsServedProvedAskedAndRemoved() throws Exception {
        try (PlayedHost host = new PlayedHost(Persona.KUNPENG_4GPU, temp)) {
            prepare(host);
            assertThat(host.check(stage, PLAN).state()).isEqualTo(StageState.NEEDED);
            StageReport report = host.run(stage, Action.APPLY, PLAN);
            assertThat(report.state()).isEqualTo(StageState.DONE);
            assertThat(ProofLink.values()).allSatisfy(link -> assertThat(Proof.of(report.facts()).at(link).state())
                    .as(link.name()).isEqualTo(Proof.State.PROVED));
            assertThat(host.check(stage, PLAN).state()).isEqualTo(StageState.DONE);
            assertThat(host.run(stage, Action.APPLY, PLAN).changes()).isEmpty();

            ServeEndpoint endpoint = ServeEndpoint.of(report.facts()).orElseThrow();
            assertThat(ask(host, endpoint, "你好")).contains("练习服务器");
            assertThat(ask(host, endpoint, "Hello")).contains("practice server").doesNotContain("练习");

            host.run(stage, Action.UNDO, PLAN);
            assertThat(host.check(stage, PLAN).state()).isEqualTo(StageState.NEEDED);
            assertThat(host.file("dev/vfio/81")).exists();
            host.run(new GpuStage(), Action.UNDO, PLAN);
        }
    }

    private static String ask(PlayedHost host, ServeEndpoint endpoint, String question) throws Exception {
        String body = "{\"model\":\"%s\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                .formatted(endpoint.servedName(), question);
        try (Duplex duplex = host.host().dial(endpoint.address(), endpoint.port())) {
            duplex.output().write(("POST /v1/chat/completions HTTP/1.0\r\nContent-Length: %d\r\n\r\n%s".formatted(
                    body.getBytes(StandardCharsets.UTF_8).length, body)).getBytes(StandardCharsets.UTF_8));
            duplex.output().flush();
            String events = new String(duplex.input().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(events).startsWith("HTTP/1.1 200").endsWith("data: [DONE]\n\n");
            return CONTENT.matcher(events).results().map(piece -> piece.group(1)).collect(Collectors.joining());
        }
    }

    @Test
    void whatGoesWrongIsToldAndNothingIsLeft() throws Exception {
        try (PlayedHost host = new PlayedHost(Persona.KUNPENG_4GPU, temp)) {
            prepare(host);
            host.practice().sandbox().inject(Fault.CONTAINERD, Fault.vmFails("failed to launch qemu: exit status 1"));
            assertThat(PlayedHost.failed(host.follow(stage, Action.APPLY, PLAN).report())).contains("serve.not_run");
            host.practice().sandbox().heal(Fault.CONTAINERD);
            host.practice().sandbox().inject(Fault.MODEL, Fault.downloadFails());
            StageReport ended = host.follow(stage, Action.APPLY, PLAN).report();
            assertThat(PlayedHost.failed(ended)).contains("serve.server_ended");
            assertThat(ended.findings()).filteredOn(one -> one.id().equals("serve.server_ended"))
                    .extracting(Finding::evidence).singleElement().asString().contains("ConnectionError");
            host.practice().sandbox().heal(Fault.MODEL);
            assertThat(host.run(stage, Action.APPLY, PLAN).state()).isEqualTo(StageState.DONE);
        }
    }
}
