package org.katagpu.setup.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.host.HostScan;
import org.katagpu.host.NvidiaModels;
import org.katagpu.job.JobLine;
import org.katagpu.job.ScriptLines;
import org.katagpu.remote.Host;
import org.katagpu.remote.LocalHost;
import org.katagpu.remote.Script;
import org.katagpu.setup.Action;
import org.katagpu.setup.Finding;
import org.katagpu.setup.Finding.Status;
import org.katagpu.setup.Plan;
import org.katagpu.setup.ScriptLibrary;
import org.katagpu.setup.Stage;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageState;
import org.katagpu.setup.serve.ServeChoice;
import org.katagpu.setup.serve.ServeStage;

/** The distribution's 3.31, confidential, beside virtCCA's 3.15: what is said is of the one the plan starts. */
class ChosenKataTest {
    private static final String STANDARD = "io.containerd.kata.v2";
    private static final String VIRTCCAS = "/opt/kata/bin/containerd-shim-kata-v2";

    @TempDir
    Path root;

    @BeforeEach
    void twoKatas() throws Exception {
        shim("usr/bin", "3.31.0");
        shim("opt/kata/bin", "3.15.0");
        file("usr/share/defaults/kata-containers/configuration.toml",
                "[hypervisor.qemu]\nconfidential_guest = true\n");
        file("opt/kata/share/defaults/kata-containers/configuration.toml",
                "[hypervisor.qemu]\nconfidential_guest = true\n");
        file("boot/config-6.6.0", "CONFIG_VFIO=y\n");
        file("proc/sys/kernel/osrelease", "6.6.0\n");
    }

    private void shim(String folder, String version) throws Exception {
        String path = folder + "/containerd-shim-kata-v2";
        file(path, "#!/bin/bash\necho 'Kata Containers containerd shim (Golang): id: \"" + STANDARD + "\", version: "
                + version + ", commit: 0'\n");
        Files.setPosixFilePermissions(root.resolve(path), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void file(String path, String text) throws Exception {
        Files.createDirectories(root.resolve(path).getParent());
        Files.writeString(root.resolve(path), text);
    }

    private HostScan scan(String runtime) throws Exception {
        return new HostScanner(NvidiaModels.bundled(), Clock.systemUTC(), runtime).scan(new LocalHost(root));
    }

    private static Finding finding(HostScan scan, String id) {
        return HostChecks.named(id).orElseThrow().on(scan);
    }

    @Test
    void theNodeIsThatOfTheChosenKata() throws Exception {
        assertThat(finding(scan(STANDARD), "vfio-node")).satisfies(found -> {
            assertThat(found.status()).isEqualTo(Status.FAIL);
            assertThat(found.evidence()).contains("CONFIG_IOMMUFD=n");
        });
        assertThat(finding(scan(VIRTCCAS), "vfio-node").what().arguments()).containsExactly("3.15.0");
        assertThat(finding(scan(VIRTCCAS), "vfio-node").status()).isEqualTo(Status.PASS);
    }

    @Test
    void theVulnerabilitiesAreThoseOfTheChosenKata() throws Exception {
        assertThat(finding(scan(STANDARD), "advisory-kata").evidence()).contains("CVE-2026-50540")
                .doesNotContain("CVE-2026-24054");
        assertThat(finding(scan(VIRTCCAS), "advisory-kata").evidence()).contains("CVE-2026-24054", "CVE-2026-44210");
    }

    @Test
    void onceOneIsChosenNothingIsLeftToChance() throws Exception {
        assertThat(finding(scan(STANDARD), "kata-several").status()).isEqualTo(Status.WARN);
        assertThat(finding(scan(VIRTCCAS), "kata-several").status()).isEqualTo(Status.PASS);
    }

    /** A check of the model asks by the node it knows; only where its own facts say another, it is asked again. */
    @Test
    void theModelsCheckFindsItsNodeByItself() throws Exception {
        Host host = askedNothing();
        Plan plan = Plan.EMPTY.withServe(ServeChoice.DEFAULT.withRuntime(STANDARD));
        ServeStage stage = new ServeStage();
        Stage first = stage.prepare(host, Action.CHECK, plan);
        assertThat(first.parameters(Action.CHECK, plan)).containsEntry("NODES", "group cdev");
        StageReport report = new StageReport(StageState.NEEDED, List.of(), List.of(), facts(plan), "");
        Stage second = first.corrected(host, report, plan).orElseThrow();
        assertThat(second.parameters(Action.CHECK, plan)).containsEntry("NODES", "cdev");
        assertThat(stage.prepare(host, Action.CHECK, plan).corrected(host, report, plan)).as("known from then on")
                .isEmpty();
        Plan virtccas = plan.withServe(plan.serve().withRuntime(VIRTCCAS));
        StageReport other = new StageReport(StageState.NEEDED, List.of(), List.of(), facts(virtccas), "");
        assertThat(stage.prepare(host, Action.CHECK, virtccas).corrected(host, other, virtccas).orElseThrow()
                .parameters(Action.CHECK, virtccas)).containsEntry("NODES", "group cdev");
    }

    /** Fails whoever makes a round trip. */
    private static Host askedNothing() {
        return (Host) Proxy.newProxyInstance(Host.class.getClassLoader(), new Class<?>[]{Host.class},
                (host, method, arguments) -> switch (method.getName()) {
                    case "hashCode" -> System.identityHashCode(host);
                    case "equals" -> host == arguments[0];
                    default -> throw new AssertionError("asked: " + method);
                });
    }

    private List<JsonNode> facts(Plan plan) throws Exception {
        List<JsonNode> facts = new ArrayList<>();
        ScriptLines lines = new ScriptLines("n", (line, offset) -> {
            if (line instanceof JobLine.Control(JobLine.Kind kind, JsonNode body)
                    && kind == JobLine.Kind.FACT) {
                facts.add(body);
            }
        });
        Script.Builder script = Script.named("kata/look")
                .parameter("KATAGPU_NONCE", "n").parameter("KATA_RUNTIME", plan.serve().runtime());
        new LocalHost(root).run(ScriptLibrary.add(script, "kata/look").build(), lines);
        lines.finish();
        return facts;
    }
}
