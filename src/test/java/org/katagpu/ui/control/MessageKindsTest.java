package org.katagpu.ui.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import javafx.scene.paint.Paint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.katagpu.message.Messages;
import org.katagpu.message.Problem;
import org.katagpu.message.Text;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.TestWindow;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.frame.Preferences;
import org.katagpu.ui.frame.Wizard;
import org.katagpu.ui.theme.Theme;

/** What failed stands in the red box, and nothing else does. */
class MessageKindsTest {
    private static final List<String> STOPS = List.of("frame.cancelled", "stage.cancelled");

    @TempDir
    private Path folder;

    private static Problem problem(String key) {
        return Problem.of(Text.of(key, "1"), Text.of(key + ".next"));
    }

    /** Any sentence of a stop that is added later must be known as one. */
    @Test
    void everySentenceThatSaysTheAdminEndedItIsAStop() {
        Messages words = new Messages(Locale.ENGLISH);
        for (String room : List.of("frame", "stage", "panel", "run", "connect", "remote", "job", "image",
                "chatpanel")) {
            assertThat(words.patterns(room).entrySet()).filteredOn(one -> one.getKey().endsWith("cancelled"))
                    .allSatisfy(one -> assertThat(STOPS).contains(one.getKey()));
        }
        assertThat(STOPS).allSatisfy(
                key -> assertThat(MessageKind.of(problem(key))).isEqualTo(MessageKind.STOPPED));
    }

    private static boolean reddish(Paint paint) {
        return paint instanceof Color color && color.getRed() > color.getBlue() + 0.04
                && color.getRed() > color.getGreen() + 0.04;
    }

    @ParameterizedTest
    @EnumSource(Theme.class)
    void onlyAFailureIsRed(Theme theme) {
        VBox box = FxThread.get(() -> new VBox(8));
        Map<String, Boolean> red = Map.of("frame.defect", true, "frame.cancelled", false, "stage.cancelled", false,
                "stage.plan.overwritten", false);
        Messages words = new Messages(Locale.ENGLISH);
        TestWindow window = TestWindow.open(FxThread.get(Wizard::new), Map.of(PageId.CONNECT, of -> () -> box),
                new Preferences("en", theme), folder);
        try (window) {
            red.forEach((key, expected) -> {
                ProblemView view = FxThread.get(() -> {
                    ProblemView made = new ProblemView(words, problem(key));
                    box.getChildren().setAll(made);
                    return made;
                });
                assertThat(window.clipped("message-" + key + "-" + theme)).isEmpty();
                Paint ground = FxThread.get(() -> ((Region) view).getBackground().getFills().getFirst().getFill());
                assertThat(reddish(ground)).as(key + " " + ground).isEqualTo(expected);
            });
        }
    }
}
