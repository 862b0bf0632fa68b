package org.katagpu.practice;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.setup.Action;
import org.katagpu.setup.Plan;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.image.ImageArchive;
import org.katagpu.setup.image.ImageChoice;
import org.katagpu.setup.image.ImageStage;
import org.katagpu.setup.image.ImageWay;

/** The model image on the practice host: built, pulled, taken back. */
class PracticeImageTest {
    private static final Plan BUILD = Plan.EMPTY;
    private static final Plan PULL = Plan.EMPTY.withImage(ImageChoice.DEFAULT.withWay(ImageWay.REGISTRY));

    @TempDir(factory = FastTempDir.class)
    Path temp;
    private final ImageStage stage = new ImageStage();

    @Test
    void itIsBuiltAndBroughtIntoContainerd() throws Exception {
        try (ScriptedHost host = new ScriptedHost(Persona.KUNPENG_4GPU, temp)) {
            host.goesThereAndBack(stage, BUILD);
            host.run(stage, Action.APPLY, BUILD);
            assertThat(host.events()).as("the build's own steps are told").anyMatch(
                    event -> event instanceof StageEvent.StepBegan step
                            && step.title().key().equals("image.step.build_step"));
        }
    }

    @Test
    void itIsImportedFromTheArchiveOnTheHost() throws Exception {
        Plan plan = Plan.EMPTY.withImage(ImageChoice.DEFAULT.withWay(ImageWay.IMPORT)
                .withArchive(new ImageArchive("/srv/images/vllm-cvm.tar", "")));
        try (ScriptedHost host = new ScriptedHost(Persona.KUNPENG_4GPU, temp)) {
            host.goesThereAndBack(stage, plan);
        }
    }

    @Test
    void itIsPulled() throws Exception {
        try (ScriptedHost host = new ScriptedHost(Persona.KUNPENG_SHARED_GROUP, temp)) {
            host.goesThereAndBack(stage, PULL);
        }
    }

    @Test
    void aCompilerWithoutMemoryAndARegistryOutOfReachAreTold() throws Exception {
        try (ScriptedHost host = new ScriptedHost(Persona.KUNPENG_4GPU, temp)) {
            host.practice().sandbox().inject(Fault.DOCKER, Fault.buildFails("bdist_wheel"));
            assertThat(ScriptedHost.failed(host.follow(stage, Action.APPLY, BUILD).report()))
                    .containsExactly("image.build_memory");
            host.practice().sandbox().inject(Fault.REGISTRY, Fault.noNetwork());
            assertThat(ScriptedHost.failed(host.follow(stage, Action.APPLY, PULL).report()))
                    .containsExactly("image.no_network");
        }
    }
}
