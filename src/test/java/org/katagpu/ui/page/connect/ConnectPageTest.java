package org.katagpu.ui.page.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
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
import org.katagpu.remote.HostBook;
import org.katagpu.remote.HostKeyChangedException;
import org.katagpu.remote.HostKeyQuestion;
import org.katagpu.remote.Questions;
import org.katagpu.remote.Target;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.TestWindow;
import org.katagpu.ui.control.FxBackground;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.frame.Preferences;
import org.katagpu.ui.frame.Wizard;
import org.katagpu.ui.page.WrongField;
import org.katagpu.ui.page.WrongInputs;
import org.katagpu.ui.theme.Theme;

/** The connect page in the real window, over a connector that plays every turn a login can take. */
class ConnectPageTest {
    private static final HostKeyQuestion.Key OFFERED = new HostKeyQuestion.Key("ssh-ed25519",
            "SHA256:yD6v5G8oU6rZ0m1xVQ3pHn2sWc9aKqLr7tEoBfXhJ4k", "ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub");
    private final List<Target> asked = new ArrayList<>();
    private final List<HostKeyQuestion> replaced = new ArrayList<>();
    private List<Text> warned = List.of(Text.of("sshconfig.proxy-command", "~/.ssh/config:3"));
    private final Wizard wizard = new Wizard();
    private Connector connector = (target, questions) -> {
        throw new AssertionError("not expected");
    };
    @TempDir
    private Path folder;
    private TestWindow window;

    private void open(Preferences preferences) {
        HostBook book = new HostBook() {
            @Override
            public String key(Target target) {
                return target.label();
            }

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
            public List<Text> warnings(String typed) {
                return warned;
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
        ConnectModel model = FxThread.get(() -> new ConnectModel(wizard, (target, questions) -> {
            asked.add(target);
            return connector.connect(target, questions);
        }, replaced::add, book, practice, new FxBackground(), (host, isPractice) -> {}));
        window = TestWindow.open(wizard,
                Map.of(PageId.CONNECT, words -> new ConnectController(model, words), PageId.HOST_CHECK, words -> {
                    throw new AssertionError("not opened here");
                }), preferences, folder);
    }

    @AfterEach
    void close() {
        window.close();
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
        window.press("#connect");
        window.await("#refuse-key");
        assertThat(window.words()).anyMatch(text -> text.contains(OFFERED.fingerprint()));
        window.press("#refuse-key");
        FxThread.await("answer", given::isDone);
        assertThat(given.join()).isEqualTo(Questions.HostKeyAnswer.REFUSE);
        assertThat(asked).extracting(Target::label).containsExactly("admin@gpu-host-01");
    }

    @Test
    void whatOfTheConfigurationIsPassedOverIsSaid() {
        connector = (target, questions) -> {
            throw new ProblemException(Problem.of(Text.of("frame.cancelled"), Text.of("frame.cancelled.next")));
        };
        open(Preferences.of(Locale.ENGLISH));
        type("admin", "gpu-host-01");
        window.press("#connect");
        window.await("#passed-over > .finding-warn");
        assertThat(window.words())
                .anyMatch(text -> text.contains("~/.ssh/config:3") && text.contains("ProxyJump"));
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
        window.press("#connect");
        window.await("#replace-key");
        assertThat(FxThread.get(() -> window.root().lookup("#replace-key").isDisabled())).isTrue();
        window.type("#retype-host", "admin@gpu-host-01");
        window.press("#replace-key");
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
        window.type("#password", "s3cret");
        assertThat(window.text("#password"))
                .isEqualTo("\u2022".repeat(6));
        window.press("#connect");
        window.await("#answer");
        window.type("#answer", "b\u00e4tter");
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
        window.press("#connect");
        FxThread.await("begun", begun::isDone);
        FxThread.run(() -> ((Button) window.root().lookup(".button:cancel")).fire());
        FxThread.await("closed", closed::isDone);
        assertThat(wizard.sessionProperty().get()).isEqualTo(Optional.empty());
    }

    private static final List<Text> NOTES = List.of(
            Text.of("hostkey.certificate-authority", "~/.ssh/known_hosts:2"),
            Text.of("hostkey.malformed", "~/.ssh/known_hosts:12", Text.of("hostkey.malformed.key", "ssh-ed25519")),
            Text.of("sshconfig.not-followed.identity", "~/.ssh/config:11", "CertificateFile ~/.ssh/gpu-cert.pub"),
            Text.of("sshconfig.not-followed.route", "~/.ssh/config:12", "CanonicalizeHostname yes"),
            Text.of("sshkey.too-open", "/home/admin/.ssh/id_ed25519"));

    @Test
    void manyNotesAreFoldedUntilTheyAreWanted() {
        warned = NOTES;
        connector = (target, questions) -> {
            throw new ProblemException(Problem.of(Text.of("frame.cancelled"), Text.of("frame.cancelled.next")));
        };
        open(Preferences.of(Locale.ENGLISH));
        type("admin", "gpu-host-01");
        window.press("#connect");
        window.await("#left-out");
        assertThat(visibleNotes()).isZero();
        window.press("#left-out");
        assertThat(visibleNotes()).isEqualTo(NOTES.size());
    }

    private long visibleNotes() {
        return FxThread.get(() -> window.root().lookupAll("#passed-over > .finding-warn").stream()
                .filter(javafx.scene.Node::isVisible).count());
    }

    @Test
    void whatIsLeftOutOnTheWayIsShownToo() {
        warned = List.of();
        connector = (target, questions) -> {
            questions.told(Text.of("sshkey.agent", Text.of("sshkey.agent.slow", "8")));
            throw new ProblemException(Problem.of(Text.of("frame.cancelled"), Text.of("frame.cancelled.next")));
        };
        open(Preferences.of(Locale.ENGLISH));
        type("admin", "gpu-host-01");
        window.press("#connect");
        window.await("#passed-over > .finding-warn");
        assertThat(window.words()).anyMatch(text -> text.contains("ssh-agent was left out"));
    }

    @ParameterizedTest
    @CsvSource({"en,LIGHT", "en,DARK", "zh,LIGHT", "zh,DARK"})
    void aJumpHostsQuestionSaysWhoAsksAndWhatFor(String language, Theme theme) {
        warned = NOTES;
        connector = (target, questions) -> {
            questions.secret(new Questions.SecretQuestion("hop@bastion.example", Questions.SecretKind.LOGIN_PASSWORD,
                    Text.of("remote.ask.login-password", "hop@bastion.example"), 2,
                    Optional.of(new Questions.Jump(1, target.label()))));
            throw new ProblemException(Problem.of(Text.of("frame.cancelled"), Text.of("frame.cancelled.next")));
        };
        open(new Preferences(language, theme));
        type("admin", "gpu-host-01");
        window.type("#password", "the target's");
        window.press("#connect");
        window.await("#answer");
        assertThat(window.words()).anyMatch(text -> text.contains("hop@bastion.example")
                && text.contains("admin@gpu-host-01"));
        window.press("#left-out");
        assertThat(window.clipped("connect-jump-" + language + "-" + theme)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"en,LIGHT", "zh,DARK"})
    void anUnknownKeySaysWhichLinesWerePassedOver(String language, Theme theme) {
        warned = List.of();
        connector = (target, questions) -> {
            questions.hostKey(new HostKeyQuestion(target.label(), OFFERED, List.of(), NOTES.subList(0, 2)));
            throw new ProblemException(Problem.of(Text.of("remote.sudo.silent", target.label(), "45"),
                    Text.of("remote.sudo.silent.next", target.label())).on(target.label()));
        };
        open(new Preferences(language, theme));
        type("admin", "gpu-host-01");
        window.press("#connect");
        window.await("#refuse-key");
        assertThat(window.words()).anyMatch(text -> text.contains("~/.ssh/known_hosts:12"));
        assertThat(window.clipped("connect-notes-" + language + "-" + theme)).isEmpty();
        window.press("#refuse-key");
    }

    @ParameterizedTest
    @CsvSource({"en,LIGHT", "en,DARK", "zh,LIGHT", "zh,DARK"})
    void everyWordCanBeReadInEveryDress(String language, Theme theme) {
        connector = (target, questions) -> {
            questions.hostKey(new HostKeyQuestion(target.label(), OFFERED, List.of()));
            throw new ProblemException(Problem.of(Text.of("frame.cancelled"), Text.of("frame.cancelled.next")));
        };
        open(new Preferences(language, theme));
        type("admin", "gpu-host-01");
        window.press("#connect");
        window.await("#refuse-key");
        assertThat(window.clipped("connect-" + language + "-" + theme)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"en,LIGHT", "zh,DARK"})
    void aWrongFieldSaysWhatItTakesKeepsItsTextAndNothingIsConnectedTo(String language, Theme theme) {
        open(new Preferences(language, theme));
        FxThread.run(() -> ((javafx.scene.control.TitledPane) window.root().lookup("#connect-more")).setExpanded(true));
        StringBuilder against = new StringBuilder();
        for (String id : List.of("host", "port", "user", "keyFile", "jump")) {
            assertThat(WrongInputs.of(id)).as(id).hasSizeGreaterThanOrEqualTo(10).doesNotHaveDuplicates();
            WrongInputs.of(id).forEach(wrong -> against
                    .append(FxThread.get(() -> WrongField.stops(window.root(), id, wrong, "connect"))));
        }
        assertThat(against.toString()).isEmpty();
        type("ro ot", "gpu-host-01");
        FxThread.run(() -> window.root().lookup("#password").fireEvent(new javafx.event.ActionEvent()));
        assertThat(asked).isEmpty();
        assertThat(window.clipped("connect-wrong-" + language + "-" + theme)).isEmpty();
    }

    private static Questions.SecretQuestion question(int attempt) {
        return new Questions.SecretQuestion("admin@gpu-host-01", Questions.SecretKind.LOGIN_PASSWORD,
                Text.of("connect.password.prompt"), attempt);
    }

    private void type(String user, String host) {
        FxThread.run(() -> {
            ((ComboBox<?>) window.root().lookup("#host")).getEditor().setText(host);
            ((javafx.scene.control.TextField) window.root().lookup("#user")).setText(user);
        });
    }
}
