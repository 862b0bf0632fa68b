package org.katagpu.ui.page.rootfs;

import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.layout.Pane;
import org.katagpu.message.Messages;
import org.katagpu.message.Text;
import org.katagpu.setup.WholeNumber;
import org.katagpu.setup.rootfs.RootfsChoice;
import org.katagpu.ui.control.ChoiceForm;
import org.katagpu.ui.control.SettingField;
import org.katagpu.ui.control.SettingField.Setting;
import org.katagpu.ui.control.SettingField.Taken;
import org.katagpu.ui.stage.StageModel;

/** The guest image's settings, each in its place on the page. */
final class GuestImageForm {
    private final GuestImageModel model;
    private final StageModel build;
    private final Messages words;
    private final GuestImageFields fieldOf;
    private final ChoiceForm<RootfsChoice> form;

    GuestImageForm(GuestImageModel model, StageModel build, Messages words) {
        this.model = model;
        this.build = build;
        this.words = words;
        this.fieldOf = new GuestImageFields(model, build, words);
        this.form = new ChoiceForm<>(model::change);
    }

    void image(Pane to) {
        field(to, "image", RootfsChoice::image, RootfsChoice::withImage);
        field(to, "size", choice -> String.valueOf(choice.sizeGib()),
                (choice, typed) -> choice.withSizeGib(WholeNumber.of(typed)));
        field(to, "kernel", RootfsChoice::kernelTree, RootfsChoice::withKernelTree);
    }

    void offline(Pane to) {
        field(to, "sha256", choice -> choice.driver().sha256(),
                (choice, typed) -> choice.withDriver(choice.driver().withSha256(typed)));
        field(to, "driver-file", choice -> choice.driver().file(),
                (choice, typed) -> choice.withDriver(choice.driver().withFile(typed)));
    }

    void sources(Pane to) {
        field(to, "packages", choice -> choice.sources().packages(),
                (choice, typed) -> choice.withSources(choice.sources().withPackages(typed)));
        field(to, "driver-mirror", choice -> choice.sources().driverMirror(),
                (choice, typed) -> choice.withSources(choice.sources().withDriverMirror(typed)));
        field(to, "toolkit-repo", choice -> choice.sources().toolkitRepo(),
                (choice, typed) -> choice.withSources(choice.sources().withToolkitRepo(typed)));
        field(to, "os-mirror", choice -> choice.sources().osMirror(),
                (choice, typed) -> choice.withSources(choice.sources().withOsMirror(typed)));
        field(to, "proxy", choice -> choice.sources().proxy(),
                (choice, typed) -> choice.withSources(choice.sources().withProxy(typed)));
        field(to, "release", RootfsChoice::releaseVersion, RootfsChoice::withReleaseVersion);
    }

    /** The driver's version: one that is proposed, or another. */
    void version(Pane to) {
        ComboBox<String> version = new ComboBox<>();
        version.setEditable(true);
        version.setId("rootfs-version");
        version.getItems().setAll(model.proposedVersions());
        SettingField field = new SettingField(words, build.drafts(), new Setting("rootfs-version",
                Text.of("rootfs.version"), Optional.empty(),
                Setting.unless(model::allowsVersion, Text.of("rootfs.field.version.wrong")),
                model::version, Taken.WHEN_LEFT), version);
        to.getChildren().addFirst(field);
        form.text(field, choice -> choice.driver().version());
    }

    void kept(CheckBox convert, CheckBox verity) {
        form.tick(convert, RootfsChoice::convert, RootfsChoice::withConvert);
        form.tick(verity, RootfsChoice::verity, RootfsChoice::withVerity);
    }

    void show(RootfsChoice choice) {
        form.show(choice);
    }

    void dispose() {
        form.dispose();
    }

    private void field(Pane to, String key, Function<RootfsChoice, String> read,
            BiFunction<RootfsChoice, String, RootfsChoice> write) {
        SettingField field = fieldOf.of(key, write);
        form.text(field, read);
        to.getChildren().add(field);
    }
}
