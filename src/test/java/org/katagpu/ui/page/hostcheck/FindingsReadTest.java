package org.katagpu.ui.page.hostcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.katagpu.message.Messages;
import org.katagpu.message.Text;
import org.katagpu.setup.Finding;
import org.katagpu.setup.preflight.EveryFinding;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.TestWindow;
import org.katagpu.ui.control.FindingRow;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.frame.Preferences;
import org.katagpu.ui.frame.Wizard;
import org.katagpu.ui.theme.Theme;

/**
 * Every finding there are words for, drawn at the least width of the window: those of the host check as the checks make
 * them, those of the stages with what their places can hold at the longest.
 */
class FindingsReadTest {
    private static final Path BUNDLES = Path.of("src/main/resources/i18n");
    private static final Pattern PLACE = Pattern.compile("\\{(\\d+)(,choice)?");
    private static final Pattern LEFT_OPEN = Pattern.compile("\\{\\d|''|null");
    private static final String LONGEST = "/opt/kata/share/kata-containers/kata-containers-confidential-nvidia.img";

    @TempDir
    private Path folder;

    /** Sentences that say what to do have one that says what is. */
    private static List<Finding> ofTheBundles(Messages words) throws IOException {
        List<Finding> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(BUNDLES)) {
            for (Path file : files.filter(one -> !one.toString().contains("_zh_CN")).sorted().toList()) {
                Map<String, String> patterns = words.patterns(file.getFileName().toString().replace(".properties", ""));
                patterns.keySet().stream().filter(key -> key.endsWith(".next")).sorted().forEach(next -> {
                    String what = next.substring(0, next.length() - ".next".length());
                    if (patterns.containsKey(what)) {
                        Object[] given = given(patterns.get(what) + patterns.get(next));
                        all.add(new Finding(what, what.contains("warn") ? Finding.Status.WARN : Finding.Status.FAIL,
                                Text.of(what, given), "read: " + LONGEST + " " + LONGEST, Text.of(next, given)));
                    }
                });
            }
        }
        return all;
    }

    private static Object[] given(String patterns) {
        int most = -1;
        List<Integer> numbers = new ArrayList<>();
        Matcher places = PLACE.matcher(patterns);
        while (places.find()) {
            int place = Integer.parseInt(places.group(1));
            most = Math.max(most, place);
            if (places.group(2) != null) {
                numbers.add(place);
            }
        }
        Object[] given = new Object[most + 1];
        for (int place = 0; place <= most; place++) {
            given[place] = numbers.contains(place) ? (Object) 2 : LONGEST;
        }
        return given;
    }

    private static void texts(Node node, List<String> found) {
        if (node instanceof Labeled labeled && labeled.getText() != null) {
            found.add(labeled.getText());
        }
        if (node instanceof javafx.scene.Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> texts(child, found));
        }
    }

    @ParameterizedTest
    @CsvSource({"en,LIGHT", "zh,DARK"})
    void everyFindingCanBeReadWhole(String language, Theme theme) throws IOException {
        Messages words = new Messages(language.equals("zh") ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH);
        List<Finding> all = new ArrayList<>(EveryFinding.ofTheHostCheck());
        all.addAll(ofTheBundles(words));
        assertThat(all).hasSizeGreaterThan(600);
        VBox rows = FxThread.get(() -> new VBox());
        Wizard wizard = new Wizard();
        TestWindow window = TestWindow.open(wizard, Map.of(PageId.CONNECT, of -> () -> {
            ScrollPane pane = new ScrollPane(rows);
            pane.setFitToWidth(true);
            return pane;
        }), new Preferences(language, theme), folder);
        try (window) {
            FxThread.run(() -> {
                wizard.open(PageId.CONNECT);
                ((Region) window.root()).resize(1024, 700);
            });
            List<String> open = new ArrayList<>();
            for (int from = 0; from < all.size(); from += 100) {
                List<Finding> some = all.subList(from, Math.min(all.size(), from + 100));
                FxThread.run(() -> {
                    rows.getChildren().setAll(some.stream().map(one -> new FindingRow(words, one)).toList());
                    texts(rows, open);
                });
                assertThat(window.clipped("findings-" + language + "-" + from)).isEmpty();
            }
            assertThat(open).allSatisfy(text -> assertThat(LEFT_OPEN.matcher(text).find()).as(text).isFalse());
        }
    }
}
