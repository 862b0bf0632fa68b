package org.katagpu.ui.page.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.PickResult;
import javafx.scene.input.ScrollEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.katagpu.chat.Answer;
import org.katagpu.chat.Conversation;
import org.katagpu.chat.Message;
import org.katagpu.chat.export.ConversationJson;
import org.katagpu.message.Messages;
import org.katagpu.message.Problem;
import org.katagpu.message.Text;
import org.katagpu.setup.Plan;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.chat.ChatPanel;
import org.katagpu.ui.chat.transcript.Transcript;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.frame.Preferences;
import org.katagpu.ui.page.WrongField;
import org.katagpu.ui.page.WrongInputs;
import org.katagpu.ui.theme.Theme;

class ChatPageTest {
    private static final String RICH = """
            ## What it guards against

            A **confidential container** keeps memory *encrypted*; see `virtCCA` and [the guide](https://example.org).

            1. The host's administrator
            2. Other guests
               - on the same cores
            3. 窃听内存总线的人

            > Attestation proves what runs.

            ```bash
            find /var/log -type f -printf '%s %p\\n' | sort -rn | head -n 10
            ```

            | 名称 | SMMU | IOMMU |
            |:--|:-:|--:|
            | Architecture | Arm | x86 |
            | 页表 | stage 1 and stage 2, shared with the CPU where the driver asks for it | second level |
            """;
    @TempDir
    private Path folder;
    private ChatWindow chat;

    private void open(String language, Theme theme) {
        chat = new ChatWindow(new Preferences(language, theme), folder);
    }

    private void open() {
        chat = new ChatWindow(Preferences.of(Locale.ENGLISH), folder);
    }

    @AfterEach
    void close() {
        chat.close();
    }

    private Conversation shown() {
        return FxThread.get(() -> chat.model.conversations().shownProperty().get());
    }

    private Answer lastAnswer() {
        return shown().turns().getLast().answer().orElseThrow();
    }

    @Test
    void aQuestionIsSentAndItsAnswerGrowsUntilItIsWhole() {
        open();
        chat.prove();
        chat.ask("What is  SMMU?");
        assertThat(chat.server.requests.getLast().messages())
                .containsExactly(new Message(Message.Role.USER, "What is  SMMU?"));
        assertThat(chat.server.requests.getLast().model()).isEqualTo("qwen");
        assertThat(chat.window.text("#chat-question")).isEmpty();
        chat.server.last().says("A **uni");
        chat.awaitSaid("A **uni");
        chat.server.last().says("t**.\n\nSecond");
        chat.awaitSaid("Second");
        assertThat(chat.said()).contains("A |unit|.");
        chat.server.last().finishes();
        chat.awaitEnded();
        assertThat(chat.window.words()).contains("qwen-answers",
                "Tokens: 2 out, 42 in · 20.0 tokens/s · first token after 0.42 s");
        chat.ask("And then?");
        assertThat(chat.server.requests.getLast().messages()).extracting(Message::content)
                .containsExactly("What is  SMMU?", "A **unit**.\n\nSecond", "And then?");
    }

    @Test
    void stopEndsTheRequestAndKeepsWhatCame() {
        open();
        chat.prove();
        chat.ask("Count");
        chat.server.last().says("one two");
        chat.awaitSaid("one two");
        chat.window.press("#chat-stop");
        chat.awaitEnded();
        assertThat(chat.server.last().stopped).isTrue();
        assertThat(lastAnswer().text()).isEqualTo("one two");
        assertThat(chat.window.words()).contains("Stopped.");
    }

    @Test
    void aFailureIsShownInPlaceAndCanBeTriedAgain() {
        open();
        chat.prove();
        chat.ask("Hello");
        chat.server.last().says("Hel");
        chat.server.last().fails("chatpanel.no-models");
        chat.awaitEnded();
        chat.window.await("#chat-retry");
        assertThat(chat.window.words()).contains("The server answers but serves no model.");
        assertThat(chat.said()).contains("Hel");
        chat.window.press("#chat-retry");
        FxThread.await("asked again", () -> chat.server.calls.size() == 2);
        assertThat(chat.server.requests.getLast().messages()).extracting(Message::content).containsExactly("Hello");
        chat.server.last().says("Hello!");
        chat.server.last().finishes();
        chat.awaitEnded();
        chat.awaitSaid("Hello!");
        assertThat(FxThread.get(() -> chat.window.root().lookup("#chat-retry") == null)).isTrue();
    }

    @Test
    void theLastAnswerIsMadeAgainAndAnEarlierQuestionIsEdited() {
        open();
        chat.prove();
        answer("first", "one");
        answer("second", "two");
        fire(".chat-regenerate");
        FxThread.await("asked again", () -> chat.server.calls.size() == 3);
        assertThat(chat.server.requests.getLast().messages()).extracting(Message::content).containsExactly("first",
                "one", "second");
        chat.server.last().says("two again");
        chat.server.last().finishes();
        chat.awaitEnded();
        chat.awaitSaid("two again");
        fire(".chat-edit");
        assertThat(chat.window.text("#chat-question")).isEqualTo("first");
        chat.ask("first, said better");
        assertThat(chat.questions()).containsExactly("first, said better");
        assertThat(chat.server.requests.getLast().messages()).extracting(Message::content)
                .containsExactly("first, said better");
        chat.awaitSaid("first, said better");
        assertThat(chat.said()).doesNotContain("two again");
    }

    private void answer(String question, String answer) {
        chat.ask(question);
        chat.server.last().says(answer);
        chat.server.last().finishes();
        chat.awaitEnded();
        chat.awaitSaid(answer);
    }

    private void fire(String selector) {
        chat.window.await(selector);
        FxThread.run(() -> ((ButtonBase) chat.window.root().lookup(selector)).fire());
    }

    @Test
    void whatTheModelThinksIsFoldedUntilItIsAskedFor() {
        open();
        chat.prove();
        chat.ask("Think");
        chat.server.last().thinks("Let me see");
        chat.window.await(".chat-reasoning-switch");
        assertThat(chat.said()).doesNotContain("Let me see");
        fire(".chat-reasoning-switch");
        chat.awaitSaid("Let me see");
        chat.server.last().says("Done");
        chat.server.last().finishes();
        chat.awaitEnded();
        chat.awaitSaid("Let me see");
        assertThat(lastAnswer().reasoning()).isEqualTo("Let me see");
        fire(".chat-reasoning-switch");
        chat.awaitNotSaid("Let me see");
    }

    @Test
    void scrollingUpHoldsTheReadersPlaceUntilTheEndIsAskedFor() throws InterruptedException {
        open();
        chat.prove();
        chat.ask("Much");
        chat.server.last().says(lines(0, 120));
        chat.awaitSaid("line 119");
        wheel(600);
        Transcript transcript = chat.transcript();
        FxThread.await("paused", () -> !transcript.followingProperty().get());
        String before = settledWords();
        chat.server.last().says(lines(120, 240));
        chat.server.last().finishes();
        chat.awaitEnded();
        assertThat(settledWords()).isEqualTo(before).doesNotContain("line 119");
        chat.window.press("#chat-to-end");
        chat.awaitSaid("line 239");
        wheel(300);
        wheel(-2_000);
        FxThread.await("follows again", () -> transcript.followingProperty().get());
    }

    /** What is drawn once two readings, some frames apart, agree: a wheel's turn is laid out over several. */
    private String settledWords() throws InterruptedException {
        String before = "";
        String now = laidOutWords();
        while (!now.equals(before)) {
            Thread.sleep(100);
            before = now;
            now = laidOutWords();
        }
        return now;
    }

    private String laidOutWords() {
        FxThread.run(chat.transcript()::layout);
        return chat.said();
    }

    private void wheel(double up) {
        Transcript transcript = chat.transcript();
        FxThread.run(() -> transcript.fireEvent(new ScrollEvent(ScrollEvent.SCROLL, 100, 100, 100, 100, false,
                false, false, false, false, false, 0, up, 0, up, ScrollEvent.HorizontalTextScrollUnits.NONE, 0,
                ScrollEvent.VerticalTextScrollUnits.NONE, 0, 0, new PickResult(transcript, 100, 100))));
    }

    private static String lines(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "line " + i + "\n\n").collect(Collectors.joining());
    }

    @Test
    void enterSendsAndShiftEnterDoesNot() {
        open();
        chat.prove();
        chat.window.type("#chat-question", "first line");
        FxThread.run(() -> chat.window.root().lookup("#chat-question").fireEvent(enter(true)));
        assertThat(chat.window.text("#chat-question")).contains("\n");
        FxThread.run(() -> chat.window.root().lookup("#chat-question").fireEvent(enter(false)));
        FxThread.await("sent", () -> chat.server.calls.size() == 1);
    }

    private static KeyEvent enter(boolean shift) {
        return new KeyEvent(KeyEvent.KEY_PRESSED, "\r", "\r", KeyCode.ENTER, shift, false, false, false);
    }

    @Test
    void anAnswerGoesOnWhileAnotherConversationIsShown() {
        open();
        chat.prove();
        chat.ask("in the first");
        String first = shown().id();
        chat.window.press("#chat-new");
        chat.ask("in the second");
        chat.server.calls.getFirst().says("answer of the first");
        chat.server.calls.getFirst().finishes();
        chat.server.calls.getLast().says("answer of the second");
        chat.awaitSaid("answer of the second");
        assertThat(chat.said()).doesNotContain("answer of the first");
        FxThread.run(() -> chat.model.conversations().show(first));
        chat.awaitSaid("answer of the first");
        assertThat(FxThread.get(() -> chat.model.conversations().all().size())).isEqualTo(2);
    }

    @Test
    void anotherLanguageInTheMiddleOfAnAnswerLosesNothing() {
        open();
        chat.prove();
        chat.ask("Tell");
        chat.server.last().says("the beginning, ");
        chat.awaitSaid("the beginning");
        chat.window.press("#switch-language");
        chat.server.last().says("the end");
        chat.awaitSaid("the beginning, the end");
        assertThat(chat.window.words()).contains("对话");
    }

    @Test
    void losingTheHostEndsTheRequestAndForgetsEverything() {
        open();
        chat.prove();
        chat.ask("secret matter");
        FxThread.run(() -> {
            chat.offered.set(Optional.empty());
            chat.wizard.disconnected();
        });
        assertThat(chat.server.last().stopped).isTrue();
        assertThat(shown().turns()).isEmpty();
        FxThread.run(() -> {
            chat.wizard.connected(ChatWindow.session(folder), Plan.EMPTY);
            chat.wizard.open(PageId.CHAT);
        });
        chat.window.await("#chat-connect");
        assertThat(FxThread.get(() -> chat.window.root().lookup("#chat-question") == null)).isTrue();
    }

    @Test
    void withoutAModelTheModelPageIsOfferedAndAServerCanBeTyped() {
        open();
        chat.window.type("#chat-address", "10.0.0.9");
        chat.window.type("#chat-port", "9000");
        chat.window.type("#chat-key", "s3cret");
        chat.server.refuses = Problem.of(Text.of("chatpanel.no-models"), Text.of("chatpanel.no-models.next"));
        chat.window.press("#chat-connect");
        FxThread.await("told", () -> wordsNow().contains("The server answers but serves no model."));
        assertThat(chat.server.asked.getLast().key().copy()).as("wiped after the failure").isEmpty();
        chat.server.refuses = null;
        chat.server.models = List.of("qwen", "other");
        chat.window.type("#chat-key", "s3cret");
        chat.window.press("#chat-connect");
        chat.window.await("#chat-question");
        assertThat(chat.server.asked.getLast().url()).isEqualTo("http://10.0.0.9:9000");
        assertThat(chat.server.asked.getLast().key().copy()).hasValueSatisfying(
                key -> assertThat(key).containsExactly("s3cret".toCharArray()));
        FxThread.run(() -> chat.model.server().choose("other"));
        chat.ask("Hello");
        assertThat(chat.server.requests.getLast().model()).isEqualTo("other");
        FxThread.run(chat.wizard::disconnected);
        assertThat(chat.server.asked.getLast().key().copy()).as("wiped with the connection").isEmpty();
    }

    private List<String> wordsNow() {
        return chat.window.root().lookupAll(".label").stream()
                .map(node -> String.valueOf(((javafx.scene.control.Labeled) node).getText())).toList();
    }

    @Test
    void settingsAreSent() {
        open();
        chat.prove();
        chat.window.press("#chat-show-settings");
        chat.window.await("#chat-system");
        chat.window.type("#chat-system", "Be brief");
        chat.window.type("#chat-temperature", "0.2");
        chat.window.type("#chat-max-tokens", "512");
        chat.window.type("#chat-seed", "7");
        chat.ask("Hello");
        assertThat(chat.server.requests.getLast().messages().getFirst().content()).isEqualTo("Be brief");
        assertThat(chat.server.requests.getLast().temperature()).hasValue(0.2);
        assertThat(chat.server.requests.getLast().maxTokens()).hasValue(512);
        assertThat(chat.server.requests.getLast().seed()).hasValue(7);
    }

    private String againstEach(List<String> fields, String act) {
        StringBuilder against = new StringBuilder();
        for (String id : fields) {
            assertThat(WrongInputs.of(id)).as(id).hasSizeGreaterThanOrEqualTo(10).doesNotHaveDuplicates();
            WrongInputs.of(id)
                    .forEach(wrong -> against.append(FxThread.get(() -> WrongField.stops(chat.window.root(), id, wrong,
                            act))));
        }
        return against.toString();
    }

    @ParameterizedTest
    @CsvSource({"en", "zh"})
    void aWrongFieldOfAServerSaysWhatItTakesKeepsItsTextAndStopsTheAct(String language) {
        open(language, Theme.LIGHT);
        assertThat(againstEach(List.of("chat-address", "chat-port", "chat-key", "chat-fingerprint"), "chat-connect"))
                .isEmpty();
        assertThat(chat.server.asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"en", "zh"})
    void aWrongSettingSaysWhatItTakesKeepsItsTextAndNothingIsAsked(String language) {
        open(language, Theme.LIGHT);
        chat.prove();
        chat.window.press("#chat-show-settings");
        chat.window.await("#chat-system");
        chat.window.type("#chat-question", "Hello");
        assertThat(againstEach(List.of("chat-temperature", "chat-max-tokens", "chat-seed"), "chat-send")).isEmpty();
        chat.window.type("#chat-seed", "x");
        FxThread.run(chat.model::send);
        assertThat(chat.server.requests).isEmpty();
        assertThat(chat.window.clipped("chat-wrong-setting-" + language)).isEmpty();
    }

    @Test
    void theServerThatIsProvedOnceMoreLeavesTheChatAsItIs() {
        open();
        chat.prove();
        chat.window.type("#chat-question", "half a ques");
        Node field = chat.window.await("#chat-question");
        FxThread.run(() -> chat.offered.set(Optional.of(ChatWindow.PROVED.model("qwen"))));
        assertThat(chat.window.await("#chat-question")).isSameAs(field);
        FxThread.run(() -> chat.offered.set(Optional.empty()));
        FxThread.await("the way to a model is offered", () -> chat.window.root().lookup("#chat-question") == null);
        chat.prove();
        assertThat(chat.window.text("#chat-question")).isEqualTo("half a ques");
    }

    @Test
    void aConversationIsWrittenAsMarkdownAndAsJson() throws Exception {
        open();
        chat.prove();
        answer("What is: SMMU/IOMMU?", "Units of memory");
        FxThread.run(() -> {
            ChatPanel panel = new ChatPanel(chat.model, new Messages(Locale.ENGLISH),
                    name -> Optional.of(folder.resolve(name)));
            MenuButton export = (MenuButton) panel.lookup("#chat-export");
            export.getItems().stream().filter(item -> !"export-curl".equals(item.getId())).forEach(MenuItem::fire);
            panel.dispose();
        });
        assertThat(Files.readString(folder.resolve("What-is-SMMU-IOMMU.md"))).contains("What is: SMMU/IOMMU?",
                "Units of memory");
        assertThat(new ConversationJson().read(Files.readString(folder.resolve("What-is-SMMU-IOMMU.json"))))
                .isEqualTo(shown());
    }

    @Test
    void conversationsAreKeptOnlyWhileTheAdminWantsIt() throws Exception {
        open();
        chat.prove();
        answer("keep this", "kept");
        assertThat(chat.store.load()).isEmpty();
        chat.window.press("#chat-show-settings");
        chat.window.await("#chat-keep");
        fire("#chat-keep");
        FxThread.await("kept", () -> loaded().equals(List.of("keep this")));
        answer("and this", "kept too");
        FxThread.await("kept", () -> loaded().equals(List.of("keep this", "and this")));
        fire("#chat-keep");
        FxThread.await("deleted", () -> !chat.store.on() && loaded().isEmpty());
    }

    private List<String> loaded() {
        try {
            return chat.store.load().stream().flatMap(one -> one.turns().stream()).map(turn -> turn.question())
                    .toList();
        } catch (org.katagpu.message.ProblemException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource({"en,LIGHT", "en,DARK", "zh,LIGHT", "zh,DARK"})
    void everyWordCanBeReadInEveryDress(String language, Theme theme) {
        open(language, theme);
        String dress = language + "-" + theme;
        chat.window.await("#chat-connect");
        assertThat(chat.window.clipped("chat-none-" + dress)).isEmpty();
        chat.prove();
        assertThat(chat.window.clipped("chat-empty-" + dress)).isEmpty();
        chat.ask(language.equals("zh") ? "机密容器能防范什么？请用表格比较。" : "What does a confidential container guard against?");
        assertThat(chat.window.clipped("chat-waiting-" + dress)).isEmpty();
        chat.server.last().thinks("First the threat model.");
        chat.server.last().says(RICH);
        chat.server.last().finishes();
        chat.awaitEnded();
        chat.awaitSaid("页表");
        assertThat(chat.window.clipped("chat-answer-" + dress)).isEmpty();
        chat.ask("Once again");
        chat.server.last().says("The threat model of a confidential container begins with");
        chat.server.last().isCut();
        chat.awaitEnded();
        chat.awaitSaid("begins with");
        assertThat(chat.window.clipped("chat-cut-" + dress)).isEmpty();
        chat.window.press("#chat-show-settings");
        chat.ask("Once more");
        chat.server.last().says("It began");
        chat.server.last().fails("chatpanel.no-models");
        chat.awaitEnded();
        chat.window.await("#chat-retry");
        assertThat(chat.window.clipped("chat-failed-" + dress)).isEmpty();
        fire(".chat-edit");
        assertThat(chat.window.clipped("chat-error-" + dress)).isEmpty();
    }
}
