package org.katagpu.ui.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.katagpu.message.Messages;
import org.katagpu.message.Text;
import org.katagpu.setup.ChecksumQuestion;
import org.katagpu.setup.Finding;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.TestWindow;
import org.katagpu.ui.frame.Page;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.frame.Preferences;
import org.katagpu.ui.frame.Wizard;
import org.katagpu.ui.theme.Theme;

/** The controls that ask: what is asked is all there, and only a press answers. */
class QuestionsTest {
    private static final ChecksumQuestion SUM = new ChecksumQuestion("rootfs.unconfirmed",
            "NVIDIA-Linux-aarch64-550.127.08.run", "5f".repeat(32),
            "https://us.download.nvidia.com/tesla/550.127.08/NVIDIA-Linux-aarch64-550.127.08.run");
    private static final Finding ROOM = new Finding("rootfs.space", Finding.Status.ASK,
            Text.of("rootfs.finding.space", "/opt/kata/share", "41012", "20480"),
            "43004854272 B needed, 21474836480 B free", Text.of("rootfs.finding.space.next"));

    @TempDir
    private Path folder;
    private final List<String> answers = new CopyOnWriteArrayList<>();

    private record Asking(Parent view) implements Page {
        @Override
        public void dispose() {}
    }

    private TestWindow open(String language, Theme theme) {
        Wizard wizard = FxThread.get(Wizard::new);
        return TestWindow.open(wizard, Map.of(PageId.CONNECT, words -> new Asking(asking(words))),
                new Preferences(language, theme), folder);
    }

    private VBox asking(Messages words) {
        VBox box = new VBox(12, new ChecksumConfirm(words, SUM, answers::add),
                new QuestionBox(words, ROOM, words.get("rootfs.space.answer"), () -> answers.add("tight")));
        box.setMaxWidth(400);
        box.getStyleClass().add("page");
        return box;
    }

    @ParameterizedTest
    @CsvSource({"en, LIGHT", "en, DARK", "zh, LIGHT", "zh, DARK"})
    void everyWordCanBeRead(String language, Theme theme) {
        TestWindow window = open(language, theme);
        try {
            window.await("#checksum-confirm");
            assertThat(window.clipped("questions-" + language + "-" + theme.name().toLowerCase())).isEmpty();
        } finally {
            window.close();
        }
    }

    @Test
    void theSumIsShownWholeAndConfirmedByAPressAlone() {
        TestWindow window = open("en", Theme.LIGHT);
        try {
            window.await("#checksum-confirm");
            assertThat(((TextInputControl) window.root().lookup("#checksum")).getText()).isEqualTo(SUM.sha256());
            assertThat(window.words()).contains("From " + SUM.source());
            assertThat(answers).isEmpty();
            FxThread.run(() -> ((Button) window.root().lookup("#checksum-confirm")).fire());
            FxThread.run(() -> ((Button) window.root().lookup("#answer-rootfs-space")).fire());
            assertThat(answers).containsExactly(SUM.sha256(), "tight");
        } finally {
            window.close();
        }
    }
}
