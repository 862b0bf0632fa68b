package org.katagpu.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.attest.Binding;
import org.katagpu.attest.Verifier;
import org.katagpu.attest.cbor.Octets;
import org.katagpu.attest.rung.EvidenceReply;
import org.katagpu.attest.rung.ExpectedMeasurement;
import org.katagpu.attest.rung.Ladder;
import org.katagpu.attest.rung.Rung;
import org.katagpu.attest.rung.RungAppraiser;
import org.katagpu.attest.rung.RungStatus.State;
import org.katagpu.attest.trust.Authority;
import org.katagpu.attest.trust.Issuer;
import org.katagpu.attest.trust.PinnedCertificates;
import org.katagpu.attest.trust.Trust;
import org.katagpu.message.Text;
import org.katagpu.setup.Action;
import org.katagpu.setup.Plan;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageState;
import org.katagpu.setup.gpu.GpuChoice;
import org.katagpu.setup.gpu.GpuStage;
import org.katagpu.setup.image.ImageChoice;
import org.katagpu.setup.image.ImageStage;
import org.katagpu.setup.image.ImageWay;
import org.katagpu.setup.kata.ReportedKata;
import org.katagpu.setup.network.NetworkStage;
import org.katagpu.setup.serve.EvidenceReader;
import org.katagpu.setup.serve.ServeChoice;
import org.katagpu.setup.serve.ServeEndpoint;
import org.katagpu.setup.serve.ServeStage;
import org.katagpu.setup.serve.ServeStart;
import org.katagpu.setup.serve.TlsChoice;

/** Evidence of the practice host's guest, asked for as on any host, in each manner it can play. */
class PracticeEvidenceTest {
    private static final Plan PLAN = Plan.EMPTY.withGpu(new GpuChoice(List.of("0000:3b:00.0"), false))
            .withImage(ImageChoice.DEFAULT.withWay(ImageWay.REGISTRY))
            .withServe(ServeChoice.DEFAULT.withMaxLength(2048).withTls(true));

    @TempDir(factory = FastTempDir.class)
    Path temp;

    @Test
    void eachMannerStandsOnItsRungs() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")));
        try (ScriptedHost host = new ScriptedHost(Persona.KUNPENG_4GPU, temp)) {
            host.guestImageIsBuilt();
            host.kataIsConfigured();
            host.run(new GpuStage(), Action.APPLY, PLAN);
            host.run(new ImageStage(), Action.APPLY, PLAN);
            host.run(new NetworkStage(), Action.APPLY, PLAN);
            StageReport report = host.run(new ServeStage(), Action.APPLY, PLAN);
            ReportedKata kata = ReportedKata.of(host.host(), PLAN);
            assertThat(kata.configuration()).containsKeys("kata file", "kata shim",
                    "kata.hypervisor.qemu.kernel_params", "kata.hypervisor.qemu.kernel").hasSizeGreaterThan(30);
            assertThat(kata.versions()).containsOnlyKeys("kata");
            EvidenceReply answer = ask(host, report);
            assertStates(practice(host, answer), State.PROVED, State.PROVED, State.PROVED);
            assertThat(practice(host, answer).proved()).isTrue();
            Ladder real = climb(new Verifier(PinnedCertificates.load()), answer);
            assertStates(real, State.REFUSED, State.OPEN, State.OPEN);
            play(host, Fault.evidence("replayed"));
            assertStates(practice(host, ask(host, report)), State.PROVED, State.REFUSED, State.OPEN);
            play(host, Fault.evidence("other-server"));
            assertStates(practice(host, ask(host, report)), State.PROVED, State.PROVED, State.REFUSED);
            play(host, Fault.evidence("other-device"));
            assertStates(practice(host, ask(host, report)), State.REFUSED, State.OPEN, State.OPEN);
            play(host, Fault.noDevice());
            Ladder none = practice(host, ask(host, report));
            assertStates(none, State.OPEN, State.OPEN, State.OPEN);
            assertThat(none.of(Rung.GENUINE).reason().key()).isEqualTo("attest.open.no_device");
            assertThat(certified(host, new ServeStage(), PLAN)).as("chosen, so obeyed").isTrue();
            Plan silent = PLAN.withServe(PLAN.serve().withTls(TlsChoice.AUTOMATIC));
            assertThat(certified(host, new ServeStage(), silent)).isFalse();
            host.practice().sandbox().heal(Fault.FIRMWARE);
            assertThat(certified(host, new ServeStage(), silent)).as("a server that stays, stays as it is").isFalse();
            assertThat(certified(host, new ServeStage().beginning(new ServeStart.Restart()), silent)).isTrue();
        }
    }

    private static boolean certified(ScriptedHost host, ServeStage stage, Plan plan) throws Exception {
        StageReport report = host.run(stage, Action.APPLY, plan);
        assertThat(report.state()).isEqualTo(StageState.DONE);
        return ServeEndpoint.of(report.facts()).orElseThrow().certificate().isPresent();
    }

    private static void play(ScriptedHost host, Fault fault) throws Exception {
        host.practice().sandbox().heal(Fault.FIRMWARE);
        host.practice().sandbox().inject(Fault.FIRMWARE, fault);
    }

    private static EvidenceReply ask(ScriptedHost host, StageReport report) throws Exception {
        return new EvidenceReader(host.host()).ask(PLAN, "kvm-type=cvm", Binding.freshNonce(new SecureRandom()),
                ServeEndpoint.of(report.facts()).orElseThrow().certificate());
    }

    private static Ladder practice(ScriptedHost host, EvidenceReply answer) {
        Trust trust = new Trust(Authority.PRACTICE, List.of(new Issuer(host.practice().authority().root(),
                host.practice().authority().issuer())));
        return climb(new Verifier(trust), answer);
    }

    private static Ladder climb(Verifier verifier, EvidenceReply answer) {
        return new RungAppraiser(verifier).climb(answer,
                new ExpectedMeasurement.Unknown(Text.of("attest.open.no_expected")),
                Instant.now());
    }

    private static void assertStates(Ladder ladder, State... states) {
        assertThat(ladder.of(Rung.ARGUMENTS).state()).isEqualTo(State.TOLD);
        assertThat(Arrays.asList(ladder.of(Rung.GENUINE).state(), ladder.of(Rung.FRESH).state(),
                ladder.of(Rung.BOUND).state())).containsExactly(states);
    }
}
