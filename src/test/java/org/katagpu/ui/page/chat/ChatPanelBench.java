package org.katagpu.ui.page.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import javafx.animation.Animation;
import javafx.animation.RotateTransition;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.Rectangle;
import javafx.stage.Stage;
import javafx.util.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.chat.transcript.Transcript;
import org.katagpu.ui.frame.Preferences;
import org.katagpu.ui.log.FrameGaps;

/**
 * Frame gaps of the chat while an answer comes in at 250 tokens a second below 100,000 tokens already said, beside an
 * empty animated window. {@code -Dchat.bench.seconds} shortens the runs.
 */
@Tag("bench")
class ChatPanelBench {
    private static final int SECONDS = Integer.getInteger("chat.bench.seconds", 20);
    private static final int RATE = 250;
    private static final int SHOWN = 100_000;
    private static final int TURNS = 20;
    private static final String[] WORDS = ("the device group is bound to vfio and then probed again by name so that its "
            + "memory stays private to the guest which the host cannot read 机密 容器 的 内存 由 硬件 加密").split(" ");

    @TempDir
    private Path folder;
    private ChatWindow chat;
    private Stage idle;

    @BeforeEach
    void open() {
        chat = new ChatWindow(Preferences.of(Locale.ENGLISH), folder);
        chat.prove();
    }

    @AfterEach
    void close() {
        FxThread.run(() -> {
            if (idle != null) {
                idle.close();
            }
        });
        chat.close();
    }

    @Test
    void staysSmoothAtTwoHundredFiftyTokensASecondBelowAHundredThousand() {
        System.out.printf("%-44s %8s %8s %8s %8s %10s%n", "ms between frames", "frames", "median", "p99", "longest",
                "tokens");
        FrameGaps.Figures empty = emptyWindow();
        for (int turn = 0; turn < TURNS; turn++) {
            chat.ask("Question " + turn);
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < SHOWN / TURNS; i++) {
                text.append(prose(i));
            }
            chat.server.last().says(text.toString());
            chat.server.last().finishes();
            chat.awaitEnded();
        }
        measured("warm-up", this::prose, Math.min(SECONDS, 5));
        List<FrameGaps.Figures> all = new ArrayList<>();
        all.add(measured("prose, lists, code, tables", this::prose, SECONDS));
        all.add(measured("one code block without end", i -> i == 0 ? "```c\n" : i % 9 == 0 ? ";\n" : word(i), SECONDS));
        all.add(measured("one paragraph without end", ChatPanelBench::word, SECONDS));
        all.add(measured("one list without end", i -> i % 12 == 0 ? "\n- item " : word(i), SECONDS));
        Transcript transcript = chat.transcript();
        FxThread.run(() -> transcript.fireEvent(new javafx.scene.input.KeyEvent(
                javafx.scene.input.KeyEvent.KEY_PRESSED, "", "", javafx.scene.input.KeyCode.PAGE_UP, false, false,
                false, false)));
        all.add(measured("prose, reader looks at older words", this::prose, SECONDS));
        for (FrameGaps.Figures figures : all) {
            assertThat(figures.p99()).isLessThanOrEqualTo(Math.max(60, 3 * empty.p99()));
        }
    }

    private FrameGaps.Figures emptyWindow() {
        FxThread.run(() -> {
            RotateTransition turning = new RotateTransition(Duration.seconds(2), new Rectangle(60, 60));
            turning.setByAngle(360);
            turning.setCycleCount(Animation.INDEFINITE);
            turning.play();
            idle = new Stage();
            idle.setScene(new Scene(new StackPane(turning.getNode()), 400, 300));
            idle.show();
        });
        FrameGaps gaps = new FrameGaps();
        gaps.start();
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(Math.min(SECONDS, 5)));
        FrameGaps.Figures figures = gaps.stop();
        print("empty animated window", figures, 0);
        FxThread.run(idle::close);
        return figures;
    }

    private FrameGaps.Figures measured(String what, IntFunction<String> token, int seconds) {
        chat.ask(what);
        FrameGaps gaps = new FrameGaps();
        gaps.start();
        long began = System.nanoTime();
        int said = 0;
        while (System.nanoTime() - began < TimeUnit.SECONDS.toNanos(seconds)) {
            long due = (System.nanoTime() - began) * RATE / 1_000_000_000;
            for (; said < due; said++) {
                chat.server.last().says(token.apply(said));
            }
            LockSupport.parkNanos(1_000_000);
        }
        FrameGaps.Figures figures = gaps.stop();
        print(what, figures, said);
        chat.server.last().finishes();
        chat.awaitEnded();
        return figures;
    }

    private static void print(String what, FrameGaps.Figures figures, int tokens) {
        System.out.printf("%-44s %8d %8.1f %8.1f %8.1f %,10d%n", what, figures.frames(), figures.median(),
                figures.p99(), figures.longest(), tokens);
    }

    private static String word(int i) {
        return WORDS[(i * 7 + i / 11) % WORDS.length] + " ";
    }

    /** The i-th token of an answer as models write them: paragraphs, a list, code, a table, headings. */
    private String prose(int i) {
        int at = i % 400;
        return switch (at) {
            case 0 -> "\n\n## Part " + i / 400 + "\n\n";
            case 80, 90, 100, 110 -> "\n- **point** ";
            case 120 -> "\n\n";
            case 200 -> "\n\n```bash\n";
            case 210, 220, 230, 240 -> "\n";
            case 250 -> "\n```\n\n";
            case 300 -> "\n\n| name | what it is |\n|---|---|\n";
            case 310, 320, 330 -> " | x |\n";
            case 340 -> "\n\n";
            default -> at > 300 && at < 340 ? word(i).strip() : word(i);
        };
    }
}
