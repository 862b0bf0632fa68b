package org.katagpu.setup.kata;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.host.KataShim;
import org.katagpu.kataconf.advice.Variant;
import org.katagpu.kataconf.schema.KnownVersion;
import org.katagpu.remote.LocalHost;
import org.katagpu.setup.Action;
import org.katagpu.setup.Plan;
import org.katagpu.setup.serve.ServeChoice;

/** A host with three Katas: the distribution's 3.31, virtCCA's 3.15 and the runtime in Rust, each with its own file. */
class SeveralKatasTest {
    private static final String DISTRIBUTIONS = "/usr/share/defaults/kata-containers/configuration.toml";
    private static final String VIRTCCAS = "/opt/kata/share/defaults/kata-containers/configuration.toml";
    private static final String RUSTS = "/opt/kata/share/defaults/kata-containers/runtime-rs/configuration.toml";
    private static final String QEMU = "[hypervisor.qemu]\npath = \"%s\"\n\n[agent.kata]\n\n[runtime]\n";

    @TempDir
    Path root;

    @BeforeEach
    void threeKatas() throws Exception {
        program("usr/bin/containerd-shim-kata-v2", shim("Golang", "3.31.0"));
        program("usr/bin/kata-runtime", order("/etc/kata-containers/configuration.toml", DISTRIBUTIONS));
        program("opt/kata/bin/containerd-shim-kata-v2", shim("Golang", "3.15.0"));
        program("opt/kata/bin/kata-runtime", order("/etc/kata-containers/configuration.toml", VIRTCCAS));
        program("opt/kata/runtime-rs/bin/containerd-shim-kata-v2", shim("Rust", "4.1.0"));
        file(DISTRIBUTIONS, QEMU.formatted("/usr/bin/qemu"));
        file(VIRTCCAS, QEMU.formatted("/opt/kata/bin/qemu-system-aarch64-virtcca-experimental"));
        file(RUSTS, QEMU.formatted("/opt/kata/bin/qemu"));
    }

    private static String shim(String runtime, String version) {
        return "echo 'Kata Containers containerd shim (" + runtime + "): id: \"io.containerd.kata.v2\", version: "
                + version + ", commit: 0'";
    }

    private static String order(String... paths) {
        return "[[ $1 == --show-default-config-paths ]] && printf '%s\\n' " + String.join(" ", paths)
                + " || echo 'kata-runtime  : 3.15.0'";
    }

    private void program(String path, String text) throws Exception {
        file("/" + path, "#!/bin/bash\n" + text + "\n");
        Files.setPosixFilePermissions(root.resolve(path), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void file(String path, String text) throws Exception {
        Path file = root.resolve(path.substring(1));
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private KataReading read(String runtime) throws Exception {
        return new KataReader(new LocalHost(root)).read(runtime);
    }

    private static Plan plan(String runtime) {
        return Plan.EMPTY.withServe(ServeChoice.DEFAULT.withRuntime(runtime));
    }

    @Test
    void allAreFoundWithTheFileEachReads() throws Exception {
        List<KataShim> shims = read("io.containerd.kata.v2").scan().kata().shims();
        assertThat(shims).extracting(KataShim::path).containsExactly("/usr/bin/containerd-shim-kata-v2",
                "/opt/kata/bin/containerd-shim-kata-v2", "/opt/kata/runtime-rs/bin/containerd-shim-kata-v2");
        assertThat(shims).extracting(KataShim::reads).containsExactly(DISTRIBUTIONS, VIRTCCAS, RUSTS);
        assertThat(shims).extracting(KataShim::standard).containsExactly(true, false, false);
        assertThat(shims).extracting(KataShim::isRust).containsExactly(false, false, true);
        assertThat(shims).extracting(shim -> HostFacts.version(shim).orElseThrow().shown()).containsExactly("3.31.0",
                "3.15.0", "4.1.0 (Rust)");
    }

    @Test
    void theRuntimeOfThePlanSaysWhichFileIsReadAndEdited() throws Exception {
        String virtccas = "/opt/kata/bin/containerd-shim-kata-v2";
        assertThat(read(virtccas).layers().main().path()).isEqualTo(VIRTCCAS);
        assertThat(read("io.containerd.kata.v2").layers().main().path()).isEqualTo(DISTRIBUTIONS);
        KataRoot host = new KataRoot(root);
        String before = Files.readString(root.resolve(DISTRIBUTIONS.substring(1)));
        KataRoot.Run run = host.run(plan(virtccas), Action.APPLY);
        assertThat(run.exit()).as(run.said()).isZero();
        assertThat(Files.readString(root.resolve(VIRTCCAS.substring(1)))).contains("cold_plug_vfio = \"root-port\"")
                .contains("confidential_guest = true").contains("dial_timeout = 60");
        assertThat(Files.readString(root.resolve(DISTRIBUTIONS.substring(1)))).isEqualTo(before);
        assertThat(new KataFileReader(new LocalHost(root)).read(KataTarget.MAIN, virtccas).path()).isEqualTo(VIRTCCAS);
        assertThat(host.run(plan(virtccas), Action.UNDO).exit()).isZero();
        assertThat(Files.readString(root.resolve(VIRTCCAS.substring(1)))).doesNotContain("cold_plug_vfio");
    }

    @Test
    void advisesEachByItsOwnVersion() throws Exception {
        String rusts = "/opt/kata/runtime-rs/bin/containerd-shim-kata-v2";
        assertThat(read(rusts).facts(plan(rusts)).version().nearest()).isEqualTo(KnownVersion.RS_4_1_0);
        String virtccas = "/opt/kata/bin/containerd-shim-kata-v2";
        assertThat(read(virtccas).facts(plan(virtccas)).variant()).isEqualTo(Variant.V3_15);
        KataRoot.Run run = new KataRoot(root).run(plan(rusts), Action.APPLY);
        assertThat(run.exit()).as(run.said()).isZero();
        assertThat(Files.readString(root.resolve(RUSTS.substring(1)))).contains("reconnect_timeout_ms = 60000")
                .doesNotContain("dial_timeout =").as("it would refuse to start a virtCCA guest")
                .doesNotContain("confidential_guest", "virtcca_cvm_guest");
    }

    @Test
    void aFileInEtcIsReadByBothOfGos() throws Exception {
        file("/etc/kata-containers/configuration.toml", QEMU.formatted("/q"));
        List<KataShim> shims = read("io.containerd.kata.v2").scan().kata().shims();
        assertThat(shims).extracting(KataShim::reads).containsExactly("/etc/kata-containers/configuration.toml",
                "/etc/kata-containers/configuration.toml", RUSTS);
    }

    /** As virtCCA's guide does it for ctr. */
    @Test
    void copiesOfOneShimAreOneKata() throws Exception {
        Files.copy(root.resolve("opt/kata/bin/containerd-shim-kata-v2"),
                root.resolve("usr/bin/containerd-shim-kata-v2"), java.nio.file.StandardCopyOption.REPLACE_EXISTING,
                java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        Files.delete(root.resolve("opt/kata/runtime-rs/bin/containerd-shim-kata-v2"));
        assertThat(read("io.containerd.kata.v2").scan().kata().shims()).extracting(KataShim::path)
                .containsExactly("/usr/bin/containerd-shim-kata-v2");
    }

    @Test
    void linksToOneShimAreOneKata() throws Exception {
        Files.delete(root.resolve("usr/bin/containerd-shim-kata-v2"));
        Files.createSymbolicLink(root.resolve("usr/bin/containerd-shim-kata-v2"),
                Path.of("../../opt/kata/runtime-rs/bin/containerd-shim-kata-v2"));
        List<KataShim> shims = read("io.containerd.kata.v2").scan().kata().shims();
        assertThat(shims).extracting(KataShim::path).containsExactly("/usr/bin/containerd-shim-kata-v2",
                "/opt/kata/bin/containerd-shim-kata-v2");
        assertThat(shims.getFirst().isRust()).isTrue();
        assertThat(read("io.containerd.kata.v2").layers().main().path()).isEqualTo(RUSTS);
    }
}
