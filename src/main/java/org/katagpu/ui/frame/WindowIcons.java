package org.katagpu.ui.frame;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import javafx.scene.image.Image;

import org.jspecify.annotations.Nullable;

/** The window's icon in the sizes that desktops ask for; the build puts them beside this class, from {@code assets/icon}. */
public final class WindowIcons {
    private static final List<Integer> SIZES = List.of(16, 32, 48, 128);

    private WindowIcons() {}

    /** Those there are: none in a run from sources alone. On any thread. */
    public static List<Image> load() {
        List<Image> icons = new ArrayList<>();
        for (int size : SIZES) {
            try (@Nullable
            InputStream png = WindowIcons.class.getResourceAsStream(
                    "icon/kata-gpu-wizard-" + size + ".png")) {
                if (png != null) {
                    icons.add(new Image(png));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return icons;
    }
}
