package org.katagpu.ui.page.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.attest.rung.RungStatus.State;
import org.katagpu.setup.serve.ProvedServer;
import org.katagpu.setup.serve.ServeEndpoint;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.PlayedEvidence;
import org.katagpu.ui.frame.Preferences;
import org.katagpu.ui.theme.Theme;

/** What is proved of the machine, in the chat's header and at its question box. */
class ChatMachineTest {
    @TempDir
    private Path folder;
    private ChatWindow chat;

    private void open(String language, Theme theme) {
        chat = new ChatWindow(new Preferences(language, theme), folder);
        FxThread.run(() -> chat.offered.set(Optional.of(ChatWindow.PROVED)));
        chat.window.await("#machine-badge");
    }

    @AfterEach
    void close() {
        chat.close();
    }

    private void serves(State three, String address) {
        chat.evidence.ladder = PlayedEvidence.ladder(three);
        int before = chat.evidence.asked;
        FxThread.run(() -> chat.evidence.server.set(Optional.empty()));
        FxThread.run(() -> chat.evidence.server.set(Optional.of(new ProvedServer(
                new ServeEndpoint("katagpu-vllm", address, 8000, "qwen", Optional.empty(), false), Optional.empty(),
                ""))));
        FxThread.await("asked", () -> chat.evidence.asked == before + 1
                && chat.model.evidence().takenProperty().get().isPresent());
    }

    private String text(String label) {
        return FxThread.get(() -> chat.window.root().lookup(label) instanceof Label said && said.isVisible()
                ? said.getText()
                : "");
    }

    private boolean locked() {
        return FxThread.get(() -> ((Button) chat.window.root().lookup("#chat-send")).isDisabled());
    }

    @Test
    void aMachineNotProvedIsSaidAndMayBeAskedAllTheSame() {
        open("en", Theme.LIGHT);
        FxThread.run(() -> chat.model.draftProperty().set("Hello"));
        assertThat(text("#machine-badge")).isEqualTo("Machine not proved");
        assertThat(text("#chat-machine")).contains("not proved").contains("readable for the host");
        assertThat(locked()).isFalse();
    }

    @Test
    void onlyAProvedMachineIsAskedWhereTheAdminSaysSo() {
        open("en", Theme.LIGHT);
        FxThread.run(() -> {
            chat.model.draftProperty().set("Hello");
            chat.model.evidence().setting().property().set(true);
        });
        assertThat(locked()).isTrue();
        assertThat(text("#chat-machine")).startsWith("Questions are locked");
        FxThread.run(() -> chat.model.send());
        assertThat(chat.server.calls).isEmpty();
        serves(State.REFUSED, "10.88.0.5");
        assertThat(locked()).isTrue();
        assertThat(text("#machine-badge")).isEqualTo("Evidence refused");
        assertThat(chat.window.clipped("chat-locked")).isEmpty();
        serves(State.PROVED, "10.88.0.99");
        assertThat(locked()).as("proved is another server than the one talked to").isTrue();
        serves(State.PROVED, "10.88.0.5");
        assertThat(locked()).isFalse();
        assertThat(text("#machine-badge")).isEqualTo("Proved machine");
        assertThat(text("#chat-machine")).isEmpty();
        assertThat(chat.window.clipped("chat-unlocked")).isEmpty();
        FxThread.run(() -> chat.evidence.server.set(Optional.empty()));
        assertThat(locked()).as("what was proved is gone").isTrue();
    }

    @Test
    void theChoiceOutlivesTheWindowAndIsSaidInChinese() {
        open("zh", Theme.DARK);
        FxThread.run(() -> ((ToggleButton) chat.window.root().lookup("#chat-show-settings")).fire());
        chat.window.await("#chat-only-proved");
        FxThread.run(() -> ((CheckBox) chat.window.root().lookup("#chat-only-proved")).fire());
        assertThat(FxThread.get(() -> chat.model.evidence().setting().property().get())).isTrue();
        assertThat(folder.resolve("ask-only-proved")).exists();
        assertThat(text("#chat-machine")).startsWith("提问已锁定");
        assertThat(chat.window.clipped("chat-locked-chinese-dark")).isEmpty();
        FxThread.run(() -> ((CheckBox) chat.window.root().lookup("#chat-only-proved")).fire());
        assertThat(folder.resolve("ask-only-proved")).doesNotExist();
    }
}
