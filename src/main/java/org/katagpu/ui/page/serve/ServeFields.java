package org.katagpu.ui.page.serve;

import java.util.Locale;
import java.util.Optional;
import javafx.scene.control.ComboBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import org.katagpu.message.Messages;
import org.katagpu.message.Text;
import org.katagpu.setup.serve.ModelSource;
import org.katagpu.ui.control.SettingField;
import org.katagpu.ui.control.SettingField.Setting;
import org.katagpu.ui.control.SettingField.Taken;
import org.katagpu.ui.stage.StageModel;

/** What is served, as fields. */
public final class ServeFields {
    private final ServeModel model;
    private final StageModel serve;
    private final Messages words;

    public ServeFields(ServeModel model, StageModel serve, Messages words) {
        this.model = model;
        this.serve = serve;
        this.words = words;
    }

    /** The model's id, or its folder. */
    public SettingField name() {
        return of(FormParts.MODEL);
    }

    SettingField of(FormParts.Part part) {
        String key = "serve.page.field." + part.key();
        return new SettingField(words, serve.drafts(), new Setting("model-" + part.key(), Text.of(key),
                Optional.of(Text.of(key + ".hint")), text -> model.against(part, text),
                text -> model.change(choice -> part.write().apply(choice, text)),
                part == FormParts.MIRROR || part == FormParts.EXTRA ? Taken.WHEN_LEFT : Taken.AT_REST));
    }

    /** Where models come from, by name. */
    public void offer(ComboBox<ModelSource> source) {
        source.getItems().setAll(ModelSource.values());
        source.setConverter(new Named());
    }

    private final class Named extends StringConverter<ModelSource> {
        @Override
        public String toString(@Nullable ModelSource one) {
            return one == null ? "" : words.get("serve.page.source." + one.name().toLowerCase(Locale.ROOT));
        }

        @Override
        public @Nullable ModelSource fromString(String text) {
            return null;
        }
    }
}
