package org.katagpu.ui.frame;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.Subscription;
import org.katagpu.message.Messages;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * The same on every page, below it: what looks at the left, how the step stands, what is done with it, the way on. The
 * way on is never locked; it is filled once the step is done.
 */
final class ActBar extends HBox {
    /** What the words of how the step stands get at least, where there are any. */
    private static final double ROOM_FOR_WORDS = 170;
    private static final double BUSY = 16;

    private final Wizard wizard;
    private final Messages words;
    private final StepOrder order;
    private final HBox tools = row();
    private final HBox standing = row();
    private final HBox acts = row();
    private final Button back = new Button("", new FontIcon(Feather.CHEVRON_LEFT));
    private final Button next = new Button("", new FontIcon(Feather.CHEVRON_RIGHT));
    private final Map<String, Button> buttons = new HashMap<>();
    private Subscription ofPage = Subscription.EMPTY;
    private Acts shown = Acts.NONE;
    private boolean fitted;

    ActBar(Wizard wizard, StepOrder order, Messages words) {
        this.wizard = wizard;
        this.order = order;
        this.words = words;
        getStyleClass().add("act-bar");
        setAccessibleText(words.get("frame.acts"));
        setMinWidth(0);
        standing.setId("standing");
        standing.setMinWidth(0);
        HBox.setHgrow(standing, Priority.ALWAYS);
        back.setId("go-back");
        back.getStyleClass().add("button-icon");
        back.setOnAction(event -> back());
        next.setId("go-next");
        next.setContentDisplay(ContentDisplay.RIGHT);
        next.setOnAction(event -> next());
        List.of(back, next).forEach(button -> button.setMinWidth(USE_PREF_SIZE));
        getChildren().setAll(tools, standing, acts, back, next);
        widthProperty().subscribe(width -> unfitted());
        // With another text size every button is of another width.
        next.fontProperty().subscribe(font -> unfitted());
    }

    private static HBox row() {
        HBox row = new HBox(8);
        row.setAlignment(Pos.CENTER_LEFT);
        row.setMinWidth(USE_PREF_SIZE);
        return row;
    }

    /** Follows another page. */
    void show(PageId page, ObservableValue<Acts> offered) {
        ofPage.unsubscribe();
        buttons.clear();
        ofPage = Subscription.combine(offered.subscribe(this::draw),
                wizard.markProperty(page).subscribe(mark -> fill(mark.kind() == StepMark.Kind.DONE)),
                wizard.sessionProperty().subscribe(session -> wayOn(page)));
    }

    private void wayOn(PageId page) {
        way(back, order.before(page), "frame.back");
        way(next, after(page), "frame.next");
        back.setText("");
    }

    private void way(Button button, Optional<PageId> to, String key) {
        there(button, to.isPresent());
        to.ifPresent(id -> {
            String name = words.get(key, words.get(id.titleKey()));
            button.setText(name);
            button.setAccessibleText(name);
            button.setTooltip(new Tooltip(words.get("frame.way." + (button == next ? "next" : "back"), name)));
            button.setDisable(!wizard.canOpen(id));
        });
        unfitted();
    }

    private void fill(boolean done) {
        next.getStyleClass().remove("accent");
        if (done && shown.main().isEmpty()) {
            next.getStyleClass().add("accent");
        }
    }

    private void draw(Acts now) {
        shown = now;
        tools.getChildren()
                .setAll(now.offered().stream().filter(act -> act.kind().isTool()).map(this::button).toList());
        acts.getChildren()
                .setAll(now.offered().stream().filter(act -> !act.kind().isTool()).map(this::button).toList());
        standing.getChildren().setAll(now.standing().map(this::standing).orElse(List.of()));
        fill(wizard.markProperty(wizard.pageProperty().get()).get().kind() == StepMark.Kind.DONE);
        unfitted();
    }

    private void unfitted() {
        fitted = false;
        requestLayout();
    }

    /** Only here does what is new have its style, and with it its width. */
    @Override
    protected void layoutChildren() {
        if (!fitted) {
            fitted = true;
            applyCss();
            fit();
        }
        super.layoutChildren();
    }

    /** The same button for the same act, so that the focus stays where it was. */
    private Button button(Act act) {
        Button button = buttons.computeIfAbsent(act.id(), id -> new Button());
        button.setId(act.id());
        button.setText(words.get(act.name()));
        button.setAccessibleText(words.get(act.name()));
        button.setTooltip(act.kind() == Act.Kind.MAIN ? null : new Tooltip(words.get(act.name())));
        button.setMinWidth(USE_PREF_SIZE);
        button.setDisable(!act.enabled());
        button.setOnAction(event -> act.run().run());
        button.getStyleClass().remove("accent");
        switch (act.kind()) {
            case SCRIPT -> button.setGraphic(new FontIcon(Feather.FILE_TEXT));
            case READ -> button.setGraphic(new FontIcon(Feather.REFRESH_CW));
            case COPY -> button.setGraphic(new FontIcon(Feather.COPY));
            case PAST -> button.setGraphic(new FontIcon(Feather.ARCHIVE));
            case MAIN -> button.getStyleClass().add("accent");
            case BACK -> button.setGraphic(new FontIcon(Feather.CORNER_UP_LEFT));
        }
        return button;
    }

    /** What has no room is named by its icon and its tooltip: first what only looks, then where the way on leads, last what takes back. */
    private void fit() {
        boolean on = after(wizard.pageProperty().get()).isPresent();
        back(ContentDisplay.TEXT_ONLY);
        name(true, on);
        if (getWidth() > 0 && needed() > getWidth()) {
            name(false, on);
        }
        if (getWidth() > 0 && needed() > getWidth()) {
            name(false, false);
        }
        if (getWidth() > 0 && needed() > getWidth()) {
            back(ContentDisplay.GRAPHIC_ONLY);
        }
    }

    private void back(ContentDisplay named) {
        shown.offered().stream().filter(act -> act.kind() == Act.Kind.BACK).map(act -> buttons.get(act.id()))
                .filter(Objects::nonNull).forEach(button -> name(button, named));
    }

    private double needed() {
        double words = standing.getChildren().isEmpty() ? 0 : ROOM_FOR_WORDS;
        return snappedLeftInset() + snappedRightInset() + words + 4 * getSpacing()
                + Stream.of(tools, acts, back, next).filter(Node::isManaged).mapToDouble(part -> part.prefWidth(-1))
                        .sum();
    }

    private void name(boolean ofTools, boolean ofNext) {
        tools.getChildren()
                .forEach(tool -> name((Button) tool, ofTools ? ContentDisplay.LEFT : ContentDisplay.GRAPHIC_ONLY));
        next.setContentDisplay(ofNext ? ContentDisplay.RIGHT : ContentDisplay.GRAPHIC_ONLY);
        next.getStyleClass().remove("button-icon");
        if (!ofNext) {
            next.getStyleClass().add("button-icon");
        }
        if (next.getScene() != null) {
            next.applyCss();
        }
    }

    private static void name(Button tool, ContentDisplay shown) {
        tool.setContentDisplay(shown);
        tool.getStyleClass().remove("button-icon");
        if (shown == ContentDisplay.GRAPHIC_ONLY) {
            tool.getStyleClass().add("button-icon");
        }
        if (tool.getScene() != null) {
            tool.applyCss();
        }
    }

    private List<Node> standing(Acts.Standing now) {
        String text = words.get(now.what()).lines().findFirst().orElse("");
        Label what = new Label(text);
        what.setId("standing-text");
        what.setWrapText(true);
        what.setMinWidth(0);
        what.getStyleClass().add("standing-text");
        what.setTooltip(new Tooltip(words.get(now.what())));
        standing.getStyleClass().setAll("standing", "standing-" + now.kind().name().toLowerCase(Locale.ROOT));
        Node mark = mark(now.kind());
        if (now.show().isEmpty()) {
            return List.of(mark, what);
        }
        Hyperlink show = new Hyperlink(words.get("frame.show"));
        show.setId("standing-show");
        show.setMinWidth(Region.USE_PREF_SIZE);
        show.setOnAction(event -> {
            show.setVisited(false);
            now.show().get().run();
        });
        return List.of(mark, what, show);
    }

    private Node mark(Acts.Standing.Kind kind) {
        if (kind == Acts.Standing.Kind.BUSY) {
            ProgressIndicator busy = new ProgressIndicator();
            busy.setMinSize(BUSY, BUSY);
            busy.setPrefSize(BUSY, BUSY);
            busy.setAccessibleText(words.get("frame.mark.running"));
            return busy;
        }
        return new FontIcon(switch (kind) {
            case DONE -> Feather.CHECK_CIRCLE;
            case ASKS -> Feather.HELP_CIRCLE;
            case STALE -> Feather.ROTATE_CW;
            case BLOCKED -> Feather.X_CIRCLE;
            default -> Feather.INFO;
        });
    }

    /** Goes to the step before, where there is one. */
    void back() {
        order.before(wizard.pageProperty().get()).ifPresent(wizard::open);
    }

    /** Goes to the next step, where there is one. */
    void next() {
        after(wizard.pageProperty().get()).ifPresent(wizard::open);
    }

    /** Who was sent here from another page is led back to it. */
    private Optional<PageId> after(PageId page) {
        return wizard.sentFrom().or(() -> order.after(page));
    }

    void doMain() {
        shown.main().ifPresent(act -> act.run().run());
    }

    void readAgain() {
        shown.reading().ifPresent(act -> act.run().run());
    }

    private static void there(Node node, boolean now) {
        node.setVisible(now);
        node.setManaged(now);
    }

    void dispose() {
        ofPage.unsubscribe();
    }
}
