package org.katagpu.ui.page.model;

import java.util.Arrays;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.katagpu.message.Messages;
import org.katagpu.setup.serve.ModelSource;
import org.katagpu.setup.serve.ServeTokens;
import org.katagpu.ui.control.SecretField;

/** The token of a model's source: typed once, then held in memory and only said to be there. */
final class TokenField extends VBox {
    private final Messages words;
    private final ServeTokens tokens;
    private final Label name = new Label();
    private final SecretField typed = new SecretField();
    private final Button forget = new Button();
    private final Label said = new Label();
    private ModelSource source = ModelSource.LOCAL;

    TokenField(Messages words, ServeTokens tokens) {
        super(3);
        this.words = words;
        this.tokens = tokens;
        name.setLabelFor(typed);
        typed.setId("model-token");
        typed.setOnAction(_ -> keep());
        typed.focusedProperty().subscribe((before, focused) -> {
            if (!focused) {
                keep();
            }
        });
        forget.setText(words.get("modelpage.token.forget"));
        forget.setId("model-token-forget");
        forget.getStyleClass().add("small");
        forget.setOnAction(_ -> {
            tokens.forget(source);
            say("modelpage.token.hint", false);
        });
        said.setWrapText(true);
        said.setId("model-token-said");
        HBox row = new HBox(6, typed, forget);
        row.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(typed, Priority.ALWAYS);
        getChildren().setAll(name, row, said);
    }

    /** Of another source: what was typed for the one before is not this one's. */
    void show(ModelSource now) {
        if (now != source) {
            Arrays.fill(typed.take(), '\0');
        }
        source = now;
        setVisible(source != ModelSource.LOCAL);
        setManaged(isVisible());
        name.setText(words.get("modelpage.token." + source.name().toLowerCase(Locale.ROOT)));
        say(tokens.has(source) ? "modelpage.token.held" : "modelpage.token.hint", false);
    }

    private void keep() {
        char[] token = typed.take();
        if (token.length == 0) {
            return;
        }
        boolean valid = ServeTokens.valid(token);
        if (valid) {
            tokens.keep(source, token);
        }
        Arrays.fill(token, '\0');
        say(valid ? "modelpage.token.held" : "modelpage.token.wrong", !valid);
    }

    private void say(String key, boolean wrong) {
        said.setText(words.get(key));
        said.getStyleClass().setAll("label", wrong ? "danger-text" : "hint");
        forget.setVisible(tokens.has(source));
        forget.setManaged(forget.isVisible());
    }
}
