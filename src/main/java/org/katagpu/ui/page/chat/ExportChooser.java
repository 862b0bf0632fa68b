package org.katagpu.ui.page.chat;

import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.stage.FileChooser;
import javafx.stage.Window;
import org.katagpu.ui.chat.ExportFiles;

/** Asks by the desktop's own dialog where a conversation is written. */
record ExportChooser(Supplier<Window> owner) implements ExportFiles {
    @Override
    public Optional<Path> choose(String suggestedName) {
        FileChooser chooser = new FileChooser();
        chooser.setInitialFileName(suggestedName);
        return Optional.ofNullable(chooser.showSaveDialog(owner.get())).map(File::toPath);
    }
}
