package org.katagpu.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.message.ProblemException;
import org.katagpu.setup.gpu.GpuChoice;

class PlanStoreTest {
    private static final String HOST = "admin@gpu-host-01";
    private static final Plan PLAN = Plan.EMPTY.withGpu(new GpuChoice(List.of("0000:3b:00.0"), true,
            Map.of("0000:3b:00.0", "10de:26ba:10de:1851"), false));

    @TempDir
    private Path folder;
    private PlanStore store;
    private Path file;

    @BeforeEach
    void store() {
        store = new PlanStore(folder.resolve("plans"));
        file = folder.resolve("plans/" + HOST + ".json");
    }

    @Test
    void whatIsSavedIsLoadedAlsoByAnotherWindow() throws Exception {
        assertThat(store.load(HOST)).isEqualTo(Plan.EMPTY);
        store.save(HOST, PLAN);
        assertThat(new PlanStore(folder.resolve("plans")).load(HOST)).isEqualTo(PLAN);
        assertThat(store.load("admin@other")).isEqualTo(Plan.EMPTY);
        store.save(HOST, Plan.EMPTY);
        assertThat(store.load(HOST)).isEqualTo(Plan.EMPTY);
    }

    @Test
    void noLabelLeavesTheFolderAndNoneMeetsAnother() throws Exception {
        for (String label : List.of("a@../../etc/passwd", "a@[fe80::1]:2222", "a@fe80::1:2222", "a@b%2F", "甲@乙")) {
            store.save(label, PLAN.withGpu(new GpuChoice(List.of(), false)));
        }
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(5)
                    .allSatisfy(one -> assertThat(one.getParent()).isEqualTo(folder.resolve("plans")));
        }
    }

    @Test
    void fieldsOfANewerWizardAreKept() throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file,
                """
                        {"version": 7, "later": 1, "plan": {"serve": {"port": 8000},
                         "gpu": {"devices": ["0000:b9:00.0"], "mode": "fast", "identities": {"0000:b9:00.0": "10de:26ba"}}}}""");
        assertThat(store.load(HOST).gpu().devices()).containsExactly("0000:b9:00.0");
        assertThat(store.load(HOST).gpu().persist()).isFalse();
        store.save(HOST, PLAN);
        assertThat(store.load(HOST)).isEqualTo(PLAN);
        assertThat(Files.readString(file)).contains("\"version\" : 7", "\"later\" : 1", "\"port\" : 8000",
                "\"mode\" : \"fast\"");
    }

    @Test
    void aDamagedFileIsSaidSoAndPutAside() throws Exception {
        Files.createDirectories(file.getParent());
        for (String damaged : List.of("{\"plan\": {", "{\"plan\": {\"gpu\": {\"devices\": [\"; reboot\"]}}}",
                "{\"plan\": {\"gpu\": {\"devices\": 7}}}")) {
            Files.writeString(file, damaged);
            assertThatThrownBy(() -> store.load(HOST)).as(damaged).isInstanceOfSatisfying(ProblemException.class,
                    e -> assertThat(e.problem().what().key()).isEqualTo("stage.plan.unreadable"));
        }
        Files.writeString(file, "{\"plan\": {");
        store.save(HOST, PLAN);
        assertThat(store.load(HOST)).isEqualTo(PLAN);
        assertThat(Files.readString(file.resolveSibling(file.getFileName() + ".broken"))).isEqualTo("{\"plan\": {");
    }

    @Test
    void aFailedWriteLeavesTheOldPlanAndNoLitter() throws Exception {
        Files.createDirectories(file);
        Files.writeString(file.resolve("in the way"), "");
        assertThatThrownBy(() -> store.save(HOST, PLAN)).isInstanceOfSatisfying(ProblemException.class,
                e -> assertThat(e.problem().what().key()).isEqualTo("stage.plan.not_written"));
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }
}
