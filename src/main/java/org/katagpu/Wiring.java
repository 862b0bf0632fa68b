package org.katagpu;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.stage.FileChooser;
import org.jspecify.annotations.Nullable;
import org.katagpu.attest.trust.PinnedCertificates;
import org.katagpu.chat.Endpoint;
import org.katagpu.chat.storage.ConversationStore;
import org.katagpu.chat.wire.HttpChatClient;
import org.katagpu.host.HostScan;
import org.katagpu.host.NvidiaModels;
import org.katagpu.job.HostJobs;
import org.katagpu.message.Messages;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.remote.Host;
import org.katagpu.remote.ssh.SshConnector;
import org.katagpu.remote.ssh.config.SshConfig;
import org.katagpu.remote.ssh.key.LoginKeys;
import org.katagpu.remote.ssh.trust.HostKeyTrust;
import org.katagpu.remote.storage.RecentHosts;
import org.katagpu.setup.PlanStore;
import org.katagpu.setup.StageRunner;
import org.katagpu.setup.StageScripts;
import org.katagpu.setup.preflight.HostScanner;
import org.katagpu.setup.serve.EvidenceAsking;
import org.katagpu.setup.serve.ProvedOnly;
import org.katagpu.ui.chat.model.ChatModel;
import org.katagpu.ui.chat.model.ConversationsModel;
import org.katagpu.ui.chat.model.ServerModel;
import org.katagpu.ui.control.Background;
import org.katagpu.ui.control.FxBackground;
import org.katagpu.ui.evidence.AskOnlyProved;
import org.katagpu.ui.evidence.EvidenceModel;
import org.katagpu.ui.frame.Closing;
import org.katagpu.ui.frame.MainWindow;
import org.katagpu.ui.frame.PageFactory;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.frame.PlanKeeper;
import org.katagpu.ui.frame.Preferences;
import org.katagpu.ui.frame.PreferencesStore;
import org.katagpu.ui.frame.ScanModel;
import org.katagpu.ui.frame.Session;
import org.katagpu.ui.frame.WindowPlace;
import org.katagpu.ui.frame.Wizard;
import org.katagpu.ui.log.LogActions;
import org.katagpu.ui.log.LogBook;
import org.katagpu.ui.log.LogModel;
import org.katagpu.ui.page.chat.ChatController;
import org.katagpu.ui.page.connect.ConnectController;
import org.katagpu.ui.page.connect.ConnectModel;
import org.katagpu.ui.page.hostcheck.HostCheckController;
import org.katagpu.ui.page.hostcheck.HostCheckModel;
import org.katagpu.ui.stage.StageRuns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One window put together by hand: every object is made here and given what it needs. */
final class Wiring implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

    private final Wizard wizard = new Wizard();
    private final Background background = new FxBackground();
    private final StageScripts scripts = new StageScripts();
    private final LogBook logs;
    private final StageRuns runs;
    private final StagePages stages;
    private final PracticeRooms practice = new PracticeRooms();
    private final LocalEnvironment localEnvironment;
    private final PlanKeeper plans;
    private final ScanModel scans;
    private final ChosenKata kata = new ChosenKata(wizard);
    private final Preferences preferences;
    private final MainWindow window;

    Wiring(LocalEnvironment localEnvironment, Locale system) {
        this.localEnvironment = localEnvironment;
        Path config = localEnvironment.folders().config();
        logs = new LogBook(localEnvironment.folders().cache(), Clock.systemUTC());
        plans = new PlanKeeper(wizard, new PlanStore(config.resolve("plans")), background);
        runs = new StageRuns(wizard, background, logs, localEnvironment.owner());
        scans = new ScanModel(wizard, this::scan, background);
        kata.watch(wizard, scans);
        Map<PageId, PageFactory> pages = new EnumMap<>(PageId.class);
        connect(pages);
        HostCheckModel check = new HostCheckModel(wizard, scans);
        pages.put(PageId.HOST_CHECK, words -> new HostCheckController(check, words));
        stages = new StagePages(wizard, scans, runs, background, scripts, localEnvironment.owner(),
                evidence(), new AskOnlyProved(new ProvedOnly(config.resolve(ProvedOnly.FILE))));
        pages.putAll(stages.pages());
        pages.put(PageId.CHAT, chat(stages.endpointProperty()));
        PreferencesStore store = new PreferencesStore(config);
        preferences = store.load(system);
        window = new MainWindow(wizard, pages, preferences, store, logs, logActions(runs),
                services());
    }

    private EvidenceModel.Asking evidence() {
        EvidenceAsking asking = new EvidenceAsking(InstantSource.system());
        return (session, plan, server) -> asking.ask(session.host(),
                session.practice() ? practice.trust() : PinnedCertificates.load(), plan, server);
    }

    private LocalServices services() {
        Path logFolder = localEnvironment.folders().cache();
        return new LocalServices(logFolder,
                new SupportReport(wizard, scans, stages, logFolder, InstantSource.system()), background,
                () -> logs.logs().stream().anyMatch(LogModel::isRunning), stages::isKataEdited);
    }

    /** Asks before what would be lost. @param close closes the window */
    Closing closing(Runnable close) {
        return new Closing(wizard, services()::losses, close);
    }

    /** Where the window stood when it was closed last. */
    Optional<WindowPlace> place() {
        return Optional.ofNullable(preferences.place());
    }

    /** Whether the host was read and nothing is being read now; JavaFX thread only. */
    boolean scanned() {
        return scans.scanProperty().get().isPresent() && !scans.readingProperty().get();
    }

    MainWindow window() {
        return window;
    }

    Wizard wizard() {
        return wizard;
    }

    /** What is known of the stages, and what runs of them; JavaFX thread only. */
    StagePages stages() {
        return stages;
    }

    StageRuns runs() {
        return runs;
    }

    LogBook logs() {
        return logs;
    }

    private void connect(Map<PageId, PageFactory> pages) {
        SshConfig sshConfig = new SshConfig(localEnvironment.account());
        HostKeyTrust trust = new HostKeyTrust(localEnvironment.account().home(),
                localEnvironment.folders().knownHosts(),
                sshConfig::trustRules);
        AdminHostBook book = new AdminHostBook(sshConfig, trust,
                new RecentHosts(localEnvironment.folders().recentHosts()));
        ConnectModel connect = new ConnectModel(wizard, new SshConnector(trust, new LoginKeys(sshConfig)), trust, book,
                practice, background,
                this::connected);
        pages.put(PageId.CONNECT, words -> new ConnectController(connect, words));
    }

    private PageFactory chat(ReadOnlyObjectProperty<Optional<Endpoint>> offered) {
        InstantSource clock = InstantSource.system();
        ServerModel server = new ServerModel(wizard, offered,
                (host, to) -> new HttpChatClient(host::dial, host.label(), to), background);
        ConversationsModel conversations = new ConversationsModel(
                new ConversationStore(localEnvironment.folders().conversations()), background, clock);
        ChatModel chat = new ChatModel(wizard, server, conversations, stages.evidence(), clock);
        return words -> new ChatController(chat, () -> wizard.open(PageId.MODEL), words);
    }

    private void connected(Host host, Optional<Text> practiceName) {
        HostJobs jobs = new HostJobs(host, localEnvironment.owner(), HostJobs.TAKE_BACK);
        StageRunner stages = new StageRunner(host, jobs, scripts, new Messages(Locale.ENGLISH));
        plans.connect(new Session(host, practiceName, stages));
    }

    private HostScan scan(Session session, Set<String> sections, Optional<HostScan> before)
            throws ProblemException, InterruptedException {
        HostScanner scanner = new HostScanner(NvidiaModels.bundled(), Clock.systemUTC(), kata.runtime());
        return sections.isEmpty() || before.isEmpty()
                ? scanner.scan(session.host())
                : scanner.renew(session.host(), before.get(), List.copyOf(sections));
    }

    private LogActions logActions(StageRuns runs) {
        return new LogActions() {
            @Override
            public boolean canCancel(LogModel log) {
                return runs.canCancel(log);
            }

            @Override
            public void cancel(LogModel log) {
                runs.cancel(log);
            }

            @Override
            public @Nullable Path chooseFile(String suggestedName) {
                FileChooser chooser = new FileChooser();
                chooser.setInitialFileName(suggestedName);
                java.io.File chosen = chooser.showSaveDialog(window.root().getScene().getWindow());
                return chosen == null ? null : chosen.toPath();
            }
        };
    }

    @Override
    public void close() {
        wizard.disconnected();
        practice.close();
        try {
            logs.close();
        } catch (IOException e) {
            LOG.warn("spooled logs were not removed", e);
        }
        try {
            localEnvironment.close();
        } catch (IOException e) {
            LOG.warn("the home made for this run was not removed whole", e);
        }
    }
}
