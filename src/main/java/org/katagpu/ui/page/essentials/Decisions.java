package org.katagpu.ui.page.essentials;

import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.katagpu.message.Messages;
import org.katagpu.setup.serve.ModelSource;
import org.katagpu.ui.control.SettingField;
import org.katagpu.ui.page.gpu.GpuPicker;
import org.katagpu.ui.page.gpu.GpusModel;
import org.katagpu.ui.page.rootfs.GuestImageFields;
import org.katagpu.ui.page.rootfs.GuestImageModel;
import org.katagpu.ui.page.serve.ServeFields;
import org.katagpu.ui.page.serve.ServeModel;

/** The three things nobody but the admin can say, with the same fields as on their own pages. */
public final class Decisions {
    private final GpusModel gpus;
    private final GuestImageModel image;
    private final ServeModel serve;
    private final Messages words;
    private Subscription following = Subscription.EMPTY;

    public Decisions(GpusModel gpus, GuestImageModel image, ServeModel serve, Messages words) {
        this.gpus = gpus;
        this.image = image;
        this.serve = serve;
        this.words = words;
    }

    Node gpus() {
        GpuPicker picker = new GpuPicker(gpus, words);
        following = following.and(picker::dispose);
        return picker;
    }

    Node kernel() {
        SettingField field = new GuestImageFields(image, image.stage(), words).kernelTree();
        following = following.and(field::dispose)
                .and(image.choiceProperty().subscribe(choice -> field.show(choice.kernelTree())));
        return field;
    }

    Node model() {
        ServeFields fields = new ServeFields(serve, serve.stage(), words);
        ComboBox<ModelSource> source = new ComboBox<>();
        source.setId("model-source");
        source.setMaxWidth(Double.MAX_VALUE);
        fields.offer(source);
        Label from = new Label(words.get("serve.page.source"));
        from.setLabelFor(source);
        source.setAccessibleText(from.getText());
        SettingField name = fields.name();
        source.setOnAction(event -> serve.source(source.getValue()));
        following = following.and(name::dispose).and(serve.choiceProperty().subscribe(choice -> {
            source.setValue(choice.source());
            name.show(choice.model());
        }));
        return new VBox(10, new VBox(3, from, source), name);
    }

    void dispose() {
        following.unsubscribe();
    }
}
