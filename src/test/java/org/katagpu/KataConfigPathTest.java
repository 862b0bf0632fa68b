package org.katagpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.scene.Node;
import javafx.stage.Stage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.katagpu.kataconf.change.DiffRow;
import org.katagpu.kataconf.change.LineDiff;
import org.katagpu.setup.kata.KataFile;
import org.katagpu.setup.kata.KataFileReader;
import org.katagpu.setup.kata.KataTarget;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.tour.Canvas;
import org.katagpu.ui.tour.Tour;

/** The configuration page through the real window on the practice host: recommended, compared, saved, put back. */
@Tag("real")
class KataConfigPathTest {
    private static final Path PICTURES = Path.of("target", "looks", "kataconfig");

    @Test
    @Timeout(180)
    void recommendedKeysAreSavedAndTheBackupPutBack() throws Exception {
        Wiring wiring = FxThread.get(() -> new Wiring(LocalEnvironment.temporary(), Locale.ENGLISH));
        Stage stage = FxThread.get(Stage::new);
        List<String> said = new CopyOnWriteArrayList<>();
        try {
            Canvas canvas = FxThread.get(() -> {
                Canvas made = new Canvas(wiring.window().root());
                stage.setScene(made.scene());
                stage.show();
                return made;
            });
            Tour window = new Tour(canvas, wiring.window().root(), PICTURES, said::add);
            window.press("step-connect");
            window.choose("persona", 0);
            window.press("practise");
            window.until("the host check is in front",
                    () -> wiring.wizard().pageProperty().get() == PageId.HOST_CHECK);
            window.until("the host was read", wiring::scanned);
            KataFile before = read(wiring);

            window.press("step-kata-config");
            window.untilThere("apply-all");
            window.picture("page");
            window.press("apply-all");
            window.until("it is applied", () -> find(wiring, "apply-all").isDisabled());
            window.picture("applied");
            window.press("review");
            window.untilThere("kata-apply");
            window.picture("diff");
            window.press("kata-apply");
            window.until("it was saved", () -> offered(wiring, "kata-undo") && !offered(wiring, "kata-apply"));
            window.picture("saved");

            KataFile after = read(wiring);
            LineDiff diff = new LineDiff(new String(before.bytes(), "UTF-8"), new String(after.bytes(), "UTF-8"));
            assertThat(diff.rows(0)).isNotEmpty().allSatisfy(row -> {
                assertThat(row.kind()).isIn(DiffRow.Kind.ADDED, DiffRow.Kind.CHANGED);
                assertThat(row.right()).containsAnyOf("=");
            });
            assertThat(after.backups()).hasSize(1);

            window.press("switch-language");
            window.press("switch-theme");
            window.picture("saved-chinese-dark");
            window.press("back");
            window.untilThere("keys");
            window.picture("page-chinese-dark");
            window.press("backups");
            window.untilThere("compare-" + after.backups().getFirst().name());
            window.picture("backups-chinese-dark");
            window.press("switch-language");
            window.press("switch-theme");
            window.press("compare-" + after.backups().getFirst().name());
            window.untilThere("kata-apply");
            window.picture("restore");
            window.press("kata-apply");
            window.until("it was put back", () -> find(wiring, "kata-apply") != null
                    && !offered(wiring, "kata-apply"));
            window.picture("restored");
            assertThat(read(wiring).bytes()).isEqualTo(before.bytes());
            window.press("back");
            window.until("the file as it was is shown", () -> find(wiring, "apply-all") != null
                    && !find(wiring, "apply-all").isDisabled());
            window.tab("config-views", 1);
            window.picture("text");
        } finally {
            FxThread.run(() -> {
                stage.close();
                wiring.close();
            });
        }
        assertThat(said).noneMatch(line -> line.startsWith("cut short"));
    }

    private static boolean offered(Wiring wiring, String id) {
        return find(wiring, id) != null && !find(wiring, id).isDisabled();
    }

    private static Node find(Wiring wiring, String id) {
        return wiring.window().root().lookup("#" + id);
    }

    private static KataFile read(Wiring wiring) throws Exception {
        var session = FxThread.get(() -> wiring.wizard().sessionProperty().get().orElseThrow());
        return new KataFileReader(session.host()).read(KataTarget.MAIN, "io.containerd.kata.v2");
    }
}
