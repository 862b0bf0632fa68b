package org.katagpu.kataconf.advice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.katagpu.kataconf.change.History;
import org.katagpu.kataconf.change.SaveGuard;
import org.katagpu.kataconf.check.Inspector;
import org.katagpu.kataconf.schema.KataVersion;
import org.katagpu.kataconf.schema.KnownVersion;
import org.katagpu.kataconf.schema.Schema;
import org.katagpu.kataconf.toml.Edit;
import org.katagpu.kataconf.toml.Templates;
import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.kataconf.toml.TomlValue;
import org.katagpu.message.Messages;

class RecommendationsTest {
    private static final SetupFacts OLDER = new SetupFacts(262_144, 1, 0, Variant.CC_0_8_0,
            KataVersion.of(KnownVersion.CC_0_8_0));
    private static final SetupFacts NEWER = new SetupFacts(262_144, 2, 30_000, Variant.V3_15,
            KataVersion.of(KnownVersion.V3_15_0));

    private static Recommendation find(List<Recommendation> all, String key) {
        return all.stream().filter(one -> one.ref().key().equals(key)).findFirst().orElseThrow();
    }

    private static TomlDocument newer() {
        return Templates.ours("newer-qemu.toml").document();
    }

    @Test
    void allAppliedLeavesNothingToDoAndAFileThatCanBeSaved() throws Exception {
        for (SetupFacts facts : List.of(OLDER, NEWER)) {
            TomlDocument base = Templates.ours(facts == OLDER ? "older-qemu.toml" : "newer-qemu.toml").document();
            History history = new History(base);
            history.apply(Recommendations.applyAll(Recommendations.of(base, facts)));
            TomlDocument done = history.present();
            assertThat(Recommendations.of(done, facts)).allMatch(Recommendation::satisfied);
            assertThat(Inspector.blocks(new Inspector(new Schema()).inspect(done, facts.version()))).isFalse();
            new SaveGuard().check(base, done, history.intent());
            assertThat(history.undo()).isEqualTo(base);
        }
    }

    @Test
    void kernelParametersAreMergedNotReplaced() {
        Recommendation kernel = find(Recommendations.of(newer(), NEWER), "kernel_params");
        assertThat(kernel.value()).isEqualTo(
                TomlValue.text("virtcca_cvm_guest=1 swiotlb=262144,force cgroup_no_v1=all"));
        assertThat(Recommendations.of(Templates.ours("older-qemu.toml").document(), OLDER))
                .noneMatch(one -> one.ref().key().equals("kernel_params"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"a=1 swiotlb=1 b|a=1 swiotlb=2 b",
        "swiotlb=1 a swiotlb=3|swiotlb=1 a swiotlb=2", "x=\"a b\"  y|x=\"a b\" y swiotlb=2", "``|swiotlb=2",
        "noswiotlb=1|noswiotlb=1 swiotlb=2"})
    void oneParameterIsChangedInPlace(String line, String becomes) {
        assertThat(KernelParameters.parse(line).with("swiotlb", "2").line()).isEqualTo(becomes);
    }

    @ParameterizedTest
    @CsvSource({"0,1,0,20480,0", "262144,1,0,20480,0", "262144,2,30000,43008,0", "65536,1,60000,32768,1",
        "32768,1,0,20480,1"})
    void memoryFollowsHostModelAndGpus(long host, int gpus, long model, long expected, int cautions) {
        Recommendation memory = find(
                Recommendations.of(newer(), new SetupFacts(host, gpus, model, Variant.V3_15, NEWER.version())),
                "default_memory");
        assertThat(memory.value()).isEqualTo(TomlValue.whole(expected));
        assertThat(memory.cautions()).hasSize(cautions);
    }

    @Test
    void moreThanRecommendedIsFine() throws Exception {
        TomlDocument large = newer()
                .after(new Edit.Set(find(Recommendations.of(newer(), NEWER), "default_memory").ref(),
                        TomlValue.whole(131_072)));
        assertThat(find(Recommendations.of(large, NEWER), "default_memory").satisfied()).isTrue();
    }

    @Test
    void aVersionIsNotAdvisedKeysItDoesNotRead() {
        assertThat(Recommendations.of(newer(), OLDER)).extracting(one -> one.ref().key())
                .doesNotContain("pcie_root_port", "create_container_timeout", "confidential_guest");
    }

    @Test
    void annotationsThatUndoTheProtectionAreTakenOut() throws Exception {
        TomlDocument open = TomlDocument.of(
                "[hypervisor.qemu]\nenable_annotations = [\"enable_iommu\", \"kernel_params\", \"virtio_fs_extra_args\"]\n");
        assertThat(find(Recommendations.of(open, NEWER), "enable_annotations").value())
                .isEqualTo(TomlValue.texts(List.of("enable_iommu")));
        assertThat(Recommendations.of(TomlDocument.of("[hypervisor.qemu]\npath = \"/q\"\n"), NEWER))
                .noneMatch(one -> one.ref().key().equals("enable_annotations"));
    }

    /** Upstream's Kata refuses to start a confidential guest on a machine whose protection it does not know. */
    @Test
    void aKataWithoutVirtccaIsNotToldToStartItsGuests() {
        SetupFacts plain = new SetupFacts(262_144, 1, 0, Variant.PLAIN, KataVersion.of(KnownVersion.V4_1_0));
        assertThat(Recommendations.of(TomlDocument.of("[hypervisor.qemu]\npath = \"/q\"\n"), plain))
                .extracting(one -> one.ref().key()).contains("cold_plug_vfio", "guest_hook_path")
                .doesNotContain("confidential_guest", "kernel_params");
    }

    @Test
    void everyReasonIsSaidInBothLanguages() {
        for (Locale locale : Messages.LOCALES) {
            Messages messages = new Messages(locale);
            for (SetupFacts facts : List.of(OLDER, NEWER,
                    new SetupFacts(1024, 16, 100_000, Variant.V3_15, NEWER.version()))) {
                assertThat(Recommendations.of(newer(), facts)).allSatisfy(one -> {
                    assertThat(messages.get(one.why())).doesNotContain("{");
                    assertThat(one.cautions()).allSatisfy(caution -> assertThat(messages.get(caution)).isNotEmpty());
                });
            }
        }
    }
}
