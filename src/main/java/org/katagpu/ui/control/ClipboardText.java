package org.katagpu.ui.control;

import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;

import org.katagpu.message.VisibleText;

/** Puts plain text on the system's clipboard, what cannot be seen in it made visible; JavaFX thread only. */
public final class ClipboardText {
    private ClipboardText() {}

    public static void copy(String text) {
        ClipboardContent content = new ClipboardContent();
        content.putString(VisibleText.of(text));
        Clipboard.getSystemClipboard().setContent(content);
    }
}
