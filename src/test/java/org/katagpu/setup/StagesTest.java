package org.katagpu.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.katagpu.job.LockScope;
import org.katagpu.message.Messages;
import org.katagpu.message.Text;
import org.katagpu.setup.Stages.Step;
import org.katagpu.setup.gpu.GpuStage;
import org.katagpu.setup.image.ImageStage;
import org.katagpu.setup.kata.KataStage;
import org.katagpu.setup.network.NetworkStage;
import org.katagpu.setup.rootfs.RootfsStage;
import org.katagpu.setup.serve.ServeStage;

class StagesTest {
    @Test
    void stagesAreNamedAndScopedAsTheStagesThemselvesAre() {
        List<Stage> all = List.of(new RootfsStage(), new ImageStage(), new GpuStage(), new KataStage(),
                new NetworkStage(), new ServeStage());
        assertThat(Stages.WHOLE.steps()).extracting(Step::stage).containsExactlyInAnyOrderElementsOf(
                all.stream().map(Stage::id).toList());
        for (Stage stage : all) {
            assertThat(Stages.WHOLE.steps()).filteredOn(step -> step.stage().equals(stage.id())).singleElement()
                    .extracting(Step::scope).isEqualTo(stage.scope());
        }
    }

    @Test
    void theLongBuildsBeginFirstAndEachStageAfterThoseItNeeds() {
        assertThat(Stages.WHOLE.steps()).extracting(Step::stage).containsExactly("rootfs", "image", "gpu", "kata",
                "network", "serve");
    }

    @Test
    void aStageHeldUpByAStepBeforeItAloneIsNotFailed() {
        Messages words = new Messages(Locale.ENGLISH);
        Set<String> waits = new ServeStage().beforeItsTurn();
        assertThat(waits).allMatch(id -> words.has("serve.finding." + id.substring("serve.".length())));
        assertThat(blockedBy("serve.no_network", "serve.not_bound").isBlockedOnlyBy(waits)).isTrue();
        assertThat(blockedBy("serve.no_network", "serve.no_ctr").isBlockedOnlyBy(waits)).isFalse();
        assertThat(blockedBy().isBlockedOnlyBy(waits)).isFalse();
    }

    private static StageReport blockedBy(String... ids) {
        return new StageReport(StageState.BLOCKED, List.of(),
                Stream.of(ids).map(id -> new Finding(id, Finding.Status.FAIL, Text.of(id), "", Text.of(id))).toList(),
                List.of(), "");
    }

    @Test
    void aStepCannotNeedALaterOne() {
        assertThatIllegalArgumentException().isThrownBy(
                () -> new Stages(
                        List.of(new Step("a", Set.of("b"), LockScope.HOST), new Step("b", Set.of(), LockScope.HOST))));
    }

    @Test
    void aRunTouchesAllItRestsOnAndAllThatRestsOnIt() {
        assertThat(Stages.WHOLE.touchedBy("serve")).containsExactlyInAnyOrder("rootfs", "image", "gpu", "kata",
                "network", "serve");
        assertThat(Stages.WHOLE.touchedBy("network")).containsExactlyInAnyOrder("network", "serve");
        assertThat(Stages.WHOLE.touchedBy("another")).containsExactly("another");
    }

    @Test
    void theWayBackTakesWhatRestsOnOthersFirst() {
        Stages back = Stages.WHOLE.reversed();
        assertThat(back.steps().getFirst()).isEqualTo(new Step("serve", Set.of(), LockScope.HOST));
        assertThat(back.under("rootfs")).containsExactly("serve");
    }
}
