package org.katagpu.ui.frame;

import javafx.stage.Window;

import org.katagpu.message.Messages;

/** Says what this program is, beside the wizard's window. */
final class AboutWindow {
    private static final int WIDTH = 860;
    private static final int HEIGHT = 560;

    private AboutWindow() {}

    static void show(Window owner, Messages words) {
        new SideWindow(owner, words.get("frame.menu.about"), new AboutView(About.thisProgram(), words), WIDTH, HEIGHT)
                .show();
    }
}
