package org.katagpu.kataconf.toml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.katagpu.CpuTime;
import org.katagpu.kataconf.check.Diagnostic;
import org.katagpu.kataconf.check.Inspector;
import org.katagpu.kataconf.schema.KataVersion;
import org.katagpu.kataconf.schema.KnownVersion;
import org.katagpu.kataconf.schema.Schema;
import org.katagpu.message.Messages;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;

class BadInputTest {
    private static final Duration NO_STALL = Duration.ofSeconds(1);

    private final Messages english = new Messages(Locale.ENGLISH);
    private final Inspector inspector = new Inspector(new Schema());

    private String refusal(byte[] bytes) {
        long start = CpuTime.nanos();
        Text[] what = new Text[1];
        assertThatThrownBy(() -> TomlDocument.read(bytes)).isInstanceOfSatisfying(ProblemException.class, refused -> {
            Problem problem = refused.problem();
            what[0] = problem.what();
        });
        assertThat(Duration.ofNanos(CpuTime.nanos() - start)).isLessThan(NO_STALL);
        return english.get(what[0]);
    }

    private List<Diagnostic> faults(String text) {
        long start = CpuTime.nanos();
        TomlDocument document = TomlDocument.of(text);
        List<Diagnostic> found = inspector.inspect(document, KataVersion.of(KnownVersion.V3_15_0));
        assertThat(Duration.ofNanos(CpuTime.nanos() - start)).isLessThan(NO_STALL);
        assertThat(document.bytes()).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
        return found;
    }

    @Test
    void invalidUtf8IsToldWithItsPlace() {
        byte[] bytes = "[runtime]\nab = \"x\"\n".getBytes(StandardCharsets.UTF_8);
        bytes[16] = (byte) 0xff;
        assertThat(refusal(bytes)).isEqualTo(
                "Line 2, column 7: this is not text in UTF-8 (byte 0xFF). Kata would not read the file.");
    }

    @Test
    void binaryIsRefused() {
        byte[] bytes = new byte[4096];
        new Random(1).nextBytes(bytes);
        assertThat(refusal(bytes)).contains("not text in UTF-8");
    }

    @Test
    void nulIsToldWithItsPlace() {
        assertThat(refusal("a = 1\nb\0 = 2\n".getBytes(StandardCharsets.UTF_8))).startsWith("Line 2, column 2: a NUL");
    }

    @Test
    void tenMegabytesAreRefusedAtOnce() {
        byte[] bytes = "# a comment line of some length\n".repeat(330_000).getBytes(StandardCharsets.UTF_8);
        assertThat(refusal(bytes)).contains("10.1 MB").contains("line 32769, column 1");
    }

    @Test
    void aFileCutInTheMiddleOfACharacterIsToldAsTooLarge() {
        byte[] bytes = ("x" + "中".repeat(500_000)).getBytes(StandardCharsets.UTF_8);
        assertThat(refusal(bytes)).startsWith("The file has 1.4 MB");
    }

    @Test
    void aHundredThousandKeysAreRefusedAtOnce() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            text.append("k").append(i).append("=1\n");
        }
        assertThat(refusal(text.toString().getBytes(StandardCharsets.UTF_8))).containsPattern("[Ll]ine \\d+, column 1");
    }

    @Test
    void asManyKeysAsAreAllowedDoNotStall() {
        StringBuilder text = new StringBuilder("[hypervisor.qemu]\n");
        for (int i = 0; i < 9_000; i++) {
            text.append("default_memori").append(i).append(" = 1\n");
        }
        assertThat(faults(text.toString())).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a=", "\"\"\"", "a={b="})
    void deepNestingIsToldWithItsPlace(String opening) {
        List<Diagnostic> found = faults("x = " + opening.repeat(100_000));
        assertThat(found).isNotEmpty();
        assertThat(found.getFirst().at().line()).isEqualTo(1);
    }

    @Test
    void linesThatOpenWithoutClosingDoNotStall() {
        assertThat(faults("#a = [\n".repeat(9_000))).isEmpty();
        assertThat(faults("a = [ # open\n".repeat(9_000))).isNotEmpty();
        assertThat(faults("# prose\n\n".repeat(4_500))).isEmpty();
        assertThat(faults("a = [\n" + "  # why\n\n".repeat(4_500) + "]\n")).hasSizeLessThan(2);
    }

    @Test
    void everyFaultIsToldWithLineAndColumnInWords() {
        List<Diagnostic> found = faults("""
                [runtime
                enable_debug = tru
                a =
                b "x"
                c = "open
                d = 012
                e = [1, 2
                f = 1 2
                g = "\\q"
                """);
        assertThat(found).extracting(fault -> fault.at() + " " + english.get(fault.what())).containsExactly(
                "Position[line=1, column=1] A table's name is closed with \"]\" on the same line.",
                "Position[line=2, column=16] \"tru\" is no value. Text needs quotes; otherwise write a number, true or false.",
                "Position[line=3, column=4] The value is missing behind the \"=\". An empty text is \"\".",
                "Position[line=4, column=3] An \"=\" is missing behind the key.",
                "Position[line=5, column=5] The text that begins here with \" is not closed.",
                "Position[line=6, column=5] 012 begins with a zero, which TOML does not allow. Write the number without it.",
                "Position[line=8, column=1] A comma or the closing bracket is expected here, not \"f\".",
                "Position[line=8, column=7] The line should end here, but \"2\" follows. One key stands on one line.",
                "Position[line=9, column=6] \"\\q\" means nothing in a text. A backslash itself is written twice; or take single quotes.");
    }

    /** Our reading and the complete parser agree on what is valid: random damage to a good file. */
    @Test
    void nothingTheParserRejectsPassesAndNothingItTakesIsBlocked() {
        Random random = new Random(7);
        String good = Templates.ours("odd.toml").document().text();
        String pieces = "[]{}=.,#\"'\\\n\r 1a_-\t";
        for (int i = 0; i < 400; i++) {
            StringBuilder text = new StringBuilder(good);
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                int at = random.nextInt(text.length());
                if (random.nextBoolean()) {
                    text.deleteCharAt(at);
                } else {
                    text.insert(at, pieces.charAt(random.nextInt(pieces.length())));
                }
            }
            boolean rejected = org.tomlj.Toml.parse(text.toString(), org.tomlj.TomlVersion.V1_0_0).hasErrors();
            TomlDocument document = TomlDocument.of(text.toString());
            boolean broken = document.items().stream().anyMatch(Item.Broken.class::isInstance);
            assertThat(broken && !rejected).as("blocked although valid:\n%s\n%s", text, document.items().stream()
                    .filter(Item.Broken.class::isInstance).toList()).isFalse();
            if (rejected) {
                assertThat(Inspector.blocks(inspector.inspect(document, KataVersion.of(KnownVersion.V3_15_0))))
                        .as("passes although invalid:\n%s", text).isTrue();
            }
        }
    }

    @Test
    @org.junit.jupiter.api.Timeout(5)
    void aTableNameOfTwoHundredKilobytesTakesNoTime() {
        for (String name : List.of("a.".repeat(100_000) + "a", "a".repeat(200_000),
                "\"" + "a".repeat(200_000) + "\"")) {
            for (String text : List.of("[" + name + "]\nx = 1\n", "[[" + name + "]]\n", name + " = 1\n",
                    "#" + name + " = 1\n", "#[" + name + "]\n", "x = {" + name + " = 1}\n")) {
                TomlDocument document = TomlDocument.of(text);
                new org.katagpu.kataconf.check.Inspector(new org.katagpu.kataconf.schema.Schema()).inspect(document,
                        org.katagpu.kataconf.schema.KataVersion.of(
                                org.katagpu.kataconf.schema.KnownVersion.V3_15_0));
                assertThat(document.text()).isEqualTo(text);
            }
        }
    }
}
