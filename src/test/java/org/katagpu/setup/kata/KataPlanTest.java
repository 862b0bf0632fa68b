package org.katagpu.setup.kata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.kataconf.change.DiffRow;
import org.katagpu.kataconf.change.LineDiff;
import org.katagpu.kataconf.check.Inspector;
import org.katagpu.kataconf.schema.Schema;
import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.kataconf.toml.TablePath;
import org.katagpu.kataconf.toml.Templates;
import org.katagpu.kataconf.toml.TomlValue;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.LocalHost;
import org.katagpu.setup.Action;
import org.katagpu.setup.Plan;

/** The stage as a plan drives it: what is written is made from the files as they are on the host at that moment. */
class KataPlanTest {
    private static final KeyRef MEMORY = new KeyRef(TablePath.of("hypervisor", "qemu"), "default_memory");
    private static final KeyRef VCPUS = new KeyRef(TablePath.of("hypervisor", "qemu"), "default_vcpus");
    private static final String RIGHT = """
            [hypervisor.qemu]
            path = "/opt/kata/bin/qemu-system-aarch64"
            cold_plug_vfio = "root-port"
            guest_hook_path = "/usr/share/oci/hooks"
            default_memory = 32768
            confidential_guest = true
            shared_fs = "virtio-fs"
            kernel_params = "virtcca_cvm_guest=1 swiotlb=262144,force"
            [agent.kata]
            dial_timeout = 60
            [runtime]
            static_sandbox_resource_mgmt = true
            create_container_timeout = 1200
            """;

    @TempDir
    Path folder;

    private KataRoot host(String configuration) {
        return KataRoot.with(folder, configuration.getBytes(StandardCharsets.UTF_8));
    }

    private static Plan plan(KataChoice choice) {
        return Plan.EMPTY.withKata(choice);
    }

    private static Plan wanting(KeyRef ref, TomlValue value) {
        return plan(KataChoice.DEFAULT.withKeys(List.of(WantedKey.of(ref, Optional.of(value)))));
    }

    private void dropIn(KataRoot host, String name, String text) throws Exception {
        Files.createDirectories(host.dropIn().getParent());
        Files.writeString(host.dropIn().resolveSibling(name), text);
    }

    private static long count(String said, String word) {
        return Pattern.compile(Pattern.quote(word)).matcher(said).results().count();
    }

    @Test
    void aFreshPlanOnAFreshHostSetsEveryKeyAndNamesWhatTheDiffShows() throws Exception {
        KataRoot host = KataRoot.with(folder, Templates.ours("newer-qemu.toml").bytes());
        byte[] before = host.bytes();
        String check = host.run(Plan.EMPTY, Action.CHECK).said();
        assertThat(check).contains("\"state\":\"needed\"").contains("hypervisor.qemu.guest_hook_path")
                .contains("[\"hypervisor.qemu.default_memory\",\"20480\",\"2048\"]");
        KataRoot.Run run = host.run(Plan.EMPTY, Action.APPLY);
        assertThat(run.exit()).as(run.said()).isZero();
        long lines = new LineDiff(new String(before, StandardCharsets.UTF_8),
                new String(host.bytes(), StandardCharsets.UTF_8)).rows(0).stream()
                .filter(row -> row.kind() != DiffRow.Kind.SAME).count();
        assertThat(count(check, "\"id\":\"kata.key\",\"done\":false")).isEqualTo(lines).isGreaterThan(5);
        assertThat(count(run.said(), "\"id\":\"kata.key\",\"done\":true")).isEqualTo(lines);
        assertThat(host.run(Plan.EMPTY, Action.CHECK).said()).contains("\"state\":\"done\"");
        assertThat(host.run(Plan.EMPTY, Action.APPLY).said()).contains("Nothing to change").doesNotContain("TARGET=");
        assertThat(host.run(Plan.EMPTY, Action.UNDO).exit()).isZero();
        assertThat(host.bytes()).isEqualTo(before);
    }

    @Test
    void theFileAsItIsAtThatMomentIsTakenNotTheOneSeenBefore() throws Exception {
        KataRoot host = host(RIGHT);
        Plan plan = wanting(VCPUS, TomlValue.whole(8));
        assertThat(host.run(plan, Action.CHECK).said()).contains("default_vcpus");
        Files.writeString(host.file(), RIGHT + "# another admin\n");
        assertThat(host.run(plan, Action.APPLY).exit()).isZero();
        assertThat(Files.readString(host.file())).contains("default_vcpus = 8", "# another admin");
    }

    @Test
    void whatIsWantedByHandWinsOverWhatIsRecommendedAndIsSaidSo() {
        KataRoot host = host(RIGHT);
        Plan plan = wanting(MEMORY, TomlValue.whole(4096));
        assertThat(host.run(plan, Action.CHECK).said()).contains("\"state\":\"needed\"")
                .contains("\"id\":\"kata.otherwise\",\"status\":\"warn\"");
        assertThat(host.run(plan, Action.APPLY).exit()).isZero();
        assertThat(host.run(plan, Action.CHECK).said()).contains("\"state\":\"done\"");
    }

    @Test
    void aRequiredKeyThatIsMissingIsNeverDone() {
        KataRoot host = host(RIGHT.replace("confidential_guest = true\n", ""));
        String said = host.run(plan(KataChoice.DEFAULT.withRecommended(false)), Action.CHECK).said();
        assertThat(said).contains("\"state\":\"blocked\"").contains("\"id\":\"kata.required\",\"status\":\"fail\"")
                .contains("hypervisor.qemu.confidential_guest");
        assertThat(host.run(Plan.EMPTY, Action.CHECK).said()).contains("\"state\":\"needed\"");
    }

    @Test
    void aValueThatIsNoneStopsTheActWithTheReason() {
        KataRoot host = host(RIGHT);
        Plan plan = plan(
                KataChoice.DEFAULT.withKeys(List.of(new WantedKey(MEMORY.table().parts(), MEMORY.key(), "20480 MiB"))));
        assertThatThrownBy(() -> new KataStage().prepare(new LocalHost(host.root()), Action.APPLY, plan))
                .isInstanceOfSatisfying(ProblemException.class,
                        e -> assertThat(e.problem().what().arguments()).contains("20480 MiB"));
        Plan negative = wanting(MEMORY, TomlValue.whole(-1));
        assertThatThrownBy(() -> new KataStage().prepare(new LocalHost(host.root()), Action.APPLY, negative))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void aTextEditedByHandIsWrittenAsTypedUnlessTheFileMovedUnderIt() throws Exception {
        KataRoot host = host(RIGHT);
        KataChoice edited = KataChoice.DEFAULT
                .withText(KataChoice.EditedText.over(host.bytes(), "# mine\n" + RIGHT));
        assertThat(host.run(plan(edited), Action.CHECK).said()).contains("kata.text").contains("needed");
        Files.writeString(host.file(), RIGHT + "# another admin\n");
        assertThatThrownBy(() -> new KataStage().prepare(new LocalHost(folder), Action.APPLY, plan(edited)))
                .isInstanceOf(ProblemException.class);
        Files.writeString(host.file(), RIGHT);
        assertThat(host.run(plan(edited), Action.APPLY).exit()).isZero();
        assertThat(Files.readString(host.file())).isEqualTo("# mine\n" + RIGHT);
    }

    @Test
    void theChoiceSurvivesJson() throws Exception {
        ObjectMapper json = new ObjectMapper();
        KataChoice choice = new KataChoice(false,
                List.of(WantedKey.of(MEMORY, Optional.of(TomlValue.whole(4096))),
                        WantedKey.of(VCPUS, Optional.empty())),
                KataTarget.DROPIN, new KataChoice.EditedText("0f", "a = 1\n"));
        Plan plan = json.readValue(json.writeValueAsString(plan(choice)), Plan.class);
        assertThat(plan.kata()).isEqualTo(choice);
        assertThat(plan.kata().keys().getFirst().content()).contains(TomlValue.whole(4096));
    }

    @Test
    void aConfigurationForFirecrackerGetsNoSecondHypervisorButIsSaidAndStopped() throws Exception {
        String firecracker = new String(
                KataPlanTest.class.getResourceAsStream("/kataconf/cases/fc.toml").readAllBytes(),
                StandardCharsets.UTF_8);
        KataRoot host = host(firecracker);
        assertThat(host.run(Plan.EMPTY, Action.CHECK).said()).contains("\"state\":\"blocked\"")
                .contains("\"id\":\"kata.hypervisor\",\"status\":\"fail\"").contains("firecracker")
                .doesNotContain("kata.key");
        assertThat(host.run(Plan.EMPTY, Action.APPLY).exit()).isEqualTo(2);
        assertThat(Files.readString(host.file())).isEqualTo(firecracker);
    }

    @Test
    void twoHypervisorsAreSaidAndStoppedAlsoWhenADropInBringsTheSecond() throws Exception {
        KataRoot host = host(RIGHT);
        dropIn(host, "10-clh", "[hypervisor.clh]\npath = '/x'\n");
        assertThat(host.run(Plan.EMPTY, Action.CHECK).said()).contains("kata.hypervisors").contains("clh, qemu")
                .contains("\"state\":\"blocked\"");
    }

    @Test
    void everyFileInConfigDCountsWhateverItsName() throws Exception {
        for (String name : List.of("95-local.toml", "95-local.toml.rpmsave", ".95-hidden")) {
            KataRoot host = KataRoot.with(Files.createDirectories(folder.resolve(name)),
                    RIGHT.getBytes(StandardCharsets.UTF_8));
            dropIn(host, name, "[hypervisor.qemu]\ndefault_memory = 2048\ncold_plug_vfio = \"no-port\"\n");
            String said = host.run(Plan.EMPTY, Action.CHECK).said();
            boolean later = name.compareTo("90") > 0;
            assertThat(said).as(name).contains("kata.overruled", name, "2048", "\"state\":\"blocked\"");
            Plan ours = plan(KataChoice.DEFAULT.withTarget(KataTarget.DROPIN));
            assertThat(host.run(ours, Action.CHECK).said()).as("%s against ours", name)
                    .contains(later ? "\"state\":\"blocked\"" : "\"state\":\"needed\"");
        }
    }

    @Test
    void aTornFileInConfigDIsFoundAndOurOwnLeftoverIsRemoved() throws Exception {
        KataRoot host = host(RIGHT);
        dropIn(host, "20-theirs", "[hypervisor.qemu]\ndefault_mem");
        assertThat(host.run(Plan.EMPTY, Action.CHECK).said()).contains("kata.broken").contains("20-theirs")
                .contains("2: default_mem").contains("\"state\":\"blocked\"");
        Files.delete(host.dropIn().resolveSibling("20-theirs"));
        String leftover = ".90-katagpu.toml.katagpu.AbC123";
        dropIn(host, leftover, "[hypervisor.qemu]\ndefault_mem");
        assertThat(host.run(Plan.EMPTY, Action.CHECK).said()).contains("kata.leftover").contains("needed");
        assertThat(host.run(Plan.EMPTY, Action.APPLY).said()).contains("kata.leftover").contains("\"done\":true");
        assertThat(host.dropIn().resolveSibling(leftover)).doesNotExist();
        assertThat(host.run(Plan.EMPTY, Action.CHECK).said()).contains("\"state\":\"done\"");
    }

    @Test
    void aFileOfAGigabyteIsNotTakenIntoMemory() throws Exception {
        KataRoot host = host(RIGHT);
        dropIn(host, "30-large", "");
        try (var file = new java.io.RandomAccessFile(host.dropIn().resolveSibling("30-large").toFile(), "rw")) {
            file.setLength(1L << 30);
        }
        assertThat(host.run(Plan.EMPTY, Action.CHECK).said()).contains("kata.broken").contains("30-large")
                .contains("\"state\":\"blocked\"");
    }

    @Test
    void theRuntimeInRustGetsItsOwnNamesAndNoneThatStopsIt() throws Exception {
        String rust = new String(
                KataPlanTest.class.getResourceAsStream("/kataconf/cases/runtime-rs.toml").readAllBytes(),
                StandardCharsets.UTF_8);
        Path file = folder.resolve("opt/kata/share/defaults/kata-containers/runtime-rs/configuration.toml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, rust);
        Path link = folder.resolve(KataRoot.ASKED.substring(1));
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link,
                Path.of("/opt/kata/share/defaults/kata-containers/runtime-rs/configuration.toml"));
        KataRoot host = new KataRoot(folder);
        assertThat(host.run(Plan.EMPTY, Action.APPLY).exit()).isZero();
        assertThat(Files.readString(file)).contains("reconnect_timeout_ms = 60000").doesNotContain("\ndial_timeout =")
                .contains("cold_plug_vfio = \"root-port\"");
        KataReading reading = new KataReader(new LocalHost(folder)).read("io.containerd.kata.v2");
        assertThat(new Inspector(new Schema()).inspect(reading.layers().main().document(),
                reading.facts(Plan.EMPTY).version())).as("no false unknown key, no move, no rename").isEmpty();
        Files.writeString(file, Files.readString(file).replace("[agent.kata]\n", "[agent.kata]\ndial_timeout = 60\n"));
        assertThatThrownBy(() -> new KataStage().prepare(new LocalHost(folder), Action.CHECK, Plan.EMPTY))
                .as("a name that stops every start is told").isInstanceOf(ProblemException.class);
    }

    @Test
    void aPreviewOfUndoNamesWhatUndoThenDoesAndChangesNothing() throws Exception {
        KataRoot host = KataRoot.with(folder, Templates.ours("newer-qemu.toml").bytes());
        assertThat(host.run(Plan.EMPTY, Action.PREVIEW).said()).contains("\"state\":\"done\"");
        assertThat(host.run(Plan.EMPTY, Action.APPLY).exit()).isZero();
        List<String> before = files();
        assertThat(host.run(Plan.EMPTY, Action.PREVIEW).said())
                .contains("\"id\":\"kata.restore\",\"done\":false").contains("\"state\":\"needed\"");
        assertThat(files()).isEqualTo(before);
        Files.writeString(host.file(), "# later\n");
        KataRoot.Run refused = host.run(Plan.EMPTY, Action.PREVIEW);
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.said()).contains("kata.changed_since").contains("\"state\":\"blocked\"");
    }

    private List<String> files() throws Exception {
        try (var all = Files.walk(folder)) {
            return all.filter(Files::exists).map(file -> {
                try {
                    return file + " " + Files.getLastModifiedTime(file)
                            + (Files.isRegularFile(file) ? Files.readString(file) : "");
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }).sorted().toList();
        }
    }
}
