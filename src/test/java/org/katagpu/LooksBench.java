package org.katagpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import javafx.stage.Stage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.Keys;
import org.katagpu.ui.Keys.Held;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.frame.StepMark;
import org.katagpu.ui.stage.StageModel;
import org.katagpu.ui.tour.Canvas;
import org.katagpu.ui.tour.ClippedText;
import org.katagpu.ui.tour.Tour;

/**
 * Every page in every state and dress on the practice host, as pictures to be looked at (target/looks/all), and no word
 * cut in any. {@code -Dlooks=empty,ready} takes only those states.
 */
@Tag("bench")
class LooksBench {
    private static final Path FOLDER = Path.of("target", "looks", "all");
    private static final List<PageId> PAGES = List.of(PageId.CONNECT, PageId.HOST_CHECK, PageId.ESSENTIALS, PageId.GPUS,
            PageId.GUEST_IMAGE, PageId.KATA_CONFIG, PageId.MODEL_IMAGE, PageId.NETWORK, PageId.MODEL, PageId.REVIEW,
            PageId.CHAT);

    private record Dress(int width, int height, int percent, boolean chineseDark) {
        String named() {
            return width + "-" + percent + (chineseDark ? "-zh-dark" : "-en-light");
        }
    }

    private static final List<Dress> DRESSES = List.of(new Dress(1024, 700, 100, false),
            new Dress(1024, 700, 100, true),
            new Dress(1024, 700, 150, false), new Dress(1280, 800, 100, false), new Dress(1280, 800, 100, true),
            new Dress(1280, 800, 150, true), new Dress(1920, 1080, 100, false), new Dress(1920, 1080, 150, true));

    private final List<String> cut = new ArrayList<>();
    private final List<String> wanted = List.of(System.getProperty("looks", "").split(","));
    private Wiring wiring;
    private Tour tour;
    private Canvas canvas;
    private Keys keys;
    private int size = 100;

    @Test
    void everyPageInEveryStateAndDress() throws Exception {
        wiring = FxThread.get(() -> new Wiring(LocalEnvironment.temporary(), Locale.ENGLISH));
        Stage stage = FxThread.get(Stage::new);
        try {
            FxThread.run(() -> {
                canvas = new Canvas(wiring.window().root());
                stage.setScene(canvas.scene());
                stage.show();
                keys = new Keys(canvas.scene());
            });
            tour = new Tour(canvas, wiring.window().root(), FOLDER, said -> {});
            walk();
        } finally {
            FxThread.run(() -> {
                stage.close();
                wiring.close();
            });
        }
        assertThat(cut).isEmpty();
    }

    private void walk() throws Exception {
        look("no-host", List.of(PageId.CONNECT));
        connect(0);
        PAGES.forEach(this::open);
        settled();
        look("empty", PAGES);
        open(PageId.GPUS);
        tour.tick("choose-0000-3b-00-0", true);
        open(PageId.GUEST_IMAGE);
        tour.type("rootfs-kernel", "/home/work/guest-kernel");
        open(PageId.KATA_CONFIG);
        tour.press("apply-all");
        settled();
        look("ready", PAGES);
        open(PageId.REVIEW);
        await("it can be run", () -> find("review-run") != null && !find("review-run").isDisabled());
        tour.press("review-run");
        await("it runs", () -> wiring.wizard().markProperty(PageId.REVIEW).get().kind() == StepMark.Kind.RUNNING);
        look("running", List.of(PageId.REVIEW, PageId.GUEST_IMAGE, PageId.MODEL_IMAGE));
        await("it asks", () -> wiring.wizard().markProperty(PageId.REVIEW).get().kind() != StepMark.Kind.RUNNING);
        settled();
        look("asks", List.of(PageId.REVIEW, PageId.GUEST_IMAGE));
        open(PageId.GUEST_IMAGE);
        tour.press("checksum-confirm");
        settled();
        open(PageId.REVIEW);
        tour.press("review-run");
        await("all is done", () -> wiring.wizard().markProperty(PageId.REVIEW).get().kind() == StepMark.Kind.DONE);
        open(PageId.CHAT);
        await("a question can be asked", () -> find("chat-question") != null && !find("chat-question").isDisabled());
        tour.write("chat-question", "What GPU do you run on?");
        tour.press("chat-send");
        await("answered", () -> wiring.wizard().markProperty(PageId.CHAT).get().kind() == StepMark.Kind.DONE);
        settled();
        look("done", PAGES);
        FxThread.run(() -> wiring.wizard().sessionProperty().get().orElseThrow().host().close());
        await("the link is gone", () -> !wiring.wizard().watch().isUp());
        Thread.sleep(500);
        look("void", PAGES);
        connect(2);
        PAGES.forEach(this::open);
        settled();
        look("blocked", PAGES);
        connect(3);
        open(PageId.GPUS);
        tour.tick("choose-0000-3b-00-0", true);
        settled();
        look("held", List.of(PageId.GPUS, PageId.ESSENTIALS));
        wrong();
    }

    private void wrong() throws Exception {
        open(PageId.GUEST_IMAGE);
        tour.write("rootfs-size", "abc");
        open(PageId.NETWORK);
        tour.write("network-subnet", "10.0.0.1/16");
        open(PageId.MODEL);
        tour.write("model-model", "not a model");
        look("wrong", List.of(PageId.GUEST_IMAGE, PageId.NETWORK, PageId.MODEL, PageId.ESSENTIALS, PageId.REVIEW));
    }

    private void connect(int persona) throws Exception {
        open(PageId.CONNECT);
        tour.choose("persona", persona);
        boolean leaves = FxThread.get(() -> wiring.wizard().sessionProperty().get().isPresent());
        tour.press("practise");
        if (leaves) {
            tour.press("connect-other");
        }
        await("the host was read", () -> wiring.wizard().pageProperty().get() == PageId.HOST_CHECK && wiring.scanned());
    }

    private void settled() {
        await("everything was asked", () -> wiring.stages().models().stream().map(one -> one.viewProperty().get())
                .noneMatch(view -> view instanceof StageModel.View.Checking || view instanceof StageModel.View.Stale));
    }

    private void open(PageId page) {
        FxThread.run(() -> wiring.wizard().open(page));
    }

    private void look(String state, List<PageId> pages) throws Exception {
        if (!wanted.getFirst().isEmpty() && !wanted.contains(state)) {
            return;
        }
        PageId before = FxThread.get(() -> wiring.wizard().pageProperty().get());
        for (Dress dress : DRESSES) {
            wear(dress);
            for (PageId page : pages) {
                picture(state, page, dress);
            }
            if (dress.chineseDark()) {
                switched();
            }
        }
        FxThread.run(() -> {
            ((Region) wiring.window().root()).resize(Canvas.WIDTH, Canvas.HEIGHT);
        });
        letters(100);
        open(before);
    }

    private void wear(Dress dress) throws Exception {
        if (dress.chineseDark()) {
            switched();
        }
        letters(dress.percent());
        FxThread.run(() -> ((Region) wiring.window().root()).resize(dress.width(), dress.height()));
    }

    private void letters(int percent) {
        while (size != percent) {
            keys.press(size < percent ? KeyCode.PLUS : KeyCode.MINUS, Held.CONTROL);
            size += size < percent ? 10 : -10;
        }
    }

    private void switched() throws Exception {
        tour.press("switch-language");
        tour.press("switch-theme");
    }

    private void picture(String state, PageId page, Dress dress) throws Exception {
        open(page);
        for (int frame = 0; frame < 2; frame++) {
            FxThread.run(() -> wiring.window().root().layout());
            Thread.sleep(40);
        }
        String name = state + "-" + page.fileName() + "-" + dress.named();
        FxThread.run(() -> {
            try {
                Files.createDirectories(FOLDER);
                canvas.picture(FOLDER.resolve(name + ".png"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            ClippedText.below(wiring.window().root()).forEach(one -> cut.add(name + ": " + one));
        });
    }

    private Node find(String id) {
        return wiring.window().root().lookup("#" + id);
    }

    private static void await(String what, BooleanSupplier holds) {
        FxThread.await(what, Duration.ofSeconds(120), holds);
    }
}
