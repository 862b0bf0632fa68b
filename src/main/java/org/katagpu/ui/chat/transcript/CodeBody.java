package org.katagpu.ui.chat.transcript;

import java.util.List;

import javafx.geometry.Point2D;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.katagpu.message.Messages;
import org.katagpu.ui.chat.markdown.Block;
import org.katagpu.ui.chat.markdown.Run;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Code: its language and a button to copy it above the first part. */
final class CodeBody implements BlockBody {
    private final SelectableText text = new SelectableText("chat-code");
    private final Label language = new Label();
    private final VBox box = new VBox();

    /** @param copy copies the whole of the code, whatever parts it is drawn in */
    CodeBody(Block.Code code, Messages words, Runnable copy) {
        box.getStyleClass().add("chat-code-box");
        if (code.opens()) {
            language.getStyleClass().add("hint");
            Region gap = new Region();
            HBox.setHgrow(gap, Priority.ALWAYS);
            Button button = new Button(words.get("chatpanel.code.copy"), new FontIcon(Feather.COPY));
            button.getStyleClass().addAll("flat", "small", "chat-copy-code");
            button.setMinWidth(Region.USE_PREF_SIZE);
            button.setOnAction(_ -> copy.run());
            HBox head = new HBox(language, gap, button);
            head.setAlignment(Pos.CENTER_LEFT);
            head.getStyleClass().add("chat-code-head");
            box.getChildren().add(head);
        }
        box.getChildren().add(text);
        show(code);
    }

    private void show(Block.Code code) {
        language.setText(code.language());
        text.show(List.of(Run.plain(code.text())));
    }

    @Override
    public Region node() {
        return box;
    }

    @Override
    public boolean update(Block block) {
        if (block instanceof Block.Code code) {
            show(code);
            return true;
        }
        return false;
    }

    @Override
    public int hit(Point2D point) {
        return text.hit(text.parentToLocal(point));
    }

    @Override
    public String link(Point2D point) {
        return "";
    }

    @Override
    public void select(int from, int to) {
        text.select(from, to);
    }
}
