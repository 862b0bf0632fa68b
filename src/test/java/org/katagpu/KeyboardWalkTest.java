package org.katagpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseEvent;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.katagpu.ui.ContrastMeter;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.Keys;
import org.katagpu.ui.Keys.Held;
import org.katagpu.ui.SpokenNames;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.frame.StepMark;
import org.katagpu.ui.theme.Theme;
import org.katagpu.ui.tour.Canvas;

/**
 * From the first page to an answered question with the keyboard alone, on the practice host. On the way every page is
 * looked at: each control has a name and a role, words and marks stand out in both themes, and Tab leaves every control.
 */
class KeyboardWalkTest {
    private static final int MOST_STROKES = 400;

    private final List<String> unnamed = new ArrayList<>();
    private final ContrastMeter light = new ContrastMeter();
    private final ContrastMeter dark = new ContrastMeter();
    private Wiring wiring;
    private Keys keys;
    private int strokes;

    @Test
    @Timeout(600)
    void fromTheFirstPageToAnAnsweredQuestion() throws Exception {
        LocalEnvironment here = LocalEnvironment.temporary();
        wiring = FxThread.get(() -> new Wiring(here, Locale.ENGLISH));
        Stage stage = FxThread.get(Stage::new);
        List<MouseEvent> mouse = new ArrayList<>();
        try {
            FxThread.run(() -> {
                Canvas canvas = new Canvas(wiring.window().root());
                canvas.scene().addEventFilter(MouseEvent.MOUSE_PRESSED, mouse::add);
                stage.setScene(canvas.scene());
                stage.show();
                keys = new Keys(canvas.scene());
            });
            walk();
        } finally {
            FxThread.run(() -> {
                stage.close();
                wiring.close();
            });
        }
        String figures = "strokes " + strokes + "; text light " + light.leastText() + ", dark " + dark.leastText()
                + "; marks light " + light.leastMark() + ", dark " + dark.leastMark();
        assertAll(figures, () -> assertThat(mouse).isEmpty(),
                () -> assertThat(strokes).as("key strokes").isLessThan(MOST_STROKES),
                () -> assertThat(unnamed).as("controls without a name or role").isEmpty(),
                () -> assertThat(light.tooFaint()).as("too faint in the light theme").isEmpty(),
                () -> assertThat(dark.tooFaint()).as("too faint in the dark theme").isEmpty());
        Files.createDirectories(Path.of("target", "looks"));
        Files.writeString(Path.of("target", "looks", "keyboard-walk.txt"), figures + "\n");
    }

    private void walk() {
        look("connect");
        keys.tabTo("practise");
        keys.press(KeyCode.SPACE);
        await("the host check is in front", () -> front() == PageId.HOST_CHECK);
        await("the host was read", () -> wiring.scanned());
        look("host-check");

        next(PageId.GPUS);
        keys.tabTo("gpu-table");
        keys.press(KeyCode.HOME);
        keys.press(KeyCode.SPACE);
        act("gpu-apply", PageId.GPUS);
        look("gpus");

        next(PageId.GUEST_IMAGE);
        enter("rootfs-size", "8");
        enter("rootfs-kernel", "/home/work/guest-kernel");
        offered("rootfs-apply");
        keys.press(KeyCode.ENTER, Held.CONTROL);
        await("a checksum is to be confirmed", () -> find("checksum-confirm") != null);
        look("guest-image");
        keys.tabTo("checksum-confirm");
        keys.press(KeyCode.SPACE);
        act("rootfs-apply", PageId.GUEST_IMAGE);

        next(PageId.KATA_CONFIG);
        await("the file was read", () -> find("apply-all") != null && !find("apply-all").isDisabled());
        look("kata-config");
        keys.tabTo("apply-all");
        keys.press(KeyCode.SPACE);
        offered("review");
        keys.press(KeyCode.ENTER, Held.CONTROL);
        act("kata-apply", PageId.KATA_CONFIG);
        look("kata-review");

        next(PageId.MODEL_IMAGE);
        act("image-apply", PageId.MODEL_IMAGE);
        look("model-image");
        next(PageId.NETWORK);
        act("network-apply", PageId.NETWORK);
        look("network");
        next(PageId.MODEL);
        act("serve-apply", PageId.MODEL);
        look("model");
        next(PageId.REVIEW);
        await("all is done", () -> marked(PageId.REVIEW));
        look("review");
        next(PageId.CHAT);
        await("a question can be asked", () -> find("chat-question") != null && !find("chat-question").isDisabled());
        keys.tabTo("chat-question");
        keys.type("GPU?");
        keys.press(KeyCode.ENTER);
        await("it is answered", () -> marked(PageId.CHAT));
        look("chat");
    }

    /** Replaces what stands in a field. */
    private void enter(String field, String text) {
        await(field + " is there", () -> find(field) != null);
        keys.tabTo(field);
        keys.press(KeyCode.A, Held.CONTROL);
        keys.type(text);
        keys.press(KeyCode.ENTER);
    }

    private void next(PageId page) {
        keys.press(KeyCode.RIGHT, Held.ALT);
        await(page + " is in front", () -> front() == page);
    }

    private void offered(String id) {
        await(id + " is offered", () -> find(id) != null && !find(id).isDisabled());
    }

    /** Does the page's act and waits until the host was read back. */
    private void act(String id, PageId page) {
        offered(id);
        keys.press(KeyCode.ENTER, Held.CONTROL);
        await(page + " is done", () -> marked(page));
    }

    private boolean marked(PageId page) {
        return wiring.wizard().markProperty(page).get().kind() == StepMark.Kind.DONE;
    }

    private PageId front() {
        return wiring.wizard().pageProperty().get();
    }

    private Parent root() {
        return wiring.window().root();
    }

    private Node find(String id) {
        return root().lookup("#" + id);
    }

    private static void await(String what, BooleanSupplier holds) {
        FxThread.await(what, java.time.Duration.ofSeconds(90), holds);
    }

    /** Names and colours as they are now; and that Tab comes around. None of it counts as a stroke of the walk. */
    private void look(String where) {
        strokes = keys.strokes() - lookedAt;
        FxThread.run(() -> {
            SpokenNames.missing(root()).forEach(one -> unnamed.add(where + ": " + one));
            measure(Theme.DARK, dark, where);
            measure(Theme.LIGHT, light, where);
        });
        if (front() != PageId.CHAT) {
            int before = keys.strokes();
            keys.tabTo("step-connect");
            keys.press(KeyCode.TAB);
            lookedAt += keys.strokes() - before;
        }
    }

    private int lookedAt;

    private void measure(Theme theme, ContrastMeter meter, String where) {
        theme.apply();
        root().applyCss();
        root().layout();
        meter.measure(root(), where);
    }
}
