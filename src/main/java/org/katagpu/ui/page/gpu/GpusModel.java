package org.katagpu.ui.page.gpu;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.katagpu.host.Holder;
import org.katagpu.host.HostScan;
import org.katagpu.host.Obstacle;
import org.katagpu.host.PassthroughMember;
import org.katagpu.host.PciAddress;
import org.katagpu.host.PciFunction;
import org.katagpu.host.Selection;
import org.katagpu.message.Text;
import org.katagpu.setup.gpu.GpuChoice;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.frame.ScanModel;
import org.katagpu.ui.frame.Wizard;
import org.katagpu.ui.stage.StageModel;

/** Which GPUs are chosen and what follows from it; the plan is kept in step. JavaFX thread only. */
public final class GpusModel {
    private static final Set<String> DEVICES = Set.of("pci");
    /** As much of its name as the kernel keeps. */
    private static final String PERSISTENCED = "nvidia-persiste";

    private final Wizard wizard;
    private final ScanModel scans;
    private final StageModel bind;
    private final Set<PciAddress> chosen = new TreeSet<>();
    private final ReadOnlyObjectWrapper<Optional<Selection>> selection = new ReadOnlyObjectWrapper<>(Optional.empty());

    public GpusModel(Wizard wizard, ScanModel scans, StageModel bind) {
        this.wizard = wizard;
        this.scans = scans;
        this.bind = bind;
        bind.onActed(this::rescan);
        bind.marks(PageId.GPUS);
        wizard.sessionProperty().subscribe(session -> takeKept());
        scans.scanProperty().subscribe(this::scanned);
    }

    /** What follows from the choice on the host as last read; empty before the first reading. */
    public ReadOnlyObjectProperty<Optional<Selection>> selectionProperty() {
        return selection.getReadOnlyProperty();
    }

    /** The stage that binds them. */
    public StageModel stage() {
        return bind;
    }

    ScanModel scans() {
        return scans;
    }

    public void rescan() {
        scans.read(DEVICES);
    }

    /** Chooses GPUs or lets them go: those that must go together come together. */
    public void choose(Set<PciAddress> gpus, boolean wanted) {
        if (wanted ? chosen.addAll(gpus) : chosen.removeAll(gpus)) {
            judge(false);
        }
    }

    /** The GPUs chosen now. */
    Set<PciAddress> chosen() {
        return Set.copyOf(chosen);
    }

    /** Why some of the chosen GPUs cannot be chosen without each other, in one sentence; empty where all can. */
    Optional<Text> together(Selection now) {
        return scans.scanProperty().get().flatMap(scan -> now.chosen().stream().map(gpu -> scan.select(Set.of(gpu)))
                .filter(alone -> alone.completed().size() > 1).findFirst().flatMap(alone -> alone.together().stream()
                        .filter(one -> one.tie() != PassthroughMember.Tie.CHOSEN
                                && alone.completed().contains(one.function().address()))
                        .findFirst()
                        .map(one -> Text.of("gpu.page.tied", one.because().toString(),
                                one.function().address().toString(),
                                Text.of("host.tie." + one.tie().name())))));
    }

    /** Adds every GPU that shares a group or root port with a chosen one. */
    void complete() {
        selection.get().ifPresent(now -> {
            chosen.addAll(now.completed());
            judge(false);
        });
    }

    void persist(boolean atBoot) {
        GpuChoice now = wizard.planProperty().get().gpu();
        wizard.planProperty().set(wizard.planProperty().get().withGpu(now.withPersist(atBoot)));
        bind.check();
    }

    boolean persists() {
        return wizard.planProperty().get().gpu().persist();
    }

    void stopPersistenced(boolean allowed) {
        GpuChoice now = wizard.planProperty().get().gpu();
        wizard.planProperty().set(wizard.planProperty().get().withGpu(now.withStopPersistenced(allowed)));
        bind.check();
    }

    boolean stopsPersistenced() {
        return wizard.planProperty().get().gpu().stopPersistenced();
    }

    /** Whether a chosen GPU is held by what bears nvidia-persistenced's name, and none by anything else. */
    boolean onlyPersistencedHolds() {
        List<Holder> holders = held();
        return !holders.isEmpty() && holders.stream().allMatch(holder -> holder.command().startsWith(PERSISTENCED));
    }

    private List<Holder> held() {
        return scans.scanProperty().get().map(HostScan::gpus).stream().flatMap(gpus -> gpus.all().stream())
                .filter(gpu -> chosen.contains(gpu.address()) && !gpu.function().boundToVfio())
                .flatMap(gpu -> gpu.holders().stream()).toList();
    }

    /** What the service holds is no obstacle once it may be stopped; the stage's check says whether it is the service. */
    private boolean blocked(Selection now) {
        return now.obstacles().stream().filter(Obstacle::blocks)
                .anyMatch(obstacle -> obstacle.kind() != Obstacle.Kind.HELD || !onlyPersistencedHolds());
    }

    /** The choices kept for this host; what is no GPU there any more falls away with the next reading. */
    private void takeKept() {
        chosen.clear();
        wizard.planProperty().get().gpu().devices().forEach(device -> PciAddress.parse(device).ifPresent(chosen::add));
    }

    private void scanned(Optional<HostScan> scan) {
        if (scan.isPresent()) {
            boolean same = !chosen.removeIf(gpu -> scan.get().gpus().at(gpu).isEmpty());
            judge(same);
        } else {
            selection.set(Optional.empty());
            bind.nothing();
        }
    }

    /** @param sameChoice only the host was read anew */
    private void judge(boolean sameChoice) {
        Optional<Selection> now = scans.scanProperty().get().map(scan -> scan.select(chosen));
        selection.set(now);
        bind.allowedProperty().set(now.map(judged -> !blocked(judged)).orElse(false));
        wizard.planProperty().set(wizard.planProperty().get().withGpu(now.map(this::choice).orElse(GpuChoice.NONE)));
        if (chosen.isEmpty()) {
            bind.nothing();
        } else if (sameChoice) {
            bind.recheck();
        } else {
            bind.check();
        }
    }

    private GpuChoice choice(Selection now) {
        Map<String, String> identities = now.together().stream().map(PassthroughMember::function)
                .collect(Collectors.toMap(function -> function.address().toString(), GpusModel::identity));
        return new GpuChoice(now.devices().stream().map(PciAddress::toString).toList(), persists())
                .withIdentities(identities).withStopPersistenced(stopsPersistenced() && onlyPersistencedHolds());
    }

    /** Addresses can be renumbered: the bind stage refuses when something else sits there. */
    private static String identity(PciFunction function) {
        return function.id() + ":" + function.subsystem();
    }
}
