package org.katagpu.setup.rootfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.katagpu.host.GpuArchitecture;
import org.katagpu.message.Messages;
import org.katagpu.message.Text;
import org.katagpu.setup.Action;
import org.katagpu.setup.Plan;

/** Which driver goes with which GPU, CUDA, modules and flags. */
class DriverVersionsTest {
    private final DriverVersions versions = new DriverVersions();

    @Test
    void versionsAreComparedByNumberAndKeepTheirZeros() {
        assertThat(DriverVersion.of("550.54.15")).isLessThan(DriverVersion.of("550.127.08"));
        assertThat(DriverVersion.of("580.65.06").fileName("aarch64")).isEqualTo("NVIDIA-Linux-aarch64-580.65.06.run");
        assertThat(DriverVersion.of("550.127").patch()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "550", "550.127.08.1", "550.1;reboot", "v550.127.08", "055.1.1"})
    void whatIsNoVersionIsRefused(String text) {
        assertThat(DriverVersion.parse(text)).isEmpty();
        assertThatThrownBy(() -> DriverChoice.GUIDE.withVersion(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"550.127.08, 12.4", "570.172.08, 12.8", "580.65.06, 13.0", "552.22, 12.4", "999.1.1, 13.0"})
    void eachBranchBringsItsCuda(String driver, String cuda) {
        assertThat(versions.cuda(DriverVersion.of(driver)).map(CudaVersion::toString)).contains(cuda);
    }

    @Test
    void theGuidesVersionUnlessAGpuNeedsANewerOne() {
        assertThat(versions.proposedFor(List.of())).isEqualTo(DriverVersions.GUIDE);
        assertThat(versions.proposedFor(List.of(GpuArchitecture.ADA))).isEqualTo(DriverVersions.GUIDE);
        DriverVersion blackwell = versions.proposedFor(List.of(GpuArchitecture.ADA, GpuArchitecture.BLACKWELL));
        assertThat(blackwell.branch()).isEqualTo(570);
        assertThat(versions.against(blackwell, versions.modulesFor(blackwell, List.of(GpuArchitecture.BLACKWELL)),
                List.of(GpuArchitecture.BLACKWELL), Optional.empty())).isEmpty();
    }

    @Test
    void modulesAreTheInstallersOwnDefault() {
        assertThat(versions.modulesFor(DriverVersions.GUIDE, List.of(GpuArchitecture.ADA)))
                .isEqualTo(ModuleKind.PROPRIETARY);
        assertThat(versions.modulesFor(DriverVersion.of("570.172.08"), List.of(GpuArchitecture.ADA)))
                .isEqualTo(ModuleKind.OPEN);
        assertThat(versions.modulesFor(DriverVersion.of("570.172.08"), List.of(GpuArchitecture.VOLTA)))
                .isEqualTo(ModuleKind.PROPRIETARY);
    }

    @ParameterizedTest
    @CsvSource({"550.127.08, OPEN, BLACKWELL, too-old", "570.172.08, PROPRIETARY, BLACKWELL, proprietary",
        "590.44.01, PROPRIETARY, VOLTA, too-new", "550.127.08, OPEN, VOLTA, open", "510.1.1, OPEN, AMPERE, no-open"})
    void whatDoesNotGoTogetherIsSaid(String driver, ModuleKind modules, GpuArchitecture gpu, String reason) {
        List<Text> against = versions.against(DriverVersion.of(driver), modules, List.of(gpu, gpu), Optional.empty());
        assertThat(against).extracting(Text::key).containsExactly("rootfs.against." + reason);
        assertThat(new Messages(Messages.LOCALES.getFirst()).get(against.getFirst())).doesNotContain("{");
    }

    @Test
    void aModelImageForANewerCudaIsTold() {
        assertThat(versions.against(DriverVersions.GUIDE, ModuleKind.PROPRIETARY, List.of(GpuArchitecture.ADA),
                Optional.of(new CudaVersion(12, 8)))).extracting(Text::key).containsExactly("rootfs.against.cuda");
        assertThat(versions.against(DriverVersions.GUIDE, ModuleKind.PROPRIETARY, List.of(GpuArchitecture.ADA),
                Optional.of(new CudaVersion(12, 4)))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"550.127.08, OPEN, --kernel-module-build-directory=kernel-open",
        "550.127.08, PROPRIETARY, --kernel-module-build-directory=kernel",
        "555.42.02, OPEN, --kernel-module-type=open", "580.65.06, PROPRIETARY, --kernel-module-type=proprietary"})
    void theFlagForTheModulesFitsTheVersion(String driver, ModuleKind kind, String flag) {
        assertThat(new InstallerFlags(DriverVersion.of(driver)).modules(kind)).contains(flag)
                .contains("--kernel-modules-only", "--skip-module-load", "--no-rebuild-initramfs")
                .filteredOn(one -> one.startsWith("--kernel-module-")).hasSize(1);
    }

    @Test
    void anOldInstallerIsNotAskedWhatItDoesNotKnow() {
        InstallerFlags old = new InstallerFlags(DriverVersion.of("535.183.06"));
        assertThat(old.libraries()).contains("--no-kernel-modules").doesNotContain("--no-rebuild-initramfs");
    }

    @Test
    void theStageGivesTheScriptEveryChoice() {
        Plan plan = Plan.EMPTY.withRootfs(RootfsChoice.NONE.withImage("/i").withSizeGib(40));
        assertThat(new RootfsStage().parameters(Action.APPLY, plan)).containsEntry("IMAGE", "/i")
                .containsEntry("SIZE_GIB", "40").containsEntry("DRIVER_MODULES", "proprietary")
                .containsEntry("DRIVER_MIRROR", "https://us.download.nvidia.com/tesla")
                .containsEntry("TOOLKIT_REPO", "https://nvidia.github.io/libnvidia-container")
                .containsEntry("TOOLKIT_UNSIGNED", "0").containsEntry("TIGHT", "0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://a/b", "http://user:secret@proxy:3128", "http://a b", "http://a\nb"})
    void anAddressThatCouldCarryAPasswordOrACommandIsRefused(String address) {
        assertThatThrownBy(() -> RootfsSources.DEFAULT.withProxy(address)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"relative", "/a\nb", "../up"})
    void aPathThatIsNotAbsoluteIsRefused(String path) {
        assertThatThrownBy(() -> RootfsChoice.NONE.withImage(path)).isInstanceOf(IllegalArgumentException.class);
    }
}
