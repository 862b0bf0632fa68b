package org.katagpu.setup.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.katagpu.CpuTime;
import org.katagpu.message.Cause;
import org.katagpu.message.Messages;
import org.katagpu.message.Text;

class DiagnosisTest {
    private static final KnownFailures KNOWN = KnownFailures.bundled();

    @ParameterizedTest(name = "{0} {1}")
    @CsvFileSource(resources = "/diagnosis/lines.tsv", delimiter = '\t', quoteCharacter = '\u0001')
    void aLineOfThisKindIsRecognised(String number, String id, String line) {
        assertThat(Diagnosis.of(List.of("a line before", line, "one after"))).singleElement()
                .isEqualTo(new Cause(KNOWN.of(line).orElseThrow().place().text(), Text.of("diagnosis." + id),
                        Text.of("diagnosis." + id + ".next"), line.strip()));
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/diagnosis/look-alikes.tsv", delimiter = '\t', quoteCharacter = '\u0001')
    void aLineThatOnlyLooksLikeOneIsNot(String line) {
        assertThat(Diagnosis.of(List.of(line))).isEmpty();
    }

    /** The catalogue has 31 entries; each is shown by a line, and so is every failure of the table. */
    @Test
    void everyKnownFailureIsShownByALine() throws Exception {
        List<String[]> lines = lines();
        Set<Integer> numbers = lines.stream().map(cell -> cell[0]).filter(number -> !number.equals("-"))
                .map(Integer::valueOf).collect(Collectors.toCollection(TreeSet::new));
        assertThat(numbers).isEqualTo(IntStream.rangeClosed(1, 31).boxed().collect(Collectors.toSet()));
        assertThat(lines.stream().map(cell -> cell[1]).collect(Collectors.toSet())).isEqualTo(KNOWN.ids());
    }

    private static List<String[]> lines() throws Exception {
        try (var in = DiagnosisTest.class.getResourceAsStream("/diagnosis/lines.tsv")) {
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).lines()
                    .map(line -> line.split("\t")).toList();
        }
    }

    /** A hub answers 401 for a name it does not know: that alone is no sign of a gated model. */
    @ParameterizedTest
    @CsvSource({"hf-missing-repo, model-not-there", "hf-gated-403, model-gated"})
    void aWholeLogOfTheHubNamesTheCauseAndNoOther(String file, String id) throws Exception {
        try (var in = DiagnosisTest.class.getResourceAsStream("/diagnosis/" + file + ".log")) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
            assertThat(Diagnosis.of(lines)).extracting(Cause::what).containsExactly(Text.of("diagnosis." + id));
        }
    }

    @Test
    void aConsequenceIsToldOnlyWhereNoCauseIs() {
        String vague = "(EngineCore_DP0 pid=68) ERROR RuntimeError: Engine core initialization failed. See root cause above.";
        assertThat(Diagnosis.of(List.of(vague))).singleElement();
        assertThat(Diagnosis.of(List.of(vague, "CUDA out of memory"))).extracting(Cause::what)
                .containsExactly(Text.of("diagnosis.gpu-memory-out"));
    }

    @Test
    void causeAndRemedyAreSaidInBothLanguages() {
        for (var locale : Messages.LOCALES) {
            Messages words = new Messages(locale);
            Stream<String> keys = KNOWN.ids().stream().flatMap(id -> Stream.of(id, id + ".next"));
            assertThat(keys.map(id -> "diagnosis." + id)).allMatch(words::has);
            assertThat(LogOrigin.values()).allSatisfy(place -> assertThat(words.get(place.text())).isNotBlank());
        }
    }

    @Test
    void oneFailureLoggedOftenIsToldOnceInTheOrderOfEvents() {
        List<Cause> causes = Diagnosis.of(List.of("NVRM: x", "swiotlb buffer is full (sz: 1)",
                "sh: nvidia-smi: not found", "swiotlb buffer is full (sz: 2)"));
        assertThat(causes).extracting(Cause::evidence)
                .containsExactly("swiotlb buffer is full (sz: 1)", "sh: nvidia-smi: not found");
    }

    @Test
    void ofALongLineTheTellingPartIsShown() {
        String line = "launching qemu " + "-device x ".repeat(900) + "group 41 is not viable" + " y".repeat(900);
        assertThat(Diagnosis.of(List.of(line))).singleElement().satisfies(cause -> {
            assertThat(cause.evidence()).contains("group 41 is not viable");
            assertThat(cause.evidence().length()).isLessThanOrEqualTo(400);
        });
    }

    /** Text made to be nearly, but never quite, what the patterns look for: 60 million characters. */
    @Test
    @Timeout(20)
    void aHostileLogIsReadInOnePass() {
        List<String> nearly = List.of("add guest hook ", "Free memory on device ", "BAR 1 [mem size ", "group 1",
                "open failed: /run/kata-containers/", "QMP command failed: Device 'vfio-", "12345678901234567890");
        List<String> log = nearly.stream().map(piece -> piece.repeat((16 << 10) / piece.length())).toList();
        long start = CpuTime.nanos();
        for (int i = 0; i < 500; i++) {
            assertThat(Diagnosis.of(log)).isEmpty();
        }
        assertThat(Duration.ofNanos(CpuTime.nanos() - start)).isLessThan(Duration.ofSeconds(15));
    }
}
