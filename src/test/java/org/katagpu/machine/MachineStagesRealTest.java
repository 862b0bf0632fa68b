package org.katagpu.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.katagpu.setup.Plan;
import org.katagpu.setup.Stage;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageState;
import org.katagpu.setup.gpu.GpuChoice;
import org.katagpu.setup.gpu.GpuStage;
import org.katagpu.setup.image.ImageArchive;
import org.katagpu.setup.image.ImageChoice;
import org.katagpu.setup.image.ImageStage;
import org.katagpu.setup.image.ImageWay;
import org.katagpu.setup.kata.KataStage;

/** Stages as each kind of user, scripts exactly as sent, on a machine where KATAGPU_ROOT is not set. */
@Tag("real")
@Tag("beside")
class MachineStagesRealTest {
    @TempDir
    private static Path folder;
    private static ThrowawayMachine machine;

    @BeforeAll
    static void boot() throws Exception {
        machine = ThrowawayMachine.start(folder);
    }

    @AfterAll
    static void end() throws Exception {
        machine.close();
    }

    /** Checked, made, made again, previewed, taken back: what each may change, and nothing else. */
    private static void through(Stage stage, Plan plan, MachineUser user) throws Exception {
        MachineSnapshot before = machine.snapshot();
        try (MachineBench bench = new MachineBench(machine, user)) {
            StageReport first = bench.check(stage, plan);
            assertThat(first.state()).as(first.toString()).isEqualTo(StageState.NEEDED);
            assertThat(machine.snapshot().changesSince(before)).as("check").isEmpty();
            StageEvent.Ended made = bench.apply(stage, plan);
            assertThat(made.problem()).as(() -> made.report().findings() + "\n" + bench.log()).isEmpty();
            assertThat(MachineBench.changes(made.report(), true)).isNotEmpty();
            StageReport after = bench.check(stage, plan);
            assertThat(after.state()).as(after.toString()).isEqualTo(StageState.DONE);
            MachineSnapshot whole = machine.snapshot();
            assertThat(bench.apply(stage, plan).report().changes()).isEmpty();
            StageReport preview = bench.preview(stage, plan);
            assertThat(preview.state()).as(preview.toString()).isEqualTo(StageState.NEEDED);
            assertThat(preview.changes()).isNotEmpty();
            assertThat(machine.snapshot().changesSince(whole)).as("again, preview").isEmpty();
            StageEvent.Ended undone = bench.undo(stage, plan);
            assertThat(undone.problem()).as(bench::log).isEmpty();
        }
        assertThat(machine.snapshot().changesSince(before)).as("undone").isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"ROOT", "ADMIN", "DEPLOY"})
    void gpusAreBoundAndGivenBack(MachineUser user) throws Exception {
        machine.exec("modprobe vfio-pci");
        through(new GpuStage(), Plan.EMPTY.withGpu(new GpuChoice(List.of("0000:3b:00.0", "0000:b9:00.0"), false)),
                user);
    }

    @ParameterizedTest
    @EnumSource(names = {"ROOT", "ADMIN", "DEPLOY"})
    void anArchiveIsImportedAndTakenOut(MachineUser user) throws Exception {
        Path archive = folder.resolve("vllm.tar");
        if (Files.notExists(archive)) {
            Process make = new ProcessBuilder("bash", "src/test/resources/serve/make-image.sh",
                    "src/test/resources/serve", archive.toString()).redirectErrorStream(true).start();
            make.getInputStream().readAllBytes();
            assertThat(make.waitFor()).isZero();
            machine.put(archive, "/srv/vllm.tar");
        }
        through(new ImageStage(), Plan.EMPTY.withImage(ImageChoice.DEFAULT.withWay(ImageWay.IMPORT)
                .withArchive(new ImageArchive("/srv/vllm.tar", ""))), user);
    }

    @ParameterizedTest
    @EnumSource(names = {"ROOT", "ADMIN", "DEPLOY"})
    void katasFileIsChangedAndPutBackByteForByte(MachineUser user) throws Exception {
        machine.write("/etc/kata-containers/configuration.toml",
                MachineParts.resource("/practice/files/kata-3.15-configuration.toml"));
        through(new KataStage(), Plan.EMPTY, user);
    }
}
