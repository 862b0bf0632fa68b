package org.katagpu.ui.page.hostcheck;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.katagpu.message.Messages;
import org.katagpu.setup.Finding;
import org.katagpu.setup.preflight.CheckGroup;
import org.katagpu.setup.preflight.Judged;
import org.katagpu.ui.control.FindingRow;

/** What was found, as cards: what needs attention first, then each group of what is well. */
final class CheckCards {
    private final VBox cards;
    private final HostCheckModel model;
    private final Messages words;

    CheckCards(VBox cards, HostCheckModel model, Messages words) {
        this.cards = cards;
        this.model = model;
        this.words = words;
    }

    /** @param attention nothing but what needs attention */
    void show(List<Judged> judged, boolean attention) {
        cards.getChildren().clear();
        card(words.get("hostcheck.needs-attention"),
                model.concerns().stream().map(one -> new ConcernView(words, one, this::row)).toList());
        if (!attention) {
            for (CheckGroup group : CheckGroup.values()) {
                card(words.get("check.group." + group.name()),
                        judged.stream().filter(one -> one.check().group() == group)
                                .filter(one -> one.finding().status() == Finding.Status.PASS)
                                .map(one -> row(one, new FindingRow(words, one.finding()))).toList());
            }
        }
        if (!judged.isEmpty() && cards.getChildren().isEmpty()) {
            cards.getChildren().add(new Label(words.get("hostcheck.nothing-to-do")));
        }
    }

    private void card(String titleText, List<? extends Node> rows) {
        if (rows.isEmpty()) {
            return;
        }
        Label title = new Label(titleText);
        title.getStyleClass().add("section-title");
        VBox card = new VBox(title);
        card.getStyleClass().addAll("card", "check-group");
        card.getChildren().addAll(rows);
        cards.getChildren().add(card);
    }

    private Node row(Judged one, FindingRow finding) {
        CheckRow row = new CheckRow(words, one, finding, () -> model.checkAgain(one.check()));
        if (!one.check().id().equals("dns")) {
            return row;
        }
        Button lookUp = new Button(words.get("hostcheck.look-up"));
        lookUp.setId("look-up-names");
        lookUp.getStyleClass().add("small");
        lookUp.setOnAction(event -> model.lookUp());
        return new VBox(row, lookUp);
    }
}
