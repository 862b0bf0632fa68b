package org.katagpu.ui.page.serve;

import java.util.Arrays;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.katagpu.message.Messages;
import org.katagpu.message.Text;
import org.katagpu.setup.serve.ModelSource;
import org.katagpu.setup.serve.ServeTokens;
import org.katagpu.ui.control.FormDrafts;
import org.katagpu.ui.control.FormDrafts.Draft;
import org.katagpu.ui.control.SecretField;

/** The token of a model's source: typed once, then held in memory and only said to be there. */
final class TokenField extends VBox {
    private static final String ID = "model-token";

    private final Messages words;
    private final ServeTokens tokens;
    private final FormDrafts drafts;
    private final Label name = new Label();
    private final SecretField typed = new SecretField();
    private final Button forget = new Button();
    private final Label said = new Label();
    private ModelSource source = ModelSource.LOCAL;

    TokenField(Messages words, ServeTokens tokens, FormDrafts drafts) {
        super(3);
        this.words = words;
        this.tokens = tokens;
        this.drafts = drafts;
        // What was wrong went with the page that had it: a secret is not kept.
        drafts.drop(ID);
        name.setLabelFor(typed);
        name.setWrapText(true);
        typed.setId(ID);
        typed.textProperty().addListener((_, _, _) -> changed());
        typed.setOnAction(_ -> keep());
        typed.focusedProperty().subscribe((before, focused) -> {
            if (!focused) {
                keep();
            }
        });
        forget.setText(words.get("serve.page.token.forget"));
        forget.setId("model-token-forget");
        forget.getStyleClass().add("small");
        forget.setOnAction(_ -> {
            tokens.forget(source);
            say("serve.page.token.hint", false);
        });
        said.setWrapText(true);
        said.setId(ID + "-wrong");
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
        name.setText(words.get(title()));
        say(tokens.has(source) ? "serve.page.token.held" : "serve.page.token.hint", false);
    }

    private void keep() {
        if (!wrong() && !typed.getText().isEmpty()) {
            char[] token = typed.take();
            tokens.keep(source, token);
            Arrays.fill(token, '\0');
            say("serve.page.token.held", false);
        }
    }

    /** What is no token stays in the field, and nothing is started without it meanwhile. */
    private boolean wrong() {
        boolean wrong = !typed.getText().isEmpty() && !typed.holds(ServeTokens::valid);
        if (wrong) {
            drafts.put(ID, new Draft(Text.of(title()), "", Text.of("serve.page.token.wrong")));
            say("serve.page.token.wrong", true);
        } else {
            drafts.drop(ID);
        }
        return wrong;
    }

    private void changed() {
        if (!wrong()) {
            say(tokens.has(source) ? "serve.page.token.held" : "serve.page.token.hint", false);
        }
    }

    private String title() {
        return "serve.page.token." + source.name().toLowerCase(Locale.ROOT);
    }

    private void say(String key, boolean wrong) {
        said.setText(words.get(key));
        said.getStyleClass().setAll("label", wrong ? "danger-text" : "hint");
        forget.setVisible(tokens.has(source));
        forget.setManaged(forget.isVisible());
    }
}
