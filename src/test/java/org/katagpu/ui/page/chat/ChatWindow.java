package org.katagpu.ui.page.chat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Node;
import javafx.scene.layout.Region;
import javafx.scene.text.Text;
import org.katagpu.chat.ApiKey;
import org.katagpu.chat.Endpoint;
import org.katagpu.chat.storage.ConversationStore;
import org.katagpu.remote.LocalHost;
import org.katagpu.setup.Plan;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.PlayedEvidence;
import org.katagpu.ui.TestWindow;
import org.katagpu.ui.chat.model.ChatModel;
import org.katagpu.ui.chat.model.ConversationsModel;
import org.katagpu.ui.chat.model.ServerModel;
import org.katagpu.ui.chat.transcript.Transcript;
import org.katagpu.ui.control.FxBackground;
import org.katagpu.ui.frame.Page;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.frame.Preferences;
import org.katagpu.ui.frame.Session;
import org.katagpu.ui.frame.Wizard;

/** The chat page in the real window, over a fake model server and a real folder for kept conversations. */
final class ChatWindow implements AutoCloseable {
    static final Endpoint PROVED = new Endpoint("10.88.0.5", 8000, Optional.empty(), "qwen", ApiKey.NONE);

    final FakeModelServer server = new FakeModelServer();
    final PlayedEvidence evidence = new PlayedEvidence();
    final Wizard wizard = new Wizard();
    final ObjectProperty<Optional<Endpoint>> offered = new SimpleObjectProperty<>(Optional.empty());
    final ConversationStore store;
    final ChatModel model;
    final TestWindow window;

    ChatWindow(Preferences preferences, Path folder) {
        store = new ConversationStore(folder.resolve("conversations"));
        FxBackground background = new FxBackground();
        FxThread.run(() -> wizard.connected(session(folder), Plan.EMPTY));
        InstantSource clock = InstantSource.system();
        model = FxThread.get(() -> {
            ServerModel servers = new ServerModel(wizard, offered, (_, endpoint) -> server.client(endpoint),
                    background);
            return new ChatModel(wizard, servers, new ConversationsModel(store, background, clock),
                    evidence.model(wizard, evidence.server, background, folder), clock);
        });
        FxThread.run(() -> wizard.open(PageId.CHAT));
        window = TestWindow.open(wizard, Map.of(PageId.CONNECT, _ -> blank(), PageId.MODEL, _ -> blank(), PageId.CHAT,
                words -> new ChatController(model, () -> wizard.open(PageId.MODEL), words)), preferences, folder);
    }

    static Session session(Path folder) {
        return new Session(new LocalHost(folder), false, null);
    }

    private static Page blank() {
        return Region::new;
    }

    void prove() {
        FxThread.run(() -> offered.set(Optional.of(PROVED)));
        window.await("#chat-question");
    }

    void ask(String question) {
        int before = server.calls.size();
        window.type("#chat-question", question);
        window.press("#chat-send");
        FxThread.await("asked", () -> server.calls.size() == before + 1);
    }

    Transcript transcript() {
        return (Transcript) window.await(".chat-transcript");
    }

    /** The words drawn in the transcript now. */
    String said() {
        return FxThread.get(() -> transcriptNow().lookupAll(".chat-run").stream().filter(ChatWindow::isShown)
                .map(node -> ((Text) node).getText()).collect(Collectors.joining("|")));
    }

    /** Also what holds it: a list keeps cells it has taken off the screen, hidden, for the next line. */
    private static boolean isShown(Node node) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (!at.isVisible()) {
                return false;
            }
        }
        return true;
    }

    private Transcript transcriptNow() {
        return (Transcript) Objects.requireNonNull(window.root().lookup(".chat-transcript"));
    }

    void awaitSaid(String words) {
        FxThread.await("said: " + words, () -> transcriptNow().lookupAll(".chat-run").stream()
                .anyMatch(node -> ((Text) node).getText().contains(words)));
    }

    void awaitNotSaid(String words) {
        FxThread.await("not said: " + words, () -> transcriptNow().lookupAll(".chat-run").stream()
                .noneMatch(node -> ((Text) node).getText().contains(words)));
    }

    void awaitEnded() {
        FxThread.await("ended", () -> model.live().isEmpty());
    }

    List<String> questions() {
        return FxThread.get(() -> model.conversations().shownProperty().get().turns().stream()
                .map(turn -> turn.question()).toList());
    }

    @Override
    public void close() {
        window.close();
    }
}
