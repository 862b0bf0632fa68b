package org.katagpu.ui.page.connect;

import java.io.File;
import java.util.Optional;
import javafx.stage.FileChooser;
import javafx.stage.Window;
import org.katagpu.message.Messages;

/** Asks for a private key on this machine; where the user's keys usually are is shown first. */
final class KeyFileChooser {
    private final Messages words;

    KeyFileChooser(Messages words) {
        this.words = words;
    }

    /** @return the key's path; empty: none was chosen */
    Optional<String> ask(Window owner) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(words.get("connect.key"));
        File keys = new File(System.getProperty("user.home"), ".ssh");
        if (keys.isDirectory()) {
            chooser.setInitialDirectory(keys);
        }
        return Optional.ofNullable(chooser.showOpenDialog(owner)).map(File::getPath);
    }
}
