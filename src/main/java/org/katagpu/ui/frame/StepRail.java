package org.katagpu.ui.frame;

import java.util.List;

import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import org.katagpu.message.Messages;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The steps at the left: each with its number, name and mark; any whose needs are met can be opened. */
final class StepRail extends VBox {
    private static final PseudoClass CURRENT = PseudoClass.getPseudoClass("current");

    private Subscription following = Subscription.EMPTY;

    StepRail(StepOrder order, Wizard wizard, Messages words) {
        getStyleClass().add("step-rail");
        setAccessibleText(words.get("frame.rail"));
        for (StepGroup group : StepGroup.values()) {
            List<PageId> steps = group.steps().stream().filter(order.steps()::contains).toList();
            if (!steps.isEmpty()) {
                Label title = new Label(words.get(group.titleKey()));
                title.getStyleClass().add("step-group");
                getChildren().add(title);
                if (group == StepGroup.PREPARE && order.hasShortWay()) {
                    getChildren().add(step(new Label("", new FontIcon(Feather.ZAP)), PageId.ESSENTIALS, wizard, words));
                }
                steps.forEach(id -> getChildren()
                        .add(step(new Label(String.valueOf(order.number(id))), id, wizard, words)));
            }
        }
    }

    private Button step(Label count, PageId id, Wizard wizard, Messages words) {
        count.getStyleClass().add("step-number");
        Label name = new Label(words.get(id.titleKey()));
        name.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(name, Priority.ALWAYS);
        FontIcon mark = new FontIcon();
        HBox row = new HBox(count, name, mark);
        row.getStyleClass().add("step-row");
        Button step = new Button();
        step.setId("step-" + id.fileName());
        step.setGraphic(row);
        step.setMaxWidth(Double.MAX_VALUE);
        step.getStyleClass().addAll("step");
        row.prefWidthProperty().bind(step.widthProperty().subtract(24));
        step.setOnAction(event -> wizard.open(id));
        ObservableValue<StepMark> marked = wizard.markProperty(id);
        following = following.and(marked.subscribe(value -> {
            mark.setIconCode(icon(value.kind()));
            mark.getStyleClass().setAll("ikonli-font-icon",
                    "mark-" + value.kind().name().toLowerCase(java.util.Locale.ROOT));
            String why = words.get(value.why());
            step.setTooltip(new Tooltip(why));
            step.setAccessibleText(words.get("frame.step", count.getText(), words.get(id.titleKey()), why).strip());
        }));
        following = following
                .and(wizard.pageProperty().subscribe(front -> step.pseudoClassStateChanged(CURRENT, front == id)));
        return step;
    }

    void dispose() {
        following.unsubscribe();
    }

    private static Feather icon(StepMark.Kind kind) {
        return switch (kind) {
            case OPEN -> Feather.CIRCLE;
            case TODO -> Feather.ARROW_RIGHT_CIRCLE;
            case EDITED -> Feather.EDIT_3;
            case FAILED -> Feather.X_OCTAGON;
            case DONE -> Feather.CHECK_CIRCLE;
            case ATTENTION -> Feather.ALERT_TRIANGLE;
            case RUNNING -> Feather.LOADER;
            case STALE -> Feather.ROTATE_CW;
            case WAITS -> Feather.CLOCK;
            case BLOCKED -> Feather.LOCK;
        };
    }
}
