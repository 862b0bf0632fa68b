package org.katagpu.ui.frame;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

import javafx.stage.Window;

import org.katagpu.message.Messages;
import org.katagpu.ui.log.LogActions;

/** What the window's menu opens. */
final class FrameMenu {
    private static final double WIDE = 720;
    private static final double HIGH = 620;
    private static final double SETTINGS_WIDTH = 460;
    private static final double SETTINGS_HEIGHT = 340;
    private static final double SHORTCUTS_WIDTH = 560;
    private static final double SHORTCUTS_HEIGHT = 470;

    private final Wizard wizard;
    private final StepOrder order;
    private final WindowServices services;
    private final LogActions files;
    private final Supplier<Window> owner;

    FrameMenu(Wizard wizard, StepOrder order, WindowServices services, LogActions files, Supplier<Window> owner) {
        this.wizard = wizard;
        this.order = order;
        this.services = services;
        this.files = files;
        this.owner = owner;
    }

    void settings(Messages words, Preferences now, Consumer<Preferences> changed) {
        new SideWindow(owner.get(), words.get("frame.menu.settings"), new SettingsView(now, words, changed),
                SETTINGS_WIDTH, SETTINGS_HEIGHT).show();
    }

    void shortcuts(Messages words) {
        new SideWindow(owner.get(), words.get("frame.menu.shortcuts"), new ShortcutsView(words), SHORTCUTS_WIDTH,
                SHORTCUTS_HEIGHT).show();
    }

    void help(Messages words) {
        new SideWindow(owner.get(), words.get("frame.menu.help"), new HelpView(order, wizard, words), WIDE, HIGH)
                .show();
    }

    void openLogFolder() {
        services.openLogFolder(problem -> wizard.noticeProperty().set(Optional.of(problem)));
    }

    void report(Messages words) {
        services.report(words, report -> new ReportSaving(words, files).show(owner.get(), report),
                problem -> wizard.noticeProperty().set(Optional.of(problem)));
    }

    void about(Messages words) {
        AboutWindow.show(owner.get(), words);
    }
}
