package org.katagpu.ui.page.serve;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.katagpu.chat.Endpoint;
import org.katagpu.host.HostScan;
import org.katagpu.message.Text;
import org.katagpu.remote.LinkState;
import org.katagpu.setup.Action;
import org.katagpu.setup.Observation;
import org.katagpu.setup.Plan;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.serve.FiguresReader;
import org.katagpu.setup.serve.FlagFit;
import org.katagpu.setup.serve.GpuMemoryBudget;
import org.katagpu.setup.serve.MemoryAdvice;
import org.katagpu.setup.serve.ModelSource;
import org.katagpu.setup.serve.Proof;
import org.katagpu.setup.serve.ProofLink;
import org.katagpu.setup.serve.ProvedServer;
import org.katagpu.setup.serve.ServeChoice;
import org.katagpu.setup.serve.ServeKeyReader;
import org.katagpu.setup.serve.ServeStage;
import org.katagpu.setup.serve.ServeStart;
import org.katagpu.setup.serve.ServeTokens;
import org.katagpu.ui.control.AllowedEdit;
import org.katagpu.ui.control.Background;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.frame.ScanModel;
import org.katagpu.ui.frame.Session;
import org.katagpu.ui.frame.Wizard;
import org.katagpu.ui.stage.StageModel;
import org.katagpu.ui.stage.StaleText;

/** What is served, how far its proof has come, and what runs; the plan is kept in step. JavaFX thread only. */
public final class ServeModel {
    /** A sample starts a process in the guest: not more often than an admin reads. */
    private static final Duration BETWEEN_SAMPLES = Duration.ofSeconds(2);

    private final Wizard wizard;
    private final ScanModel scans;
    private final StageModel serve;
    private final ServeStage stage;
    private final ServedEndpoint served;
    private final FiguresModel figures;
    private final ReadOnlyObjectWrapper<ServeChoice> choice = new ReadOnlyObjectWrapper<>(ServeChoice.DEFAULT);
    private final ReadOnlyObjectWrapper<MemoryAdvice> advice;
    private final ReadOnlyObjectWrapper<ContainerStatus> standing = new ReadOnlyObjectWrapper<>(
            ContainerStatus.NOTHING);
    private final ReadOnlyObjectWrapper<Optional<ProvedServer>> proved = new ReadOnlyObjectWrapper<>(
            Optional.empty());
    private boolean asked;
    private boolean ran;
    /** What the run under way had told when the link was lost. */
    private Optional<ContainerStatus> beforeLoss = Optional.empty();

    public ServeModel(Wizard wizard, ScanModel scans, StageModel serve, ServeStage stage, Background background) {
        this(wizard, scans, serve, stage, background, BETWEEN_SAMPLES);
    }

    ServeModel(Wizard wizard, ScanModel scans, StageModel serve, ServeStage stage, Background background,
            Duration betweenSamples) {
        this.wizard = wizard;
        this.scans = scans;
        this.serve = serve;
        this.stage = stage;
        this.served = new ServedEndpoint(background);
        this.figures = new FiguresModel(background, betweenSamples);
        this.advice = new ReadOnlyObjectWrapper<>(MemoryAdvice.of(choice.get(), room()));
        serve.marks(PageId.MODEL);
        serve.onFact(this::told);
        wizard.planProperty().subscribe(this::planned);
        wizard.sessionProperty().subscribe(session -> otherHost());
        wizard.pageProperty().subscribe(page -> follow());
        scans.scanProperty().subscribe(scan -> advise());
        serve.viewProperty().subscribe(this::viewed);
        figures.sampleProperty().subscribe(this::sampled);
        wizard.watch().linkProperty().subscribe(this::linked);
    }

    public ReadOnlyObjectProperty<ServeChoice> choiceProperty() {
        return choice.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<MemoryAdvice> adviceProperty() {
        return advice.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<ContainerStatus> standingProperty() {
        return standing.getReadOnlyProperty();
    }

    /** The stage that serves it. */
    public StageModel stage() {
        return serve;
    }

    /** How far the proof has come, as it is claimed now. */
    public Proof proof() {
        return standing.get().proof();
    }

    FiguresModel figures() {
        return figures;
    }

    ServedEndpoint served() {
        return served;
    }

    /** The proved server, for the chat; empty while there is none. Its key lives as long as it is told here. */
    public ReadOnlyObjectProperty<Optional<Endpoint>> endpointProperty() {
        return served.endpointProperty();
    }

    /** The server evidence can be asked of, while it answers. */
    public ReadOnlyObjectProperty<Optional<ProvedServer>> provedProperty() {
        return proved.getReadOnlyProperty();
    }

    /** The page came to the front: GPUs, image or network may have changed on the other pages meanwhile. */
    void shown() {
        if (asked) {
            serve.recheck();
        } else {
            ask();
        }
    }

    /** Another place models come from. */
    public void source(ModelSource wanted) {
        change(now -> now.withSource(wanted));
    }

    /** Takes an edit that is within its bounds and asks the host anew. */
    void change(UnaryOperator<ServeChoice> edit) {
        AllowedEdit.of(choice.get(), edit).filter(next -> !next.equals(choice.get())).ifPresent(next -> {
            wizard.planProperty().set(wizard.planProperty().get().withServe(next));
            ask();
        });
    }

    /** Makes the container anew, whatever stands. */
    void restart() {
        start(new ServeStart.Restart());
    }

    /** Tries a link again, and those after it; what stands before it stays. */
    void again(ProofLink link) {
        start(new ServeStart.Again(link));
    }

    private void start(ServeStart start) {
        serve.act(stage.beginning(start), Action.APPLY);
    }

    /** What was typed for the models' sources; forgotten with the host. */
    ServeTokens tokens() {
        return stage.tokens();
    }

    /** What a field of the form takes, where a text is nothing it takes. */
    Optional<Text> against(FormParts.Part part, String text) {
        Optional<ServeChoice> next = AllowedEdit.of(choice.get(), now -> part.write().apply(now, text));
        return next.isEmpty()
                ? Optional.of(Text.of("serve.page.field." + part.key() + ".wrong"))
                : next.get().faults().stream().filter(part.faults()::contains).findFirst()
                        .map(fault -> Text.of("serve.fault." + fault.word()))
                        .or(() -> part == FormParts.EXTRA ? flags(next.get()).fault() : Optional.empty());
    }

    private FlagFit flags(ServeChoice next) {
        return FlagFit.of(wizard.planProperty().get().withServe(next));
    }

    boolean canChange() {
        return serve.canChange() && wizard.watch().isUp()
                && !(serve.viewProperty().get() instanceof StageModel.View.Running);
    }

    void openChat() {
        wizard.open(PageId.CHAT);
    }

    private void planned(Plan plan) {
        choice.set(plan.serve());
        serve.allowedProperty().set(plan.serve().faults().isEmpty() && FlagFit.of(plan).typed().isEmpty());
        advise();
        figures.pause();
        follow();
    }

    private void ask() {
        asked = true;
        serve.check();
    }

    private void otherHost() {
        asked = false;
        figures.forget();
        stage.tokens().forget();
        stand(ContainerStatus.NOTHING);
    }

    private void told(JsonNode fact) {
        if (beforeLoss.isPresent()) {
            beforeLoss = beforeLoss.map(held -> held.with(fact));
        } else {
            stand(standing.get().with(fact));
        }
    }

    /** A run goes on without the link; what it told is claimed while it can be heard. */
    private void linked(Optional<LinkState> link) {
        boolean up = link.filter(LinkState.Up.class::isInstance).isPresent();
        if (!up && beforeLoss.isEmpty() && serve.viewProperty().get() instanceof StageModel.View.Running) {
            ContainerStatus heard = standing.get();
            stand(heard.voided(Optional.of(asOf(Instant.now(), Observation.Cause.LINK_LOST))));
            beforeLoss = Optional.of(heard);
        } else if (up && beforeLoss.isPresent()) {
            ContainerStatus heard = beforeLoss.get();
            beforeLoss = Optional.empty();
            stand(heard);
        }
        follow();
    }

    private static Text asOf(Instant at, Observation.Cause cause) {
        return Text.of("serve.page.void." + cause.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                StaleText.time(at));
    }

    private void viewed(StageModel.View view) {
        beforeLoss = Optional.empty();
        switch (view) {
            // A run tells every link anew, those that stand too.
            case StageModel.View.Running _ -> {
                ran = true;
                stand(ContainerStatus.NOTHING);
            }
            case StageModel.View.Known(StageReport report, var after) -> {
                ran = false;
                stand(ContainerStatus.of(report.facts()).after(after));
            }
            case StageModel.View.Nothing _ -> stand(ContainerStatus.NOTHING);
            case StageModel.View.Failed _ -> stand(standing.get().voided());
            case StageModel.View.WrongField _ -> {
                // What is typed changes nothing of the process that was proved.
            }
            case StageModel.View.Stale(var _, Instant at, Observation.Cause cause) -> {
                // An edited choice changes nothing of the process that was proved.
                if (cause != Observation.Cause.EDITED) {
                    stand(standing.get().voided(Optional.of(asOf(at, cause))));
                }
            }
            // Whatever a run told, it is over: what stands now has to be read. A mere look takes nothing back.
            case StageModel.View.Checking _ -> {
                if (ran) {
                    stand(standing.get().voided());
                }
            }
        }
    }

    /** Figures of another server process than the one that was proved: somebody started it anew. */
    private void sampled(Optional<FiguresModel.Sample> sample) {
        boolean known = serve.viewProperty().get() instanceof StageModel.View.Known;
        if (known && sample.isPresent() && standing.get().contradictedBy(sample.get().figures())) {
            stand(standing.get().voided());
            serve.recheck();
        }
    }

    private void stand(ContainerStatus now) {
        standing.set(now);
        Optional<Session> session = wizard.sessionProperty().get();
        if (now.endpoint().isPresent() && now.proof().answers() && session.isPresent()) {
            ServeKeyReader keys = new ServeKeyReader(session.get().host());
            served.serves(now.endpoint().get(), wizard.planProperty().get(), keys::read);
            proved.set(now.proved());
        } else {
            proved.set(Optional.empty());
            served.gone();
        }
        follow();
    }

    private void follow() {
        Optional<Session> session = wizard.sessionProperty().get();
        if (!standing.get().running() || session.isEmpty() || !wizard.watch().isUp()) {
            figures.forget();
        } else if (wizard.pageProperty().get() == PageId.MODEL) {
            FiguresReader reader = new FiguresReader(session.get().host());
            Plan plan = wizard.planProperty().get();
            figures.follow(() -> reader.sample(plan));
        } else {
            figures.pause();
        }
    }

    private void advise() {
        advice.set(MemoryAdvice.of(choice.get(), room()));
    }

    private GpuMemoryBudget room() {
        Optional<HostScan> scan = scans.scanProperty().get();
        return scan.map(found -> ChosenGpus.room(found, wizard.planProperty().get()))
                .orElseGet(() -> new GpuMemoryBudget(List.of(), 0));
    }
}
