package org.katagpu.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.katagpu.message.Messages;
import org.katagpu.message.ProblemException;
import org.katagpu.setup.gpu.GpuChoice;
import org.katagpu.setup.network.NetworkChoice;

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

    /** A way over many jump hosts makes a name no file can have. */
    @Test
    void aVeryLongNameIsKeptToo() throws Exception {
        String far = "root@10.0.0.5" + " via me@bastion.example".repeat(20);
        store.save(far + "1", Plan.EMPTY, PLAN);
        assertThat(store.load(far + "1").plan()).isEqualTo(PLAN);
        assertThat(store.load(far + "2").plan()).isEqualTo(Plan.EMPTY);
    }

    @Test
    void whatIsSavedIsLoadedAlsoByAnotherWindow() throws Exception {
        assertThat(store.load(HOST).plan()).isEqualTo(Plan.EMPTY);
        store.save(HOST, Plan.EMPTY, PLAN);
        assertThat(new PlanStore(folder.resolve("plans")).load(HOST).plan()).isEqualTo(PLAN);
        assertThat(store.load("admin@other").plan()).isEqualTo(Plan.EMPTY);
        store.save(HOST, PLAN, Plan.EMPTY);
        assertThat(store.load(HOST).plan()).isEqualTo(Plan.EMPTY);
    }

    @Test
    void noLabelLeavesTheFolderAndNoneMeetsAnother() throws Exception {
        for (String label : List.of("a@../../etc/passwd", "a@[fe80::1]:2222", "a@fe80::1:2222", "a@b%2F", "甲@乙")) {
            store.save(label, Plan.EMPTY, PLAN.withGpu(new GpuChoice(List.of(), false)));
        }
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile).filter(one -> !one.toString().endsWith(".lock"))).hasSize(5)
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
        assertThat(store.load(HOST).plan().gpu().devices()).containsExactly("0000:b9:00.0");
        assertThat(store.load(HOST).plan().gpu().persist()).isFalse();
        store.save(HOST, Plan.EMPTY, PLAN);
        assertThat(store.load(HOST).plan()).isEqualTo(PLAN);
        assertThat(Files.readString(file)).contains("\"version\" : 7", "\"later\" : 1", "\"port\" : 8000",
                "\"mode\" : \"fast\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"plan\": {", "null", "[null]", "7", "\"text\"", "[{}]", "{\"plan\": {}} trailing {"})
    void aDamagedFileIsSaidSoAndPutAside(String damaged) throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file, damaged);
        PlanStore.Kept kept = store.load(HOST);
        if (kept.trouble().isPresent()) {
            assertThat(kept.plan()).isEqualTo(Plan.EMPTY);
            assertThat(kept.trouble().get().what().key()).isEqualTo("stage.plan.damaged");
            assertThat(Files.readString(file.resolveSibling(file.getFileName() + ".broken"))).isEqualTo(damaged);
        }
        store.save(HOST, Plan.EMPTY, PLAN);
        assertThat(store.load(HOST).plan()).isEqualTo(PLAN);
        assertThat(store.load(HOST).trouble()).isEmpty();
    }

    /** One field that is refused does not take the other choices with it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"devices\": [\"; reboot\"], \"persist\": true}|gpu.devices",
        "{\"devices\": 7, \"persist\": true}|gpu.devices", "{\"devices\": null, \"persist\": true}|gpu.devices",
        "{\"devices\": [null], \"persist\": true}|gpu.devices",
        "{\"identities\": [], \"persist\": true}|gpu.identities"})
    void aRefusedFieldIsLeftOutAndNamed(String gpu, String field) throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"plan\": {\"gpu\": " + gpu + ", \"network\": null, \"image\": \"text\"}}");
        PlanStore.Kept kept = store.load(HOST);
        assertThat(kept.plan().gpu()).isEqualTo(GpuChoice.NONE.withPersist(true));
        assertThat(new Messages(Locale.ENGLISH).get(kept.trouble().orElseThrow().what())).contains("GPUs: "
                + field.substring(4), "Network", "Model image");
    }

    /** What another window, an older wizard or an editor put there: it goes with the first look, nobody keeps a copy. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"extra|--hf-token hf_abcdefghijklmnopqrst", "extra|--api-k s3cr3t-of-mine",
        "mirror|https://me:s3cr3t-of-mine@mirror.example/hf", "mirror|http://s3cr3t-of-mine@mirror.example"})
    void aSecretInTheOpenIsNamedAndTakenOutOfTheFile(String field, String value) throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file, """
                {"version": 1, "later": 7, "plan": {"serve": {"port": 8123, "%s": "%s"}, "gpu": {"mode": "fast"}}}"""
                .formatted(field, value));
        PlanStore.Kept kept = store.load(HOST);
        assertThat(kept.plan().serve().port()).isEqualTo(8123);
        Messages english = new Messages(Locale.ENGLISH);
        assertThat(english.get(kept.trouble().orElseThrow().what())).contains(field).doesNotContain("s3cr3t", "hf_");
        assertThat(english.get(kept.trouble().get().next())).contains("taken out");
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path one : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(one)).as(one.toString()).doesNotContain("s3cr3t", "hf_");
            }
        }
        assertThat(Files.readString(file)).contains("\"later\" : 7", "8123", "\"mode\" : \"fast\"");
        assertThat(store.load(HOST).trouble()).isEmpty();
        store.save(HOST, kept.plan(), kept.plan().withGpu(GpuChoice.NONE.withPersist(true)));
        assertThat(Files.readString(file)).contains("8123").doesNotContain("s3cr3t", "hf_");
    }

    @Test
    void whatTwoWindowsChoseIsKeptOfBoth() throws Exception {
        store.save(HOST, Plan.EMPTY, PLAN);
        PlanStore other = new PlanStore(folder.resolve("plans"));
        Plan theirs = PLAN.withNetwork(NetworkChoice.DEFAULT.withName("other"));
        assertThat(other.save(HOST, PLAN, theirs).overwritten()).isEmpty();
        Plan ours = PLAN.withGpu(GpuChoice.NONE.withPersist(true));
        assertThat(store.save(HOST, PLAN, ours).overwritten()).isEmpty();
        assertThat(store.load(HOST).plan()).isEqualTo(theirs.withGpu(ours.gpu()));
        assertThat(store.save(HOST, ours, ours.withNetwork(NetworkChoice.DEFAULT.withName("ours"))).overwritten())
                .containsExactly("network");
        assertThat(store.load(HOST).plan().network().name()).isEqualTo("ours");
    }

    @Test
    void aFailedWriteLeavesTheOldPlanAndNoLitter() throws Exception {
        Files.createDirectories(file);
        Files.writeString(file.resolve("in the way"), "");
        assertThatThrownBy(() -> store.save(HOST, Plan.EMPTY, PLAN)).isInstanceOfSatisfying(ProblemException.class,
                e -> assertThat(e.problem().what().key()).isEqualTo("stage.plan.not_written"));
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files.filter(one -> !one.toString().endsWith(".lock"))).containsExactly(file);
        }
    }
}
