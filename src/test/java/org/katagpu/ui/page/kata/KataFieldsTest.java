package org.katagpu.ui.page.kata;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.katagpu.kataconf.KeyRow;
import org.katagpu.kataconf.schema.KeySpec;
import org.katagpu.kataconf.schema.ValueKind;
import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.remote.LocalHost;
import org.katagpu.setup.Plan;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.TestWindow;
import org.katagpu.ui.frame.Preferences;
import org.katagpu.ui.page.kata.model.ConfigState;

/** Every key of Kata's file that is typed, with ten inputs it does not take: nothing is reviewed until it is right. */
class KataFieldsTest {
    private static final String FILE = """
            [hypervisor.qemu]
            path = "/usr/bin/qemu-system-aarch64"
            default_memory = 2048
            enable_annotations = ["enable_iommu"]
            my_own_key = 5

            [agent.kata]
            enable_debug = true

            [runtime]
            enable_debug = false
            """;
    private static final Pattern EXAMPLE = Pattern.compile("(?i)for example|例如");
    private static final List<String> WHOLE = List.of("abc", "-1", "1.5", "1e3", "99999999999", "8 8", "0x10", "\u0663",
            "+5", "08");
    private static final List<String> NUMBER = List.of("abc", "1,5", "1.5.2", "\"1\"", "8 8", "true", "\u0663", "1 #",
            "--1", "[1]");
    private static final List<String> PATH = List.of("relative/path", "C:\\img", "~/img", "./img", "../img", "img.raw",
            "file:///img", "$HOME/img", "-o", "/tmp/a\u200bb");
    /** Any text will do that is seen for what it is. */
    private static final List<String> TEXT = List.of("a\u200bb", "\u00a0", "a\u202eb", "\u2066x", "a\u00adb", "\ufeffa",
            "a\u2028b", "a\u3000b", "a\u200d", "\u2060");
    private static final List<String> SOURCE = List.of("abc", "\"open", "'open", "[1, 2", "{", "1 2", "08",
            "true false",
            "= 5", "root-port");
    @TempDir
    private Path folder;

    private static List<String> wrong(KeyRow row) {
        if (row.spec().isEmpty()) {
            return SOURCE;
        }
        KeySpec spec = row.spec().get();
        return switch (spec.kind()) {
            case INTEGER -> WHOLE;
            case NUMBER -> NUMBER;
            case LIST -> TEXT;
            case TEXT -> spec.where() == KeySpec.Where.NO_PATH ? TEXT : PATH;
            case FLAG, CHOICE -> List.of();
            case TABLES -> SOURCE;
        };
    }

    private static ConfigState.Editing editing(ShownPage page) {
        return (ConfigState.Editing) page.model().stateProperty().get();
    }

    private static String text(TestWindow window, String id) {
        return window.root().lookup(id) instanceof Labeled said && said.isVisible() ? said.getText() : "";
    }

    /** @return what speaks against the key's field, empty where all is well */
    private static String stops(TestWindow window, ShownPage page, KeyRow row, String wrong) {
        ConfigState.Editing editing = editing(page);
        TextInputControl input = (TextInputControl) window.root().lookup("#detail").lookup(".text-input");
        String before = input.getText();
        String document = editing.edit().documentProperty().get().text();
        Plan plan = page.plan();
        input.setText(wrong);
        StringBuilder against = new StringBuilder();
        if (!input.getText().equals(wrong)) {
            against.append(" the text is now ").append(input.getText());
        }
        if (!EXAMPLE.matcher(text(window, "#value-wrong")).find()) {
            against.append(" no example: ").append(text(window, "#value-wrong"));
        }
        if (window.offers("#review") || !text(window, "#standing-text").contains(row.ref().key())) {
            against.append(" it may be reviewed, or no reason stands: ").append(text(window, "#standing-text"));
        }
        if (!editing.edit().documentProperty().get().text().equals(document) || !page.plan().equals(plan)) {
            against.append(" the file was changed");
        }
        input.setText(before);
        if (editing.edit().drafts().firstProperty().get().isPresent()) {
            against.append(" it stays wrong");
        }
        return against.isEmpty() ? "" : row.ref() + " with '" + wrong + "':" + against + "\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh"})
    void aKeyThatIsWrongSaysWhatItTakesKeepsItsTextAndStopsTheReview(String language) {
        try (ShownPage page = new ShownPage(FILE.getBytes(StandardCharsets.UTF_8), new LocalHost(folder),
                Preferences.of(Locale.forLanguageTag(language)), folder)) {
            TestWindow window = page.open("#apply-all");
            StringBuilder against = new StringBuilder();
            List<KeyRow> rows = FxThread
                    .get(() -> editing(page).edit().judgedProperty().get().tables().values().stream()
                            .flatMap(List::stream).toList());
            assertThat(rows).hasSizeGreaterThan(100);
            for (KeyRow row : rows) {
                against.append(FxThread.get(() -> {
                    editing(page).keys().reveal(row.ref());
                    boolean typed = window.root().lookup("#detail").lookup(".text-input") != null;
                    List<String> inputs = wrong(row);
                    if (typed != (inputs.size() >= 10)) {
                        return row.ref() + " has no wrong inputs\n";
                    }
                    StringBuilder of = new StringBuilder();
                    inputs.forEach(wrong -> of.append(stops(window, page, row, wrong)));
                    return of.toString();
                }));
            }
            assertThat(against.toString()).isEmpty();
        }
    }

    @Test
    void whatIsWrongInOneKeyIsStillThereAfterAnotherAndStopsTheReviewUntilItIsMended() {
        try (ShownPage page = new ShownPage(FILE.getBytes(StandardCharsets.UTF_8), new LocalHost(folder),
                Preferences.of(Locale.ENGLISH), folder)) {
            TestWindow window = page.open("#apply-all");
            List<KeyRow> rows = FxThread.get(() -> editing(page).edit().judgedProperty().get().tables().values()
                    .stream()
                    .flatMap(List::stream).filter(row -> row.spec().filter(spec -> spec.kind() == ValueKind.INTEGER)
                            .isPresent())
                    .filter(row -> editing(page).edit().judgedProperty().get().recommended().stream()
                            .noneMatch(one -> one.ref().equals(row.ref())))
                    .toList());
            KeyRef first = rows.getFirst().ref();
            FxThread.run(() -> editing(page).keys().reveal(first));
            FxThread.run(() -> ((TextInputControl) window.root().lookup("#value-number")).setText("4096 MiB"));
            FxThread.run(() -> editing(page).keys().reveal(rows.get(1).ref()));
            assertThat(window.text("#value-number")).isNotEqualTo("4096 MiB");
            FxThread.run(() -> editing(page).edit().applyAll());
            assertThat(FxThread.get(() -> window.offers("#review"))).isFalse();
            FxThread.run(() -> editing(page).keys().reveal(first));
            assertThat(window.text("#value-number")).isEqualTo("4096 MiB");
            assertThat(FxThread.get(() -> ((Label) window.root().lookup("#value-wrong")).isVisible())).isTrue();
            FxThread.run(() -> {
                TextInputControl input = (TextInputControl) window.root().lookup("#value-number");
                input.setText("64");
                input.fireEvent(new javafx.event.ActionEvent());
            });
            FxThread.await("it can be reviewed", () -> window.offers("#review"));
        }
    }
}
