package org.katagpu.ui.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.katagpu.job.HostJobs;
import org.katagpu.message.Messages;
import org.katagpu.message.Text;
import org.katagpu.remote.LocalHost;
import org.katagpu.setup.Plan;
import org.katagpu.setup.StageRunner;
import org.katagpu.setup.StageScripts;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.TestWindow;
import org.katagpu.ui.theme.Theme;

/** The bar below every page: whole at every width, the reason in the act's place, the way on never locked. */
class ActBarTest {

    @TempDir
    private Path folder;
    private final Wizard wizard = FxThread.get(Wizard::new);
    private final ReadOnlyObjectWrapper<Acts> acts = new ReadOnlyObjectWrapper<>(Acts.NONE);
    private final AtomicInteger done = new AtomicInteger();

    private final class Empty implements Page {
        @Override
        public Parent view() {
            return new javafx.scene.layout.VBox(new Label("page"));
        }

        @Override
        public ObservableValue<Acts> acts() {
            return acts.getReadOnlyProperty();
        }
    }

    private TestWindow open(String language, double width, double height) {
        Map<PageId, PageFactory> pages = new EnumMap<>(PageId.class);
        List.of(PageId.values()).forEach(id -> pages.put(id, words -> new Empty()));
        TestWindow window = TestWindow.open(wizard, pages, new Preferences(language, Theme.LIGHT), folder);
        FxThread.run(() -> window.root().resize(width, height));
        return window;
    }

    private Acts many(boolean blocked) {
        Act undo = Act.back("undo", Text.of("gpu.act.undo", 16), true, done::incrementAndGet);
        Act apply = Act.main("apply", Text.of("gpu.act.apply", 16), true, done::incrementAndGet);
        Acts offered = Acts.of(new Act("script", Text.of("panel.script"), Act.Kind.SCRIPT, true, () -> {}),
                new Act("check", Text.of("panel.check-again"), Act.Kind.READ, true, () -> {}),
                Act.back("leave", Text.of("kata.page.back"), true, () -> {}), undo, apply);
        return blocked
                ? offered.standing(new Acts.Standing(Acts.Standing.Kind.BLOCKED, Text.of("serve.finding.choice"),
                        Optional.of(done::incrementAndGet)))
                : offered;
    }

    @ParameterizedTest
    @CsvSource({"en, 960, 600, false", "en, 1024, 700, true", "zh, 1024, 700, true", "en, 1280, 800, true"})
    void isWholeAtEveryWidth(String language, double width, double height, boolean blocked) {
        try (TestWindow window = open(language, width, height)) {
            FxThread.run(() -> acts.set(many(blocked)));
            assertThat(window.clipped("act-bar-" + language + "-" + (int) width + blocked)).isEmpty();
            for (String id : List.of("script", "check", "leave", "undo", "apply", "go-next")) {
                Bounds where = FxThread.get(() -> {
                    window.root().layout();
                    Node node = window.root().lookup("#" + id);
                    return window.root().sceneToLocal(node.localToScene(node.getBoundsInLocal()));
                });
                assertThat(where.getMaxX()).as(id).isLessThanOrEqualTo(width);
                assertThat(where.getMaxY()).as(id).isLessThanOrEqualTo(height);
            }
        }
    }

    @Test
    void theWayOnIsFilledOnceTheStepIsDoneAndNothingIsLeftToDo() {
        try (TestWindow window = open("en", 1280, 800)) {
            FxThread.run(() -> wizard.mark(PageId.CONNECT, StepMark.OPEN));
            assertThat(filled(window)).isFalse();
            FxThread.run(() -> wizard.mark(PageId.CONNECT, StepMark.DONE));
            assertThat(filled(window)).isTrue();
            FxThread.run(() -> acts.set(many(false)));
            assertThat(filled(window)).as("one filled button at most").isFalse();
        }
    }

    private static boolean filled(TestWindow window) {
        return FxThread.get(() -> window.root().lookup("#go-next").getStyleClass().contains("accent"));
    }

    @Test
    void whoWasSentHereIsLedBack() {
        try (TestWindow window = open("en", 1280, 800)) {
            FxThread.run(() -> {
                wizard.connected(new Session(new LocalHost(folder), false, new StageRunner(new LocalHost(folder),
                        new HostJobs(new LocalHost(folder), "test@here"), new StageScripts(),
                        new Messages(Locale.ENGLISH))), Plan.EMPTY);
                wizard.open(PageId.REVIEW);
                wizard.send(PageId.GUEST_IMAGE);
            });
            window.press("#go-next");
            assertThat(FxThread.get(() -> wizard.pageProperty().get())).isEqualTo(PageId.REVIEW);
            FxThread.run(() -> wizard.open(PageId.GUEST_IMAGE));
            window.press("#go-next");
            assertThat(FxThread.get(() -> wizard.pageProperty().get())).isEqualTo(PageId.KATA_CONFIG);
        }
    }

    @Test
    void theReasonLeadsToWhatIsMeant() {
        try (TestWindow window = open("en", 1280, 800)) {
            FxThread.run(() -> acts.set(many(true)));
            FxThread.run(() -> ((javafx.scene.control.Hyperlink) window.root().lookup("#standing-show")).fire());
            assertThat(done).hasValue(1);
        }
    }

    @Test
    void aButtonIsTheSameAsLongAsItsActIsOffered() {
        try (TestWindow window = open("en", 1280, 800)) {
            FxThread.run(() -> acts.set(many(false)));
            Node before = window.await("#undo");
            FxThread.run(() -> acts.set(many(true)));
            assertThat(window.await("#undo")).isSameAs(before);
        }
    }

    @Test
    void theStepsAreGoneInTheOrderOfTheRail() {
        StepOrder order = new StepOrder(List.of(PageId.values()));
        assertThat(order.steps()).endsWith(PageId.MODEL, PageId.REVIEW, PageId.CHAT).hasSize(PageId.values().length - 1)
                .doesNotContain(PageId.ESSENTIALS);
        assertThat(order.before(PageId.CONNECT)).isEmpty();
        assertThat(order.after(PageId.CHAT)).isEmpty();
        assertThat(order.numbered(9)).contains(PageId.REVIEW);
    }
}
