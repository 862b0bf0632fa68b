package org.katagpu.ui.page.serve;

import java.util.List;
import java.util.Locale;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Pane;
import org.jspecify.annotations.Nullable;
import org.katagpu.message.Messages;
import org.katagpu.setup.serve.ModelSource;
import org.katagpu.setup.serve.ServeChoice;
import org.katagpu.setup.serve.TlsChoice;
import org.katagpu.ui.control.ChoiceForm;
import org.katagpu.ui.control.SettingField;
import org.katagpu.ui.stage.StageModel;

/** The model's settings, each in its place on the page. */
final class ServeForm {
    private final ServeModel model;
    private final Messages words;
    private final ServeFields fieldOf;
    private final ChoiceForm<ServeChoice> form;
    private final TokenField token;

    ServeForm(ServeModel model, StageModel serve, Messages words) {
        this.model = model;
        this.words = words;
        this.fieldOf = new ServeFields(model, serve, words);
        this.form = new ChoiceForm<>(model::change);
        this.token = new TokenField(words, model.tokens(), serve.drafts());
    }

    /** Where the model comes from, and the token it may need there. */
    void source(ComboBox<ModelSource> source, Label hint, Pane tokenPlace) {
        fieldOf.offer(source);
        source.valueProperty().subscribe(this::chosen);
        tokenPlace.getChildren().setAll(token);
        form.also(choice -> {
            source.setValue(choice.source());
            hint.setText(words.get("serve.page.source." + word(choice.source()) + ".hint"));
        });
    }

    void names(Pane name, Pane mirror) {
        field(name, FormParts.MODEL);
        field(mirror, FormParts.MIRROR);
        form.also(choice -> {
            mirror.setVisible(choice.source() == ModelSource.MIRROR);
            mirror.setManaged(mirror.isVisible());
        });
        SettingField served = field(name, FormParts.SERVED);
        form.also(choice -> served.prompt(choice.clientName()));
    }

    /** Two in a row. */
    void numbers(Pane to) {
        for (FormParts.Part part : List.of(FormParts.SHARE, FormParts.LENGTH, FormParts.SPREAD, FormParts.PORT)) {
            int before = to.getChildren().size();
            GridPane.setConstraints(field(to, part), before % 2, before / 2);
        }
    }

    void advanced(Pane to) {
        List.of(FormParts.EXTRA, FormParts.RUNTIME, FormParts.CONTAINER).forEach(part -> field(to, part));
    }

    void key(CheckBox askKey) {
        form.tick(askKey, ServeChoice::askKey, ServeChoice::withAskKey);
    }

    void tls(CheckBox box, Label hint) {
        box.setOnAction(event -> model.change(choice -> choice.withTls(
                box.isIndeterminate() ? TlsChoice.AUTOMATIC : TlsChoice.of(box.isSelected()))));
        form.also(choice -> {
            box.setIndeterminate(choice.tls() == TlsChoice.AUTOMATIC);
            box.setSelected(choice.tls() == TlsChoice.ON);
            hint.setText(words.get("serve.page.tls.hint." + word(choice.tls())));
        });
    }

    void trust(CheckBox box, Label warning) {
        form.tick(box, ServeChoice::trustRemoteCode, ServeChoice::withTrustRemoteCode);
        form.also(choice -> {
            warning.getStyleClass().removeAll("danger-text", "hint");
            warning.getStyleClass().add(choice.trustRemoteCode() ? "danger-text" : "hint");
        });
    }

    void show(ServeChoice choice) {
        form.show(choice);
    }

    void dispose() {
        form.dispose();
    }

    private SettingField field(Pane to, FormParts.Part part) {
        SettingField field = fieldOf.of(part);
        form.text(field, choice -> part != FormParts.MIRROR || choice.source() == ModelSource.MIRROR, part.read());
        to.getChildren().add(field);
        return field;
    }

    private void chosen(@Nullable ModelSource source) {
        token.show(source == null ? ModelSource.LOCAL : source);
        if (source != null) {
            model.change(choice -> choice.withSource(source));
        }
    }

    private static String word(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT);
    }
}
