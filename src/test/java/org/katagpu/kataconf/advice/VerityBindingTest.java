package org.katagpu.kataconf.advice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.katagpu.kataconf.schema.KataVersion;
import org.katagpu.kataconf.toml.TablePath;
import org.katagpu.kataconf.toml.TomlDocument;

/** The words are those of Kata's own runtime (GetKernelRootParams, hypervisor.go), version by version. */
class VerityBindingTest {
    private static final String ROOT = "a1".repeat(32);
    private static final String SALT = "b2".repeat(32);
    private static final TomlDocument CONFIG = TomlDocument.of("[hypervisor.qemu]\nimage = \"/i.img\"\n");

    private static VerityBinding binding(TomlDocument document, String version, VerityTree... trees) {
        Variant variant = version.startsWith("CC") ? Variant.CC_0_8_0 : Variant.V3_15;
        return new VerityBinding(document, new SetupFacts(0, 1, 0, variant,
                KataVersion.parse(version).orElseThrow(), List.of(trees)), TablePath.of("hypervisor", "qemu"));
    }

    private static VerityTree tree(boolean partitioned) {
        return new VerityTree("/i.img", true, ROOT, SALT, 512_000, partitioned, partitioned ? 0 : 512_000);
    }

    private static String line(VerityBinding binding, String before) {
        return binding.line(KernelParameters.parse(before)).line();
    }

    @Test
    void olderKatasGetTheTableWrittenOut() {
        VerityBinding binding = binding(CONFIG, "3.15.0", tree(true));
        assertThat(line(binding, "swiotlb=1 quiet"))
                .isEqualTo("swiotlb=1 quiet dm-mod.create=\"dm-verity,,,ro,0 4096000"
                        + " verity 1 /dev/vda1 /dev/vda2 4096 4096 512000 0 sha256 " + ROOT + " " + SALT
                        + "\" root=/dev/dm-0");
        assertThat(binding.key()).isEmpty();
        String once = line(binding, "");
        assertThat(line(binding, once)).isEqualTo(once);
        assertThat(line(binding(CONFIG, "CC-0.8.0", tree(false)), ""))
                .contains(" /dev/vda /dev/vda 4096 4096 512000 512000 ");
    }

    @Test
    void from327OnKataMakesItItself() {
        VerityBinding binding = binding(CONFIG, "3.27.0", tree(true));
        assertThat(line(binding, "quiet")).isEqualTo("quiet");
        assertThat(binding.key()).contains("root_hash=" + ROOT + ",salt=" + SALT
                + ",data_blocks=512000,data_block_size=4096,hash_block_size=4096");
        assertThat(binding(CONFIG, "3.26.0", tree(true)).key()).isEmpty();
        assertThat(binding(CONFIG, "3.27.0", tree(false)).key()).isEmpty();
    }

    @Test
    void aTreeThatIsGoneGoesFromTheLine() {
        VerityTree none = new VerityTree("/i.img", true, "", "", 0, true, 0);
        String bound = line(binding(CONFIG, "3.15.0", tree(true)), "quiet");
        assertThat(line(binding(CONFIG, "3.15.0", none), bound)).isEqualTo("quiet");
        TomlDocument with = TomlDocument.of(CONFIG.text() + "kernel_verity_params = \"root_hash=x\"\n");
        assertThat(binding(with, "3.27.0", none).key()).isEqualTo(Optional.of(""));
    }

    @Test
    void whatTheWizardDidNotMakeIsNotItsToBind() {
        TomlDocument with = TomlDocument.of(CONFIG.text() + "kernel_verity_params = \"root_hash=x\"\n");
        assertThat(binding(with, "3.27.0").key()).isEmpty();
        VerityTree changed = new VerityTree("/i.img", false, ROOT, SALT, 1, true, 0);
        assertThat(binding(CONFIG, "3.27.0", changed).key()).isEmpty();
        assertThat(line(binding(CONFIG, "3.15.0", changed), "root=/dev/sda")).isEqualTo("root=/dev/sda");
        VerityTree forged = new VerityTree("/i.img", true, "x\" init=/bin/sh \"", SALT, 1, true, 0);
        assertThat(line(binding(CONFIG, "3.15.0", forged), "")).isEmpty();
    }
}
