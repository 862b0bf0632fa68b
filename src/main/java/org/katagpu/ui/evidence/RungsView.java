package org.katagpu.ui.evidence;

import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.katagpu.attest.rung.Ladder;
import org.katagpu.attest.rung.Rung;
import org.katagpu.attest.rung.RungStatus;
import org.katagpu.message.Messages;
import org.katagpu.setup.serve.TakenEvidence;
import org.katagpu.ui.control.ProblemView;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The rungs with where each stands by shape and colour, what it proves and what not, and its evidence. */
public final class RungsView {
    private static final int MOST_EVIDENCE = 160;

    private final VBox box;
    private final EvidenceModel model;
    private final Messages words;
    private final Runnable save;

    /** @param save of the report, as the admin says where */
    public RungsView(VBox box, EvidenceModel model, Messages words, Runnable save) {
        this.box = box;
        this.model = model;
        this.words = words;
        this.save = save;
    }

    public void show() {
        Optional<Ladder> ladder = model.takenProperty().get().map(TakenEvidence::ladder);
        box.getChildren().setAll(head(ladder.isPresent()));
        model.problemProperty().get().ifPresent(why -> box.getChildren().add(new ProblemView(words, why)));
        if (ladder.isEmpty()) {
            box.getChildren().add(hint(words.get(model.busyProperty().get() ? "evidence.asking" : "evidence.none")));
            return;
        }
        for (Rung rung : Rung.values()) {
            box.getChildren().add(row(rung, ladder.get().of(rung)));
        }
        box.getChildren().add(hint(words.get("attest.revocation")));
    }

    private HBox head(boolean there) {
        Label title = new Label(words.get("evidence.title"));
        title.getStyleClass().add("section-title");
        title.setWrapText(true);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox head = new HBox(8, title, space);
        if (there) {
            Button again = button("evidence.again", "evidence-again", Feather.ROTATE_CW);
            again.setDisable(model.busyProperty().get());
            again.setOnAction(_ -> model.ask());
            Button report = button("evidence.save", "evidence-save", Feather.DOWNLOAD);
            report.setOnAction(_ -> save.run());
            head.getChildren().addAll(again, report);
        }
        return head;
    }

    private Button button(String key, String id, Feather mark) {
        Button button = new Button(words.get(key), new FontIcon(mark));
        button.setId(id);
        button.getStyleClass().add("small");
        button.setMinWidth(Region.USE_PREF_SIZE);
        return button;
    }

    private Node row(Rung rung, RungStatus standing) {
        Label mark = new Label("", new FontIcon(switch (standing.state()) {
            case PROVED -> Feather.CHECK_CIRCLE;
            case TOLD -> Feather.MESSAGE_CIRCLE;
            case OPEN -> Feather.CIRCLE;
            case REFUSED -> Feather.X_CIRCLE;
        }));
        mark.setAccessibleText(words.get("evidence.state." + RungStyle.word(standing.state())));
        VBox left = new VBox(mark);
        left.getStyleClass().add("chain-mark");
        Label name = new Label(words.get(rung.text()));
        name.getStyleClass().add("finding-what");
        name.setWrapText(true);
        Label said = new Label(words.get(standing.reason()));
        said.setId("rung-" + rung.word());
        said.getStyleClass().add("chain-state");
        said.setWrapText(true);
        VBox right = new VBox(1, name, said, hint(words.get(rung.meaning())));
        HBox.setHgrow(right, Priority.ALWAYS);
        if (!standing.evidence().isBlank()) {
            right.getChildren().add(evidence(standing.evidence().strip()));
        }
        HBox row = new HBox(10, left, right);
        row.getStyleClass().addAll("chain-link", RungStyle.of(standing.state()));
        return row;
    }

    private static Label evidence(String text) {
        String line = text.replace("\n", " · ");
        boolean whole = line.length() <= MOST_EVIDENCE;
        Label label = new Label(whole ? line : line.substring(0, MOST_EVIDENCE) + " …");
        if (!whole) {
            label.setTooltip(new Tooltip(text));
        }
        label.setWrapText(true);
        label.getStyleClass().addAll("mono", "chain-evidence");
        return label;
    }

    private static Label hint(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.getStyleClass().add("hint");
        return label;
    }
}
