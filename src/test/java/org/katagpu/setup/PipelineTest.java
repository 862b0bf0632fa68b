package org.katagpu.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.katagpu.job.LockScope;
import org.katagpu.setup.Pipeline.Progress;
import org.katagpu.setup.Pipeline.Step;
import org.katagpu.setup.gpu.GpuStage;
import org.katagpu.setup.image.ImageStage;
import org.katagpu.setup.rootfs.RootfsStage;

class PipelineTest {
    private final Map<String, Progress> progress = new LinkedHashMap<>();

    private void all(Progress state) {
        Pipeline.WHOLE.steps().forEach(step -> progress.put(step.stage(), state));
    }

    @Test
    void theLongBuildsBeginAtOnceAndOneOfTheHostsOwnChangesBesideThem() {
        all(Progress.WAITING);
        assertThat(Pipeline.WHOLE.next(progress)).containsExactly("rootfs", "image", "gpu");
        Pipeline.WHOLE.next(progress).forEach(stage -> progress.put(stage, Progress.UNDER_WAY));
        assertThat(Pipeline.WHOLE.next(progress)).isEmpty();
        progress.put("gpu", Progress.DONE);
        assertThat(Pipeline.WHOLE.next(progress)).containsExactly("kata");
    }

    @Test
    void theServerWaitsForEverythingElse() {
        all(Progress.DONE);
        progress.put("serve", Progress.WAITING);
        for (String needed : List.of("rootfs", "image", "gpu", "kata", "network")) {
            progress.put(needed, Progress.UNDER_WAY);
            assertThat(Pipeline.WHOLE.next(progress)).as(needed).isEmpty();
            progress.put(needed, Progress.DONE);
        }
        assertThat(Pipeline.WHOLE.next(progress)).containsExactly("serve");
    }

    @Test
    void aStageLeftOutHoldsNobodyUp() {
        progress.put("serve", Progress.WAITING);
        assertThat(Pipeline.WHOLE.next(progress)).containsExactly("serve");
    }

    @Test
    void nothingBeginsAfterAFailure() {
        all(Progress.WAITING);
        progress.put("network", Progress.FAILED);
        assertThat(Pipeline.WHOLE.next(progress)).isEmpty();
    }

    @Test
    void stagesAreNamedAndScopedAsTheStagesThemselvesAre() {
        Stage rootfs = new RootfsStage();
        Stage image = new ImageStage();
        Stage gpu = new GpuStage();
        for (Stage stage : List.of(rootfs, image, gpu)) {
            assertThat(Pipeline.WHOLE.steps()).filteredOn(step -> step.stage().equals(stage.id())).singleElement()
                    .extracting(Step::scope).isEqualTo(stage.scope());
        }
    }

    @Test
    void aStepCannotNeedALaterOne() {
        assertThatIllegalArgumentException().isThrownBy(
                () -> new Pipeline(
                        List.of(new Step("a", Set.of("b"), LockScope.HOST), new Step("b", Set.of(), LockScope.HOST))));
    }
}
