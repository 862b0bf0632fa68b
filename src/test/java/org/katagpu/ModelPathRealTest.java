package org.katagpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.text.Text;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.chat.storage.ConversationStore;
import org.katagpu.chat.wire.HttpChatClient;
import org.katagpu.host.HostScan;
import org.katagpu.host.NvidiaModels;
import org.katagpu.job.HostJobs;
import org.katagpu.message.Messages;
import org.katagpu.remote.Host;
import org.katagpu.remote.ssh.SshConnector;
import org.katagpu.remote.ssh.config.LocalAccount;
import org.katagpu.remote.ssh.config.SshConfig;
import org.katagpu.remote.ssh.trust.HostKeyTrust;
import org.katagpu.remote.storage.AppFolders;
import org.katagpu.remote.storage.RecentHosts;
import org.katagpu.setup.Plan;
import org.katagpu.setup.StageRunner;
import org.katagpu.setup.StageScripts;
import org.katagpu.setup.gpu.GpuChoice;
import org.katagpu.setup.image.ImageChoice;
import org.katagpu.setup.image.ImageStore;
import org.katagpu.setup.network.NetworkStage;
import org.katagpu.setup.serve.ServeStage;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.PlayedEvidence;
import org.katagpu.ui.TestWindow;
import org.katagpu.ui.chat.model.ChatModel;
import org.katagpu.ui.chat.model.ConversationsModel;
import org.katagpu.ui.chat.model.ServerModel;
import org.katagpu.ui.control.FxBackground;
import org.katagpu.ui.evidence.EvidenceModel;
import org.katagpu.ui.frame.PageFactory;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.frame.Preferences;
import org.katagpu.ui.frame.ScanModel;
import org.katagpu.ui.frame.Session;
import org.katagpu.ui.frame.StepMark;
import org.katagpu.ui.frame.Wizard;
import org.katagpu.ui.log.LogBook;
import org.katagpu.ui.page.chat.ChatController;
import org.katagpu.ui.page.connect.ConnectController;
import org.katagpu.ui.page.connect.ConnectModel;
import org.katagpu.ui.page.network.NetworkController;
import org.katagpu.ui.page.network.NetworkModel;
import org.katagpu.ui.page.serve.ModelController;
import org.katagpu.ui.page.serve.ServeModel;
import org.katagpu.ui.stage.StageModel;
import org.katagpu.ui.stage.StageRuns;

/**
 * From Connect to the first answered question in the real window over a real OpenSSH server, as a user of sudo: the
 * container's network, the container and its server, the chat through the SSH connection (from where the test runs there
 * is no other way to the server), and all of it taken back.
 * Made up are the GPU, Kata (runc makes no VM) and what vLLM says. The choices of GPU and image are made beforehand:
 * their pages have tests of their own; what is read of the host is nothing.
 */
@Tag("real")
@Timeout(420)
class ModelPathRealTest {
    private static final String OWNER = "test@here";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;
    private final Wizard wizard = new Wizard();
    private final FxBackground background = new FxBackground();
    private final StageScripts scripts = new StageScripts();

    @Test
    void aQuestionIsAnsweredThroughARealServerAndNothingIsLeft() throws Exception {
        try (ModelMachine host = new ModelMachine(folder)) {
            String before = host.machine.traces();
            Map<PageId, PageFactory> pages = FxThread.get(() -> pages(host));
            try (TestWindow window = TestWindow.open(wizard, pages, Preferences.of(Locale.ENGLISH), folder)) {
                connect(window, host);
                open(PageId.NETWORK);
                press(window, "#network-apply");
                await("the network is in place", () -> marked(PageId.NETWORK, StepMark.DONE));
                assertThat(host.machine.run("ip -n vllmnet -4 -o addr show dev eth0")).contains("10.88.0.2/16");

                open(PageId.MODEL);
                press(window, "#serve-apply");
                awaitThere(window, "#open-chat");
                assertThat(host.containerd.ctr(ModelMachine.NAMESPACE, "tasks", "ls")).contains("RUNNING");
                press(window, "#open-chat");
                ask(window);

                open(PageId.MODEL);
                window.takeBack("serve");
                await("no virtual machine", () -> window.root().lookup("#state-vm") instanceof Label said
                        && said.getText().equals("not yet"));
                // The words come before the run has ended; the network cannot be taken away during it.
                press(window, "#serve-check");
                awaitThere(window, "#serve-apply");
                open(PageId.NETWORK);
                window.takeBack("network");
                await("the network is gone", () -> marked(PageId.NETWORK, StepMark.TODO));
            } finally {
                FxThread.run(wizard::disconnected);
            }
            for (String kind : List.of("containers", "tasks", "leases")) {
                assertThat(host.containerd.ctr(ModelMachine.NAMESPACE, kind, "ls", "-q")).as(kind).isBlank();
            }
            assertThat(host.containerd.ctr(ModelMachine.NAMESPACE, "snapshots", "ls"))
                    .doesNotContain(ModelMachine.CONTAINER);
            assertThat(host.machine.run("find /var/lib/katagpu/serve -type f ! -path '*/log/*'")).isEmpty();
            assertThat(host.machine.traces()).isEqualTo(before);
        }
    }

    private void connect(TestWindow window, ModelMachine host) {
        FxThread.run(() -> ((ComboBox<?>) window.root().lookup("#host")).getEditor().setText(host.sshd.address()));
        window.type("#port", String.valueOf(host.sshd.port()));
        window.type("#user", host.user.name());
        window.type("#password", ModelMachine.PASSWORD);
        window.press("#connect");
        press(window, "#remember-key");
        await("the host is there", () -> wizard.sessionProperty().get().isPresent());
        assertThat(FxThread.get(() -> wizard.sessionProperty().get().orElseThrow().host().identity().elevation()
                .name())).isEqualTo("SUDO_WITH_PASSWORD");
    }

    private void ask(TestWindow window) {
        awaitThere(window, "#chat-question");
        window.type("#chat-question", "Are you there?");
        press(window, "#chat-send");
        await("the answer", () -> window.root().lookupAll(".chat-transcript .chat-run").stream()
                .map(run -> ((Text) run).getText()).collect(Collectors.joining())
                .contains("Hello! How can I help \"you\" today?"));
        assertThat(window.clipped("chat-real")).isEmpty();
    }

    private Map<PageId, PageFactory> pages(ModelMachine host) {
        StageRuns runs = new StageRuns(wizard, background, new LogBook(folder, Clock.systemUTC()), OWNER);
        ScanModel scans = new ScanModel(wizard,
                (session, sections, before) -> HostScan.of(List.of(), NvidiaModels.bundled()), background);
        StageModel net = new StageModel(new NetworkStage(), wizard, runs, background, scripts);
        NetworkModel network = new NetworkModel(wizard, scans, net);
        ServeStage starts = new ServeStage();
        StageModel serve = new StageModel(starts, wizard, runs, background, scripts);
        ServeModel model = new ServeModel(wizard, scans, serve, starts, background);
        ServerModel server = new ServerModel(wizard, model.endpointProperty(),
                (at, to) -> new HttpChatClient(at::dial, at.label(), to), background);
        InstantSource clock = InstantSource.system();
        EvidenceModel evidence = PlayedEvidence.none(wizard, background, folder);
        ChatModel chat = new ChatModel(wizard, server,
                new ConversationsModel(new ConversationStore(folder.resolve("chats")), background, clock), evidence,
                clock);
        ConnectModel connect = connectModel(host);
        Map<PageId, PageFactory> pages = new EnumMap<>(PageId.class);
        pages.put(PageId.CONNECT, words -> new ConnectController(connect, words));
        pages.put(PageId.HOST_CHECK, words -> Region::new);
        pages.put(PageId.NETWORK, words -> new NetworkController(network, net, words));
        pages.put(PageId.MODEL, words -> new ModelController(model, evidence, serve, words));
        pages.put(PageId.CHAT, words -> new ChatController(chat, () -> wizard.open(PageId.MODEL), words));
        return pages;
    }

    private ConnectModel connectModel(ModelMachine host) {
        LocalEnvironment own = new LocalEnvironment(LocalAccount.of("Linux", folder, "test", "here", Map.of()),
                AppFolders.of("Linux", folder, Map.of()), Optional.empty());
        HostKeyTrust trust = new HostKeyTrust(folder, own.folders().knownHosts());
        AdminHostBook book = new AdminHostBook(new SshConfig(own.account()), trust,
                new RecentHosts(own.folders().recentHosts()));
        return new ConnectModel(wizard, new SshConnector(trust), trust, book, new PracticeRooms(), background,
                (reached, practice) -> connected(reached, host));
    }

    private void connected(Host reached, ModelMachine host) {
        StageRunner stages = new StageRunner(reached, new HostJobs(reached, OWNER), scripts,
                new Messages(Locale.ENGLISH));
        wizard.connected(new Session(reached, false, stages), Plan.EMPTY
                .withGpu(new GpuChoice(List.of(ModelMachine.GPU), false))
                .withImage(ImageChoice.DEFAULT.withStore(
                        new ImageStore(ModelMachine.NAMESPACE, host.containerd.address(), ""))));
    }

    private void open(PageId page) {
        FxThread.run(() -> wizard.open(page));
    }

    private boolean marked(PageId page, StepMark mark) {
        return wizard.markProperty(page).get() == mark;
    }

    private static void press(TestWindow window, String selector) {
        awaitThere(window, selector);
        window.press(selector);
    }

    private static void awaitThere(TestWindow window, String selector) {
        try {
            await(selector, () -> window.root().lookup(selector) != null);
        } catch (AssertionError missing) {
            throw new AssertionError("instead there is " + window.words(), missing);
        }
    }

    private static void await(String what, BooleanSupplier holds) {
        FxThread.await(what, PATIENCE, holds);
    }
}
