package org.katagpu.ui.page.kata.model;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.katagpu.host.HostScan;
import org.katagpu.host.KataFacts;
import org.katagpu.kataconf.advice.Recommendation;
import org.katagpu.kataconf.advice.Recommendations;
import org.katagpu.kataconf.advice.SetupFacts;
import org.katagpu.kataconf.change.History;
import org.katagpu.kataconf.schema.Schema;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.Host;
import org.katagpu.setup.Plan;
import org.katagpu.setup.kata.HostFacts;
import org.katagpu.setup.kata.KataChoice;
import org.katagpu.setup.kata.KataTarget;
import org.katagpu.setup.kata.KeyChange;
import org.katagpu.ui.control.Background;
import org.katagpu.ui.frame.ScanModel;
import org.katagpu.ui.frame.Session;
import org.katagpu.ui.frame.Wizard;

/** The host's configuration: read once the page is opened, and again when it changed. JavaFX thread only. */
public final class KataConfigModel {
    private record Read(LoadedConfig loaded, Analysis judged) {}

    private final Wizard wizard;
    private final ScanModel scans;
    private final ConfigHost host;
    private final Background background;
    private final Schema schema = new Schema();
    private final ReadOnlyObjectWrapper<ConfigState> state = new ReadOnlyObjectWrapper<>(new ConfigState.Nothing());
    private @Nullable LoadedConfig loaded;
    /** Whose configuration is shown. */
    private String shownRuntime = "";
    private Subscription planning = Subscription.EMPTY;
    private boolean opened;

    public KataConfigModel(Wizard wizard, ScanModel scans, ConfigHost host, Background background) {
        this.wizard = wizard;
        this.scans = scans;
        this.host = host;
        this.background = background;
        wizard.sessionProperty().subscribe(session -> forget());
        wizard.planProperty().subscribe(plan -> judgeAnew());
        scans.scanProperty().subscribe(scan -> openIfAsked());
    }

    public ReadOnlyObjectProperty<ConfigState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    public ScanModel scans() {
        return scans;
    }

    /** The page came to the front: what was not read yet is read. */
    public void open() {
        opened = true;
        openIfAsked();
    }

    /** Whether root's rights are to be had. */
    public boolean canChange() {
        return wizard.sessionProperty().get().map(session -> session.host().identity().canChange()).orElse(false);
    }

    /** Reads the file anew; unsaved edits are given up. */
    public void load() {
        Optional<HostScan> scan = scans.scanProperty().get();
        Optional<Session> session = wizard.sessionProperty().get();
        if (scan.isEmpty() || session.isEmpty()) {
            return;
        }
        shownRuntime = runtime();
        if (hasNone(scan.get().kata())) {
            state.set(new ConfigState.NoKata());
            return;
        }
        Analyzer judge = judge(scan.get());
        state.set(new ConfigState.Loading());
        Loader loader = loader();
        background.run(() -> read(loader, session.get(), judge), read -> take(read, judge),
                problem -> state.set(new ConfigState.Failed(problem)));
    }

    private boolean hasNone(KataFacts kata) {
        return kata.shimOf(runtime()).map(shim -> shim.config().isEmpty())
                .orElseGet(() -> kata.config().value().filter(config -> config.path().isEmpty()).isPresent());
    }

    /** The host's Katas, where there are several. */
    public List<KataOption> options() {
        return scans.scanProperty().get().map(scan -> KataOption.of(scan, wizard.planProperty().get()))
                .orElse(List.of());
    }

    /** The plan's container is to be started by this Kata: its configuration is read and edited from now on. */
    public void choose(KataOption option) {
        Plan plan = wizard.planProperty().get();
        if (!plan.serve().runtime().equals(option.runtime())) {
            wizard.planProperty().set(plan.withServe(plan.serve().withRuntime(option.runtime())));
        }
    }

    /** Whether a path is there; the answer comes on the JavaFX thread, none while there is no host to ask. */
    public Background.Running exists(String path, Consumer<Boolean> answer) {
        Optional<Session> session = wizard.sessionProperty().get();
        return session.isEmpty()
                ? () -> {}
                : background.run(() -> host.exists(session.get(), path), answer, problem -> {});
    }

    private static Read read(Loader loader, Session session, Analyzer judge)
            throws ProblemException, InterruptedException {
        LoadedConfig fresh = loader.load(session, judge.facts());
        return new Read(fresh, judge.judge(fresh.seen()));
    }

    /** What the plan wants by hand and the host does not have yet is shown as edited. */
    private void take(Read read, Analyzer judge) {
        History history = new History(read.loaded().seen());
        KataChoice choice = wizard.planProperty().get().kata();
        try {
            if (choice.text().isThere() && choice.text().equals(
                    KataChoice.EditedText.over(history.base().bytes(), choice.text().text()))) {
                history.replaceText(choice.text().text());
            } else {
                history.apply(PlannedKeys.edits(choice, history.base()));
            }
        } catch (ProblemException refused) {
            wizard.noticeProperty().set(Optional.of(refused.problem()));
        }
        start(read.loaded(), history, read.judged(), judge);
    }

    /**
     * After an act on the host: reads the files and makes them the base. Edits the host does not have yet are never
     * dropped for it; the next review compares them with what is there.
     */
    void readBehind() {
        Optional<Session> session = wizard.sessionProperty().get();
        if (session.isEmpty()) {
            return;
        }
        if (!(state.get() instanceof ConfigState.Editing editing)) {
            load();
            return;
        }
        EditModel edit = editing.edit();
        Analyzer judge = edit.judge();
        Loader loader = loader();
        background.run(() -> read(loader, session.get(), judge), read -> {
            boolean same = loaded != null && read.loaded().sameOnHost(loaded);
            boolean saved = KeyChange.between(read.loaded().seen(), edit.documentProperty().get()).isEmpty();
            if (!same && (saved || !edit.changedFromHost())) {
                take(read, judge);
            }
        }, problem -> state.set(new ConfigState.Failed(problem)));
    }

    /** A backup is put back: what it lacks is wanted no more, until the admin says so again. */
    void restoring() {
        Plan plan = wizard.planProperty().get();
        boolean edited = state.get() instanceof ConfigState.Editing editing && editing.edit().changedFromHost();
        KataChoice choice = plan.kata().withRecommended(false);
        wizard.planProperty().set(plan.withKata(edited
                ? choice
                : choice.withKeys(List.of()).withText(KataChoice.EditedText.NONE)));
    }

    void target(KataTarget wanted) {
        Plan plan = wizard.planProperty().get();
        wizard.planProperty().set(plan.withKata(plan.kata().withTarget(wanted)));
    }

    /** The plan keeps what was edited, once it is known what follows from it. */
    private void plan(EditModel edit, List<Recommendation> atBase, Analysis judged) {
        if (!edit.settled()) {
            return;
        }
        Plan plan = wizard.planProperty().get();
        KataChoice choice = PlannedKeys.of(plan.kata(), EditedConfig.of(edit.history()), judged, atBase);
        if (!choice.equals(plan.kata())) {
            wizard.planProperty().set(plan.withKata(choice));
        }
    }

    /** Goes on with a history over a file just read. */
    void start(LoadedConfig fresh, History history, Analysis judged, Analyzer judge) {
        loaded = fresh;
        EditModel edit = new EditModel(judge, background, history, judged);
        KeysModel keys = new KeysModel(edit);
        if (state.get() instanceof ConfigState.Editing before) {
            keys.likeBefore(before.keys());
        }
        List<Recommendation> atBase = Recommendations.of(history.base(), judge.facts());
        planning.unsubscribe();
        planning = edit.judgedProperty().subscribe(now -> plan(edit, atBase, now));
        state.set(new ConfigState.Editing(edit, keys, fresh.layers().asked(), fresh.layers().main().path(),
                fresh.hasDropIn(), fresh.layers().notices(fresh.seen())));
    }

    /** The host whose paths can be looked through. */
    public Optional<Host> connected() {
        return wizard.sessionProperty().get().map(Session::host);
    }

    Optional<LoadedConfig> loaded() {
        return Optional.ofNullable(loaded);
    }

    /** As the plan stands now. */
    Loader loader() {
        return new Loader(host, runtime());
    }

    /** The runtime the plan's container is started with. */
    public String runtime() {
        return wizard.planProperty().get().serve().runtime();
    }

    Schema schema() {
        return schema;
    }

    Wizard wizard() {
        return wizard;
    }

    private Analyzer judge(HostScan scan) {
        return new Analyzer(schema, HostFacts.of(scan, wizard.planProperty().get()));
    }

    private void forget() {
        planning.unsubscribe();
        loaded = null;
        opened = false;
        state.set(new ConfigState.Nothing());
    }

    private void openIfAsked() {
        if (opened && state.get() instanceof ConfigState.Nothing) {
            load();
        }
    }

    private void judgeAnew() {
        Plan plan = wizard.planProperty().get();
        if (!(state.get() instanceof ConfigState.Nothing) && !plan.serve().runtime().equals(shownRuntime)) {
            load();
            return;
        }
        int gpus = HostFacts.gpus(plan);
        long modelMib = HostFacts.modelMib(plan);
        if (state.get() instanceof ConfigState.Editing editing) {
            SetupFacts facts = editing.edit().judge().facts();
            if (facts.gpus() != gpus || facts.modelMib() != modelMib) {
                editing.edit().judgeWith(new Analyzer(schema, new SetupFacts(facts.hostMemoryMib(), gpus,
                        modelMib, facts.variant(), facts.version(), facts.trees())));
            }
        }
    }
}
