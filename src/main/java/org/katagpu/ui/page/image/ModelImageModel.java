package org.katagpu.ui.page.image;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import org.jspecify.annotations.Nullable;
import org.katagpu.host.GpuArchitecture;
import org.katagpu.host.GpuModel;
import org.katagpu.host.HostScan;
import org.katagpu.host.PciAddress;
import org.katagpu.host.Reading;
import org.katagpu.host.ResourceFacts;
import org.katagpu.message.Problem;
import org.katagpu.message.Text;
import org.katagpu.setup.Plan;
import org.katagpu.setup.image.BuildLimits;
import org.katagpu.setup.image.BuildSettings;
import org.katagpu.setup.image.CudaArches;
import org.katagpu.setup.image.DriverVersion;
import org.katagpu.setup.image.ImageArchive;
import org.katagpu.setup.image.ImageChoice;
import org.katagpu.setup.image.ImagePairing;
import org.katagpu.setup.image.ImageUpload;
import org.katagpu.setup.image.ImageWay;
import org.katagpu.setup.rootfs.CudaVersion;
import org.katagpu.setup.rootfs.DriverChoice;
import org.katagpu.setup.rootfs.DriverVersions;
import org.katagpu.ui.control.AllowedEdit;
import org.katagpu.ui.control.Background;
import org.katagpu.ui.frame.ScanModel;
import org.katagpu.ui.frame.Wizard;
import org.katagpu.ui.stage.StageModel;

/** Which model image is chosen; the plan is kept in step. JavaFX thread only. */
public final class ModelImageModel {
    /** How often, in bytes, an upload tells where it is. */
    private static final long TELL_EVERY = 4 << 20;

    private final Wizard wizard;
    private final ScanModel scans;
    private final StageModel stage;
    private final Background background;
    private final DriverVersions versions = new DriverVersions();
    private final ReadOnlyObjectWrapper<ImageChoice> choice = new ReadOnlyObjectWrapper<>(ImageChoice.DEFAULT);
    private final ReadOnlyObjectWrapper<Optional<Upload>> upload = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem = new ReadOnlyObjectWrapper<>(Optional.empty());
    private Background.@Nullable Running uploading;
    private boolean inFront;

    public ModelImageModel(Wizard wizard, ScanModel scans, StageModel stage, Background background) {
        this.wizard = wizard;
        this.scans = scans;
        this.stage = stage;
        this.background = background;
        wizard.planProperty().subscribe(plan -> choice.set(plan.image()));
        wizard.sessionProperty().subscribe(session -> cancelUpload());
        scans.scanProperty().subscribe(scan -> {
            if (scan.isPresent() && choice.get().build().equals(BuildSettings.DEFAULT)) {
                put(choice.get().withBuild(proposal()));
            }
            if (scan.isPresent() && inFront) {
                opened();
            }
        });
    }

    ReadOnlyObjectProperty<ImageChoice> choiceProperty() {
        return choice.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Optional<Upload>> uploadProperty() {
        return upload.getReadOnlyProperty();
    }

    /** Why the last upload failed. */
    ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** The page came to the front: what the host says is asked where it was not yet. */
    void opened() {
        inFront = true;
        if (stage.viewProperty().get() instanceof StageModel.View.Nothing) {
            stage.check();
        }
    }

    void closed() {
        inFront = false;
    }

    /** Whether the edit leads to a choice this stage takes. */
    boolean allows(UnaryOperator<ImageChoice> change) {
        return AllowedEdit.of(choice.get(), change).isPresent();
    }

    /** Takes an edit that is allowed and asks the host anew. */
    void edit(UnaryOperator<ImageChoice> change) {
        AllowedEdit.of(choice.get(), change).filter(edited -> !edited.equals(choice.get())).ifPresent(edited -> {
            put(edited);
            stage.check();
        });
    }

    private void put(ImageChoice edited) {
        wizard.planProperty().set(wizard.planProperty().get().withImage(edited));
    }

    void way(ImageWay wanted) {
        edit(now -> now.withWay(wanted));
    }

    /** Sets what the host's cores and memory and the chosen GPUs propose. */
    void propose() {
        edit(now -> now.withBuild(proposal()));
    }

    private BuildSettings proposal() {
        BuildSettings build = choice.get().build();
        Optional<HostScan> scan = scans.scanProperty().get();
        if (scan.isEmpty()) {
            return build;
        }
        ResourceFacts resources = scan.get().resources();
        int cores = resources.numaNodes().stream().mapToInt(node -> CpuList.count(node.cpus())).sum();
        if (cores > 0 && resources.memory() instanceof Reading.Known<ResourceFacts.Memory>(var memory)) {
            build = build.withLimits(BuildLimits.propose(cores, memory.available()));
        }
        return build.withArches(CudaArches.of(chosenGpus(scan.get())));
    }

    private List<GpuModel> chosenGpus(HostScan scan) {
        return wizard.planProperty().get().gpu().devices().stream().flatMap(device -> PciAddress.parse(device).stream())
                .flatMap(address -> scan.gpus().at(address).stream()).flatMap(gpu -> gpu.model().stream()).toList();
    }

    /** Takes the admin's word that the Buildx file of this SHA-256 is the right one. */
    void confirmBuildx(String sum) {
        edit(now -> now.withBuild(now.build().withBuildxSha256(sum)));
    }

    /** Whether the image of the way in front and the guest's driver go together, and what else speaks against it. */
    List<Text> pairing() {
        Plan plan = wizard.planProperty().get();
        DriverChoice chosen = plan.rootfs().driver();
        Optional<DriverVersion> driver = DriverVersion.parse(chosen.version());
        Optional<ImagePairing> pairing = switch (choice.get().way()) {
            case BUILD -> Optional.of(ImagePairing.ofBuild(driver));
            case REGISTRY -> Optional.of(ImagePairing.ofRegistry(choice.get().registry().image(), driver));
            case IMPORT -> Optional.empty();
        };
        if (pairing.isEmpty()) {
            return List.of(Text.of("image.page.pairing.archive"));
        }
        List<Text> said = new ArrayList<>(List.of(pairing.get().text()));
        if (driver.isPresent() && pairing.get().fits() != ImagePairing.Fit.NO) {
            Optional<CudaVersion> needed = ImagePairing.cuda(choice.get())
                    .map(cuda -> new CudaVersion(cuda.major(), cuda.minor()));
            said.addAll(versions.against(org.katagpu.setup.rootfs.DriverVersion.of(chosen.version()), chosen.modules(),
                    architectures(), needed));
        }
        return List.copyOf(said);
    }

    private List<GpuArchitecture> architectures() {
        return scans.scanProperty().get().map(this::chosenGpus).orElse(List.of()).stream().map(GpuModel::architecture)
                .toList();
    }

    /** Brings an archive of this machine to the host and chooses it. */
    void upload(Path file) {
        cancelUpload();
        wizard.sessionProperty().get().ifPresent(session -> {
            String name = String.valueOf(file.getFileName());
            upload.set(Optional.of(new Upload(name, 0, 0)));
            problem.set(Optional.empty());
            AtomicLong told = new AtomicLong();
            uploading = background.run(() -> new ImageUpload(session.host()).upload(file, (done, total) -> {
                if (done == total || done - told.get() >= TELL_EVERY || done < told.get()) {
                    told.set(done);
                    background.later(() -> uploaded(new Upload(name, done, total)));
                }
            }), this::arrived, this::failed);
        });
    }

    private void uploaded(Upload now) {
        if (uploading != null) {
            upload.set(Optional.of(now));
        }
    }

    private void arrived(ImageArchive archive) {
        uploading = null;
        upload.set(Optional.empty());
        edit(now -> now.withArchive(archive).withWay(ImageWay.IMPORT));
    }

    private void failed(Problem why) {
        uploading = null;
        upload.set(Optional.empty());
        problem.set(Optional.of(why));
    }

    /** What is on the host already stays: a later upload of the same file goes on there. */
    void cancelUpload() {
        Background.Running under = uploading;
        if (under != null) {
            under.cancel();
            uploading = null;
        }
        upload.set(Optional.empty());
        problem.set(Optional.empty());
    }
}
