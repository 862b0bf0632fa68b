package org.katagpu.setup.kata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.katagpu.kataconf.advice.Annotations;
import org.katagpu.kataconf.toml.TomlDocument;

/** containerd's runtime tables, as each version of it writes them. */
class ContainerdRuntimeTest {
    /** As kata-deploy writes them, below the plugin's name of each version. */
    private static final String TABLES = """
            [plugins.%1$s]
              [plugins.%1$s.containerd]
                default_runtime_name = "runc"
                [plugins.%1$s.containerd.runtimes]
                  [plugins.%1$s.containerd.runtimes.runc]
                    pod_annotations = []
                    runtime_type = "io.containerd.runc.v2"
                    [plugins.%1$s.containerd.runtimes.runc.options]
                      SystemdCgroup = false
                  [plugins.%1$s.containerd.runtimes.kata-qemu-virtcca]
                    pod_annotations = ["io.katacontainers.*"]
                    runtime_path = "/opt/kata/bin/containerd-shim-kata-v2"
                    runtime_type = "io.containerd.kata-qemu-virtcca.v2"
                    [plugins.%1$s.containerd.runtimes.kata-qemu-virtcca.options]
                      ConfigPath = "/opt/kata/share/defaults/kata-containers/configuration-qemu-virtcca.toml"
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(quoteCharacter = '|', value = {"||,cri", "version = 2,|\"io.containerd.grpc.v1.cri\"|",
        "version = 3,|'io.containerd.cri.v1.runtime'|", "version = 4,|'io.containerd.cri.v1.runtime'|"})
    void areFoundInEveryVersionOfTheConfiguration(String version, String plugin) {
        List<ContainerdRuntime> found = ContainerdRuntime
                .of(TomlDocument.of((version == null ? "" : version) + "\n" + TABLES.formatted(plugin)));
        assertThat(found).extracting(ContainerdRuntime::name).containsExactly("runc", "kata-qemu-virtcca");
        assertThat(found).extracting(ContainerdRuntime::isKata).containsExactly(false, true);
        assertThat(found.getLast()).isEqualTo(new ContainerdRuntime("kata-qemu-virtcca",
                "io.containerd.kata-qemu-virtcca.v2", "/opt/kata/bin/containerd-shim-kata-v2",
                "/opt/kata/share/defaults/kata-containers/configuration-qemu-virtcca.toml",
                List.of("io.katacontainers.*")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "io.katacontainers.*", "io.katacontainers.config.hypervisor.*",
        "io.katacontainers.config.hypervisor.kernel_params", "io.*.virtio_fs_extra_args",
        "io.katacontainers.config.hypervisor.kernel_param?", "io.[k]atacontainers.x"})
    void handOnWhatUndoesTheProtection(String pattern) {
        assertThat(new ContainerdRuntime("k", "io.containerd.kata.v2", "", "", List.of("a", pattern)).opening())
                .containsExactly(pattern);
    }

    @ParameterizedTest
    @ValueSource(strings = {"io.katacontainers.config.hypervisor.default_memory", "io.katacontainers", "",
        "io.katacontainers.config.hypervisor.default_*", "com.nvidia.*", "*.default_vcpus"})
    void handOnWhatDoesNoHarm(String pattern) {
        assertThat(new ContainerdRuntime("k", "io.containerd.kata.v2", "", "", List.of(pattern)).opening()).isEmpty();
    }

    /** Both runtimes look for the expression anywhere in the name. */
    @ParameterizedTest
    @CsvSource(quoteCharacter = '|', value = {"kernel_params,true", "kernel,true", ".*,true", "^virtio_fs,true",
        "params$,true",
        "(a+)+$,true", "[a-z]+,true", "**,true", "*,true", "default_memory,false", "^kernel$,false",
        "enable_iommu,false", "virtio_fs_daemon,false", "default_.*,false"})
    void entriesAreExpressions(String entry, boolean opens) {
        assertThat(Annotations.opening(List.of(entry))).hasSize(opens ? 1 : 0);
    }

    /**
     * The containerd of this machine, asked as the host check asks it: 1.6 lets an import replace all that its file says
     * of a plugin, so that merging the files ourselves would show a runtime that is not there.
     */
    @Test
    void areThoseContainerdItselfSees() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/containerd")), "no containerd here");
        Path main = folder.resolve("config.toml");
        Files.createDirectory(folder.resolve("conf.d"));
        Files.writeString(main, """
                version = 2
                imports = ["%s/conf.d/*.toml"]
                [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.kata]
                runtime_type = "io.containerd.kata.v2"
                """.formatted(folder));
        Files.writeString(folder.resolve("conf.d/kata-deploy.toml"),
                "version = 2\n" + TABLES.formatted("\"io.containerd.grpc.v1.cri\""));
        Process dump = new ProcessBuilder("/usr/bin/containerd", "--config", main.toString(), "config", "dump")
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String text = new String(dump.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(dump.waitFor()).isZero();
        List<ContainerdRuntime> found = ContainerdRuntime.of(TomlDocument.of(text));
        assertThat(found).filteredOn(ContainerdRuntime::isKata).filteredOn(one -> !one.opening().isEmpty())
                .extracting(ContainerdRuntime::config)
                .containsExactly("/opt/kata/share/defaults/kata-containers/configuration-qemu-virtcca.toml");
    }

    /** What containerd 2.1.9 itself (Debian's build) made of files of version 2 and 3. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void areReadOfWhatARealContainerd2Dumped(int version) throws Exception {
        String dump;
        try (var in = ContainerdRuntimeTest.class
                .getResourceAsStream("/containerd/dump-2.1.9-of-version-" + version + ".toml")) {
            dump = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        assertThat(ContainerdRuntime.of(TomlDocument.of(dump))).filteredOn(ContainerdRuntime::isKata)
                .containsExactly(new ContainerdRuntime("kata-qemu-virtcca", "io.containerd.kata-qemu-virtcca.v2",
                        "/opt/x/containerd-shim-kata-foo",
                        "/opt/kata/share/defaults/kata-containers/configuration-qemu-virtcca.toml",
                        List.of("io.katacontainers.*")));
    }
}
