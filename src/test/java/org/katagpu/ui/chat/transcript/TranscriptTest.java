package org.katagpu.ui.chat.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import atlantafx.base.theme.PrimerLight;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.application.Application;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.katagpu.message.Messages;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.chat.ChatPanel;
import org.katagpu.ui.chat.markdown.BlockStream;

class TranscriptTest {
    private static final double WIDTH = 640;
    private static final double HEIGHT = 420;
    private Transcript transcript;
    private StackPane root;

    @BeforeEach
    void open() {
        FxThread.run(() -> {
            Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
            transcript = new Transcript(new Messages(Locale.ENGLISH));
            root = new StackPane(transcript);
            root.getStylesheets().add(ChatPanel.class.getResource("chat.css").toExternalForm());
            new Scene(root, WIDTH, HEIGHT);
        });
    }

    private List<TextItem> show(String markdown) {
        List<TextItem> items = new ArrayList<>();
        BlockStream.whole(markdown).forEach(block -> items.add(new TextItem(block, "chat-answer")));
        FxThread.run(() -> transcript.show(items));
        settle();
        return items;
    }

    private void settle() {
        FxThread.run(() -> {
            root.applyCss();
            root.layout();
        });
    }

    /** Where the left edge of a character is drawn. */
    private Point2D at(TextItem item, int offset) {
        return FxThread.get(() -> {
            BlockView view = (BlockView) Objects.requireNonNull(item.node());
            Bounds bounds = view.getBoundsInParent();
            for (double y = bounds.getMinY() + 2; y < bounds.getMaxY(); y += 3) {
                for (double x = bounds.getMinX(); x < bounds.getMaxX(); x += 2) {
                    if (Objects.equals(transcript.placeAt(new Point2D(x, y)), new TextSelection.Place(item, offset))) {
                        return new Point2D(x, y);
                    }
                }
            }
            throw new AssertionError("nowhere: " + offset + " of " + item.block().text());
        });
    }

    private void mouse(javafx.event.EventType<MouseEvent> type, Point2D at, int clicks) {
        FxThread.run(() -> transcript.fireEvent(new MouseEvent(type, at.getX(), at.getY(), at.getX(), at.getY(),
                MouseButton.PRIMARY, clicks, false, false, false, false, true, false, false, false, false, true,
                null)));
    }

    private String copied() {
        FxThread.run(() -> {
            boolean mac = System.getProperty("os.name").startsWith("Mac");
            transcript.fireEvent(
                    new KeyEvent(KeyEvent.KEY_PRESSED, "c", "c", KeyCode.C, false, !mac, false, mac));
        });
        return FxThread.get(() -> Clipboard.getSystemClipboard().getString());
    }

    @Test
    void textIsSelectedByDraggingFromOneBlockIntoAnother() {
        List<TextItem> items = show("First **bold** words\n\n- one\n- two\n\n```\ncode here\n```\n");
        mouse(MouseEvent.MOUSE_PRESSED, at(items.get(0), 6), 1);
        mouse(MouseEvent.MOUSE_DRAGGED, at(items.get(3), 4), 1);
        mouse(MouseEvent.MOUSE_RELEASED, at(items.get(3), 4), 1);
        assertThat(copied()).isEqualTo("bold words\n\n• one\n• two\n\ncode");
    }

    @Test
    void backwardsIsTheSameAsForwards() {
        List<TextItem> items = show("First words\n\nSecond words");
        mouse(MouseEvent.MOUSE_PRESSED, at(items.get(1), 6), 1);
        mouse(MouseEvent.MOUSE_DRAGGED, at(items.get(0), 6), 1);
        mouse(MouseEvent.MOUSE_RELEASED, at(items.get(0), 6), 1);
        assertThat(copied()).isEqualTo("words\n\nSecond");
    }

    @Test
    void aDoubleClickTakesAWordAndATripleClickTheBlock() {
        List<TextItem> items = show("Take this word 机密容器 here");
        mouse(MouseEvent.MOUSE_PRESSED, at(items.getFirst(), 6), 2);
        assertThat(copied()).isEqualTo("this");
        mouse(MouseEvent.MOUSE_PRESSED, at(items.getFirst(), 6), 3);
        assertThat(copied()).isEqualTo("Take this word 机密容器 here");
    }

    @Test
    void cellsOfATableAreSelectedOneByOne() {
        List<TextItem> items = show("| name | size |\n|--|--|\n| alpha | 12 |\n| beta | 7 |\n");
        String text = items.getFirst().block().text();
        mouse(MouseEvent.MOUSE_PRESSED, at(items.getFirst(), text.indexOf("alpha")), 1);
        mouse(MouseEvent.MOUSE_DRAGGED, at(items.getFirst(), text.indexOf("beta") + 4), 1);
        mouse(MouseEvent.MOUSE_RELEASED, Point2D.ZERO, 1);
        assertThat(copied()).isEqualTo("alpha\t12\nbeta");
    }

    @Test
    void longCodeIsCopiedWholeThoughItIsDrawnInParts() {
        String code = lines(0, 130, "\n");
        List<TextItem> items = show("```c\n" + code + "\n```\n\n```\nother\n```\n");
        assertThat(items).hasSizeGreaterThan(4);
        FxThread.run(() -> transcript.toBegin());
        settle();
        FxThread.run(() -> ((ButtonBase) transcript.lookup(".chat-copy-code")).fire());
        assertThat(FxThread.get(() -> Clipboard.getSystemClipboard().getString())).isEqualTo(code);
    }

    @Test
    void onlyWhatIsInSightIsDrawn() {
        show(lines(0, 5_000, "\n\n"));
        assertThat(drawn()).isLessThan(40);
        assertThat(FxThread.get(() -> transcript.textAt(HEIGHT).block().text())).isEqualTo("line 4999");
        FxThread.run(() -> transcript.scroll(-20_000));
        settle();
        assertThat(drawn()).isLessThan(40);
        FxThread.run(() -> transcript.toBegin());
        settle();
        assertThat(FxThread.get(() -> transcript.textAt(0).block().text())).isEqualTo("line 0");
        assertThat(drawn()).isLessThan(40);
    }

    private int drawn() {
        return FxThread.get(() -> transcript.lookupAll(".chat-block").size());
    }

    @Test
    void theReadersPlaceStaysWhenPartsAreAddedOrTheWidthChanges() {
        List<TextItem> items = show(lines(0, 200, "\n\n"));
        FxThread.run(() -> transcript.scroll(-1_000));
        settle();
        String top = top();
        FxThread.run(() -> transcript.replaceFrom(items.size(), List.of(new TextItem(
                BlockStream.whole("more").getFirst(), "chat-answer"))));
        settle();
        assertThat(top()).isEqualTo(top);
        assertThat(FxThread.get(() -> transcript.followingProperty().get())).isFalse();
        FxThread.run(() -> root.resize(WIDTH / 2, HEIGHT));
        settle();
        assertThat(top()).isEqualTo(top);
        FxThread.run(() -> transcript.scroll(1_000_000));
        settle();
        assertThat(FxThread.get(() -> transcript.followingProperty().get())).isTrue();
    }

    private String top() {
        return FxThread.get(() -> transcript.textAt(0).block().text());
    }

    @Test
    void aPartThatGrowsKeepsItsNodeAndTheEndStaysInSight() {
        List<TextItem> items = show(lines(0, 60, "\n\n") + "The last");
        TextItem last = items.getLast();
        Region node = FxThread.get(() -> last.node());
        FxThread.run(() -> {
            last.grow(BlockStream.whole("The last one grows " + "and grows ".repeat(60)).getFirst());
            transcript.requestLayout();
        });
        settle();
        assertThat((Object) FxThread.get(() -> last.node())).isSameAs(node);
        assertThat(FxThread.get(() -> node.getLayoutY() + node.getHeight())).isLessThanOrEqualTo(HEIGHT);
        FxThread.run(() -> {
            last.grow(BlockStream.whole("# Now a heading").getFirst());
            transcript.requestLayout();
        });
        settle();
        assertThat(FxThread.get(() -> transcript.lookupAll(".chat-heading-1").size())).isOne();
        assertThat((Object) FxThread.get(() -> last.node())).isNotSameAs(node);
    }

    @Test
    void whatIsSelectedIsForgottenWithThePartsItWasIn() {
        List<TextItem> items = show("First\n\nSecond");
        mouse(MouseEvent.MOUSE_PRESSED, at(items.get(1), 0), 3);
        assertThat(copied()).isEqualTo("Second");
        FxThread.run(() -> transcript.replaceFrom(1, List.of()));
        settle();
        assertThat(FxThread.get(() -> transcript.selection().isEmpty())).isTrue();
    }

    private static String lines(int from, int to, String between) {
        return IntStream.range(from, to).mapToObj(i -> "line " + i).collect(Collectors.joining(between));
    }
}
