package org.katagpu.ui.page.rootfs;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.katagpu.message.Messages;
import org.katagpu.message.Text;
import org.katagpu.setup.browse.WantedPath;
import org.katagpu.setup.rootfs.RootfsChoice;
import org.katagpu.ui.browse.BrowseButton;
import org.katagpu.ui.control.SettingField;
import org.katagpu.ui.control.SettingField.Setting;
import org.katagpu.ui.control.SettingField.Taken;
import org.katagpu.ui.stage.StageModel;

/** The guest image's settings as fields, each with what the host can be browsed for. */
public final class GuestImageFields {
    private final GuestImageModel model;
    private final StageModel build;
    private final Messages words;

    public GuestImageFields(GuestImageModel model, StageModel build, Messages words) {
        this.model = model;
        this.build = build;
        this.words = words;
    }

    /** The folder of the guest's kernel, which nobody but the admin knows. */
    public SettingField kernelTree() {
        return of("kernel", RootfsChoice::withKernelTree);
    }

    SettingField of(String key, BiFunction<RootfsChoice, String, RootfsChoice> write) {
        Text name = Text.of("rootfs.field." + key);
        Text expected = Text.of("rootfs.field." + key + ".wrong");
        SettingField field = new SettingField(words, build.drafts(), new Setting("rootfs-" + key, name,
                Optional.of(Text.of("rootfs.field." + key + ".hint")),
                Setting.unless(typed -> model.allows(choice -> write.apply(choice, typed)), expected),
                typed -> model.change(choice -> write.apply(choice, typed)), Taken.WHEN_LEFT));
        wanted(key).ifPresent(wanted -> field.beside(new BrowseButton(words, name, new BrowseButton.Of(wanted,
                build::host, () -> key.equals("image") ? model.knownImages() : List.of()), field::typedText,
                field::enter)));
        return field;
    }

    /** What of the host a field points to; empty: nothing. */
    private static Optional<WantedPath> wanted(String key) {
        return switch (key) {
            case "image" -> Optional.of(WantedPath.GUEST_IMAGE);
            case "kernel" -> Optional.of(WantedPath.KERNEL_TREE);
            case "driver-file" -> Optional.of(WantedPath.DRIVER);
            case "packages" -> Optional.of(WantedPath.PACKAGES);
            default -> Optional.empty();
        };
    }
}
