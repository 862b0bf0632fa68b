package org.katagpu.ui.page.hostcheck;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.katagpu.message.Messages;
import org.katagpu.setup.preflight.Concern;
import org.katagpu.setup.preflight.Judged;
import org.katagpu.ui.control.ClipboardText;
import org.katagpu.ui.control.FindingRow;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * What one act puts right: the act once at its head, with what can be taken along; then each finding; and folded below,
 * what goes away with them.
 */
final class ConcernView extends VBox {
    private final Messages words;
    private final BiFunction<Judged, FindingRow, Node> row;

    /** @param row the line of a finding, with its check's name and what reads it anew */
    ConcernView(Messages words, Concern concern, BiFunction<Judged, FindingRow, Node> row) {
        this.words = words;
        this.row = row;
        getStyleClass().add("concern");
        if (concern.kind() == Concern.Kind.ALONE) {
            Judged only = concern.findings().getFirst();
            getChildren().add(row.apply(only, new FindingRow(words, only.finding())));
            if (!concern.copied().isEmpty()) {
                getChildren().add(taken(concern.copied()));
            }
        } else {
            getChildren().add(head(concern));
            if (concern.kind() == Concern.Kind.UPDATES) {
                concern.findings()
                        .forEach(one -> getChildren().add(new FindingRow(words, one.finding(), false, false)));
                getChildren().addAll(folded(words.get("hostcheck.concern.details"), concern.findings()));
            } else {
                together(concern);
            }
        }
        if (!concern.follows().isEmpty()) {
            getChildren().addAll(folded(words.get("hostcheck.concern.follows", concern.follows().size(),
                    concern.follows().stream().map(one -> words.get(one.check().title()))
                            .collect(Collectors.joining(words.get("hostcheck.concern.and")))),
                    concern.follows()));
        }
    }

    /** What to do is said at the head, except where each has its own disk to look after; what was read, once. */
    private void together(Concern concern) {
        Set<String> read = new HashSet<>();
        concern.findings().forEach(one -> getChildren().add(row.apply(one, new FindingRow(words, one.finding(),
                concern.kind() == Concern.Kind.ROOM, read.add(one.finding().evidence())))));
    }

    private Node head(Concern concern) {
        String key = "hostcheck.concern." + concern.kind();
        Label title = new Label(words.get(key, String.valueOf(concern.findings().size())), new FontIcon(
                switch (concern.status()) {
                    case FAIL -> Feather.X_CIRCLE;
                    case WARN -> Feather.ALERT_TRIANGLE;
                    default -> Feather.MINUS_CIRCLE;
                }));
        title.setWrapText(true);
        title.getStyleClass().add("finding-what");
        VBox head = new VBox(4, title);
        head.getStyleClass().addAll("concern-head",
                "finding-" + concern.status().name().toLowerCase(java.util.Locale.ROOT));
        Label next = new Label(concern.kind() == Concern.Kind.UNREAD
                ? words.get(concern.findings().getFirst().finding().next())
                : words.get(key + ".next"));
        next.setWrapText(true);
        next.getStyleClass().add("hint");
        head.getChildren().add(next);
        if (!concern.copied().isEmpty()) {
            head.getChildren().add(taken(concern.copied()));
        }
        return head;
    }

    private Node taken(String text) {
        Label shown = new Label(text);
        shown.setWrapText(true);
        shown.getStyleClass().add("mono");
        HBox.setHgrow(shown, Priority.SOMETIMES);
        Button copy = new Button(words.get("frame.copy"), new FontIcon(Feather.COPY));
        copy.getStyleClass().addAll("flat", "small");
        copy.setMinWidth(USE_PREF_SIZE);
        copy.setAccessibleText(words.get("hostcheck.concern.copy", text));
        copy.setOnAction(event -> ClipboardText.copy(text));
        HBox taken = new HBox(8, shown, copy);
        taken.getStyleClass().add("taken");
        return taken;
    }

    private List<Node> folded(String name, List<Judged> findings) {
        VBox rows = new VBox();
        rows.getStyleClass().add("consequences");
        ToggleButton more = new ToggleButton(name);
        more.setWrapText(true);
        more.getStyleClass().addAll("flat", "small", "follows");
        more.setMaxWidth(Double.MAX_VALUE);
        more.selectedProperty().subscribe(open -> {
            more.setGraphic(new FontIcon(open ? Feather.CHEVRON_DOWN : Feather.CHEVRON_RIGHT));
            rows.setVisible(open);
            rows.setManaged(open);
            if (open && rows.getChildren().isEmpty()) {
                findings.forEach(one -> rows.getChildren().add(row.apply(one, new FindingRow(words, one.finding()))));
            }
        });
        return List.of(more, rows);
    }
}
