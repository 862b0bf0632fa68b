package org.katagpu.ui.page.kata;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.katagpu.kataconf.change.KeyMerge;
import org.katagpu.kataconf.change.ThreeWay;
import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.message.Messages;
import org.katagpu.ui.page.kata.form.ValueWords;
import org.katagpu.ui.page.kata.model.SaveModel;
import org.katagpu.ui.page.kata.text.DiffView;

/** The file changed on the host while it was edited here: every key that differs, on all three sides, and what to take. */
final class MergeView extends VBox {
    private static final int CONTEXT = 2;
    private final Set<KeyRef> mine = new HashSet<>();
    private final Messages words;

    MergeView(ThreeWay sides, SaveModel save, Messages words) {
        super(10);
        this.words = words;
        VBox.setVgrow(this, Priority.ALWAYS);
        List<KeyMerge> keys = sides.keys();
        GridPane grid = new GridPane(18, 6);
        grid.getStyleClass().add("card");
        List.of("key", "base", "mine", "theirs", "take").forEach(column -> grid.add(
                styled(words.get("kata.page.merge." + column), "section-title"), grid.getColumnCount(), 0));
        keys.forEach(key -> row(grid, key));
        ScrollPane scroll = new ScrollPane(grid);
        scroll.setFitToWidth(true);
        scroll.setMinHeight(160);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        scroll.getStyleClass().add("edge-to-edge");
        Label lead = styled(words.get("kata.page.merge.lead", String.valueOf(keys.size())), "section-title");
        Button take = new Button(words.get("kata.page.merge.go"));
        take.setId("merge");
        take.getStyleClass().add("accent");
        take.setMinWidth(Region.USE_PREF_SIZE);
        take.setOnAction(event -> save.merge(sides, mine));
        DiffView theirs = new DiffView(words, sides.theirLines().rows(CONTEXT));
        VBox.setVgrow(theirs, Priority.ALWAYS);
        getChildren().addAll(lead, scroll, take, styled(words.get("kata.page.merge.lines"), "hint"), theirs);
    }

    private void row(GridPane grid, KeyMerge key) {
        int row = grid.getRowCount();
        grid.add(styled(key.ref().toString(), "mono"), 0, row);
        int column = 1;
        for (var side : List.of(key.base(), key.mine(), key.theirs())) {
            grid.add(styled(ValueWords.of(side, java.util.Optional.empty()), "mono"), column++, row);
        }
        if (key.kind() != KeyMerge.Kind.CONFLICT) {
            Label kind = new Label(words.get("kata.page.merge.kind." + key.kind().name().toLowerCase(Locale.ROOT)));
            kind.setMinWidth(Region.USE_PREF_SIZE);
            grid.add(kind, column, row);
            return;
        }
        mine.add(key.ref());
        ComboBox<String> choice = new ComboBox<>();
        choice.getItems().setAll(words.get("kata.page.merge.take.mine"), words.get("kata.page.merge.take.theirs"));
        choice.getSelectionModel().selectFirst();
        choice.setId("take-" + key.ref().key());
        choice.getSelectionModel().selectedIndexProperty().subscribe(index -> {
            if (index.intValue() == 0) {
                mine.add(key.ref());
            } else {
                mine.remove(key.ref());
            }
        });
        grid.add(choice, column, row);
    }

    private static Label styled(String text, String style) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.getStyleClass().add(style);
        GridPane.setHgrow(label, Priority.SOMETIMES);
        return label;
    }
}
