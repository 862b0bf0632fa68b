package org.katagpu.ui.page.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.remote.Connector;
import org.katagpu.remote.Host;
import org.katagpu.remote.HostKeyChangedException;
import org.katagpu.remote.HostKeyQuestion;
import org.katagpu.remote.Questions;
import org.katagpu.remote.Target;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.control.FxBackground;
import org.katagpu.ui.frame.MainWindow;
import org.katagpu.ui.frame.PageFactory;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.frame.Preferences;
import org.katagpu.ui.frame.PreferencesStore;
import org.katagpu.ui.frame.Wizard;
import org.katagpu.ui.theme.Theme;
import org.katagpu.ui.tour.Canvas;
import org.katagpu.ui.tour.ClippedText;

/** The connect page in the real window, over a connector that plays every turn a login can take. */
class ConnectPageTest {
    private static final HostKeyQuestion.Key OFFERED = new HostKeyQuestion.Key("ssh-ed25519",
            "SHA256:yD6v5G8oU6rZ0m1xVQ3pHn2sWc9aKqLr7tEoBfXhJ4k", "ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub");
    private final List<Target> asked = new ArrayList<>();
    private final List<HostKeyQuestion> replaced = new ArrayList<>();
    private final Wizard wizard = new Wizard();
    private Connector connector = (target, questions) -> {
        throw new AssertionError("not expected");
    };
    @TempDir
    private Path folder;
    private Stage stage;
    private Canvas canvas;
    private MainWindow window;

    private void open(Preferences preferences) {
        HostBook book = new HostBook() {
            @Override
            public List<String> aliases() {
                return List.of("gpu-host-01", "gpu-host-02");
            }

            @Override
            public List<Target> recent() {
                return List.of(Target.of("10.0.0.7", 22, "admin"), Target.of("gpu-host-02", 2222, "root"));
            }

            @Override
            public Target resolve(String typed) {
                return Target.of(typed, 22, "");
            }

            @Override
            public void remember(Target target) {}
        };
        PracticeHosts practice = new PracticeHosts() {
            @Override
            public List<Choice> choices() {
                return List.of();
            }

            @Override
            public Started start(String id) throws ProblemException {
                throw new ProblemException(Problem.of(Text.of("frame.cancelled"), Text.of("frame.cancelled.next")));
            }
        };
        FxThread.run(() -> {
            ConnectModel model = new ConnectModel((target, questions) -> {
                asked.add(target);
                return connector.connect(target, questions);
            }, replaced::add, book, practice, new FxBackground(), (host, isPractice) -> {});
            Map<PageId, PageFactory> pages = new EnumMap<>(PageId.class);
            pages.put(PageId.CONNECT, words -> new ConnectController(model, words));
            for (PageId later : List.of(PageId.HOST_CHECK, PageId.GPUS)) {
                pages.put(later, words -> {
                    throw new AssertionError("not opened here");
                });
            }
            window = new MainWindow(wizard, pages, preferences, new PreferencesStore(folder));
            canvas = new Canvas(window.root());
            stage = new Stage();
            stage.setScene(canvas.scene());
            stage.show();
        });
    }

    @AfterEach
    void close() {
        FxThread.run(() -> stage.close());
    }

    @Test
    void aKeyNeverSeenIsShownWithTheCommandToCompareIt() {
        CompletableFuture<Questions.HostKeyAnswer> given = new CompletableFuture<>();
        connector = (target, questions) -> {
            given.complete(questions.hostKey(new HostKeyQuestion(target.label(), OFFERED, List.of())));
            throw new ProblemException(Problem.of(Text.of("frame.cancelled"), Text.of("frame.cancelled.next")));
        };
        open(Preferences.of(Locale.ENGLISH));
        type("admin", "gpu-host-01");
        fire("connect");
        await("#refuse-key");
        assertThat(words()).anyMatch(text -> text.contains(OFFERED.fingerprint()));
        fire("#refuse-key");
        FxThread.await("answer", given::isDone);
        assertThat(given.join()).isEqualTo(Questions.HostKeyAnswer.REFUSE);
        assertThat(asked).extracting(Target::label).containsExactly("admin@gpu-host-01");
    }

    @Test
    void aChangedKeyIsReplacedOnlyAfterTheHostsNameWasTyped() {
        HostKeyQuestion question = new HostKeyQuestion("admin@gpu-host-01", OFFERED, List.of(new HostKeyQuestion.Known(
                "ssh-ed25519", "SHA256:somethingElse", "~/.ssh/known_hosts:12", false)));
        connector = (target, questions) -> {
            throw new HostKeyChangedException(Problem.of(Text.of("frame.cancelled"), Text.of("frame.cancelled.next")),
                    question);
        };
        open(Preferences.of(Locale.ENGLISH));
        type("admin", "gpu-host-01");
        fire("connect");
        await("#replace-key");
        assertThat(FxThread.get(() -> window.root().lookup("#replace-key").isDisabled())).isTrue();
        FxThread.run(() -> ((TextInputControl) window.root().lookup("#retype-host")).setText("admin@gpu-host-01"));
        fire("#replace-key");
        FxThread.await("replaced", () -> !replaced.isEmpty());
        assertThat(replaced).containsExactly(question);
        assertThat(asked).as("connecting again is an act of its own").hasSize(1);
    }

    @Test
    void thePasswordTypedBeforehandAnswersTheFirstQuestionAndIsNotKeptInTheForm() {
        List<String> answers = new ArrayList<>();
        connector = (target, questions) -> {
            answers.add(questions.secret(question(1)).map(String::new).orElse(""));
            answers.add(questions.secret(question(2)).map(String::new).orElse("gave up"));
            throw new ProblemException(Problem.of(Text.of("frame.cancelled"), Text.of("frame.cancelled.next")));
        };
        open(Preferences.of(Locale.ENGLISH));
        type("admin", "gpu-host-01");
        FxThread.run(() -> ((TextInputControl) window.root().lookup("#password")).setText("s3cret"));
        assertThat(FxThread.get(() -> ((TextInputControl) window.root().lookup("#password")).getText()))
                .isEqualTo("\u2022".repeat(6));
        fire("connect");
        await("#answer");
        FxThread.run(() -> ((TextInputControl) window.root().lookup("#answer")).setText("b\u00e4tter"));
        FxThread.run(() -> ((Button) window.root().lookup(".question .button")).fire());
        FxThread.await("answers", () -> answers.size() == 2);
        assertThat(answers).containsExactly("s3cret", "b\u00e4tter");
    }

    @Test
    void cancelEndsTheAttemptAndAConnectionThatComesTooLateIsClosed() {
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        CompletableFuture<Boolean> begun = new CompletableFuture<>();
        connector = (target, questions) -> {
            begun.complete(true);
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException cancelled) {
                return (Host) java.lang.reflect.Proxy.newProxyInstance(Host.class.getClassLoader(),
                        new Class<?>[]{Host.class}, (proxy, method, arguments) -> switch (method.getName()) {
                            case "close" -> closed.complete(true);
                            case "label" -> "late";
                            default -> throw new UnsupportedOperationException(method.getName());
                        });
            }
            throw new AssertionError("was not cancelled");
        };
        open(Preferences.of(Locale.ENGLISH));
        type("admin", "gpu-host-01");
        fire("connect");
        FxThread.await("begun", begun::isDone);
        FxThread.run(() -> ((Button) window.root().lookup(".button:cancel")).fire());
        FxThread.await("closed", closed::isDone);
        assertThat(wizard.sessionProperty().get()).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({"en,LIGHT", "en,DARK", "zh,LIGHT", "zh,DARK"})
    void everyWordCanBeReadInEveryDress(String language, Theme theme) throws IOException {
        connector = (target, questions) -> {
            questions.hostKey(new HostKeyQuestion(target.label(), OFFERED, List.of()));
            throw new ProblemException(Problem.of(Text.of("frame.cancelled"), Text.of("frame.cancelled.next")));
        };
        open(new Preferences(language, theme));
        type("admin", "gpu-host-01");
        fire("connect");
        await("#refuse-key");
        Path picture = Path.of("target", "looks", "connect-" + language + "-" + theme + ".png");
        Files.createDirectories(picture.getParent());
        FxThread.get(() -> {
            canvas.picture(picture);
            return picture;
        });
        assertThat(FxThread.get(() -> ClippedText.below(window.root()))).isEmpty();
    }

    private static Questions.SecretQuestion question(int attempt) {
        return new Questions.SecretQuestion("admin@gpu-host-01", Questions.SecretKind.LOGIN_PASSWORD,
                Text.of("connect.password.prompt"), attempt);
    }

    private void type(String user, String host) {
        FxThread.run(() -> {
            ((ComboBox<?>) window.root().lookup("#host")).getEditor().setText(host);
            ((TextInputControl) window.root().lookup("#user")).setText(user);
        });
    }

    private void fire(String id) {
        FxThread.run(() -> ((Button) window.root().lookup(id.startsWith("#") ? id : "#" + id)).fire());
    }

    private void await(String selector) {
        FxThread.await(selector, () -> window.root().lookup(selector) != null);
    }

    private List<String> words() {
        return FxThread.get(() -> window.root().lookupAll(".label").stream().filter(Labeled.class::isInstance)
                .map(node -> ((Labeled) node).getText()).toList());
    }
}
