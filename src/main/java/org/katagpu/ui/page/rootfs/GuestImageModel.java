package org.katagpu.ui.page.rootfs;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import org.katagpu.host.Gpu;
import org.katagpu.host.GpuArchitecture;
import org.katagpu.host.GpuModel;
import org.katagpu.host.HostScan;
import org.katagpu.host.KataFacts;
import org.katagpu.message.Text;
import org.katagpu.setup.ChecksumQuestion;
import org.katagpu.setup.Plan;
import org.katagpu.setup.rootfs.DriverChoice;
import org.katagpu.setup.rootfs.DriverVersion;
import org.katagpu.setup.rootfs.DriverVersions;
import org.katagpu.setup.rootfs.RootfsChoice;
import org.katagpu.ui.control.AllowedEdit;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.frame.ScanModel;
import org.katagpu.ui.frame.Wizard;
import org.katagpu.ui.stage.StageModel;

/** What goes into the guest image; the plan is kept in step. JavaFX thread only. */
public final class GuestImageModel {
    private static final String REPOSITORY_ASKED = "rootfs.repo_unconfirmed";
    private static final String IMAGE_KEY = "hypervisor.qemu.image";
    /** What the guide adds. */
    private static final int PROPOSED_GIB = 30;

    private final Wizard wizard;
    private final ScanModel scans;
    private final StageModel build;
    private final DriverVersions versions;
    private final ReadOnlyObjectWrapper<RootfsChoice> choice = new ReadOnlyObjectWrapper<>(RootfsChoice.NONE);
    private boolean shown;

    public GuestImageModel(Wizard wizard, ScanModel scans, StageModel build, DriverVersions versions) {
        this.wizard = wizard;
        this.scans = scans;
        this.build = build;
        this.versions = versions;
        build.marks(PageId.GUEST_IMAGE);
        wizard.planProperty().subscribe(plan -> choice.set(plan.rootfs()));
        wizard.sessionProperty().subscribe(session -> shown = false);
        scans.scanProperty().subscribe(scan -> scan.ifPresent(this::propose));
    }

    public ReadOnlyObjectProperty<RootfsChoice> choiceProperty() {
        return choice.getReadOnlyProperty();
    }

    /** The stage that builds it. */
    public StageModel stage() {
        return build;
    }

    List<String> proposedVersions() {
        return versions.proposed().stream().map(DriverVersion::text).toList();
    }

    /** The page came to the front: the host is asked once, and again with each change. */
    void shown() {
        if (!shown && !choice.get().image().isEmpty()) {
            shown = true;
            build.check();
        }
    }

    /** Whether the edit leads to a choice that may be made. */
    boolean allows(UnaryOperator<RootfsChoice> edit) {
        return AllowedEdit.of(choice.get(), edit).isPresent();
    }

    boolean allowsVersion(String typed) {
        return allows(choice -> choice.withDriver(choice.driver().withVersion(typed)));
    }

    void version(String typed) {
        change(choice -> choice.withDriver(choice.driver().withVersion(typed)));
    }

    /** Takes an edit that is allowed and asks the host anew. */
    void change(UnaryOperator<RootfsChoice> edit) {
        AllowedEdit.of(choice.get(), edit).filter(next -> !next.equals(choice.get())).ifPresent(next -> {
            put(next);
            ask();
        });
    }

    private void put(RootfsChoice next) {
        Plan plan = wizard.planProperty().get();
        wizard.planProperty().set(plan.withRootfs(next));
    }

    private void ask() {
        build.allowedProperty().set(against().isEmpty());
        if (choice.get().image().isEmpty()) {
            build.nothing();
        } else {
            shown = true;
            build.check();
        }
    }

    /** What speaks against the driver for the GPUs chosen, or all of the host where none is chosen yet. */
    List<Text> against() {
        DriverChoice driver = choice.get().driver();
        return versions.against(DriverVersion.of(driver.version()), driver.modules(), architectures(),
                Optional.empty());
    }

    /** The CUDA version the driver brings. */
    Optional<String> cuda() {
        return versions.cuda(DriverVersion.of(choice.get().driver().version())).map(Object::toString);
    }

    /** The admin says that a file brought to the host is the right one. */
    void confirm(ChecksumQuestion question) {
        change(choice -> question.finding().equals(REPOSITORY_ASKED)
                ? choice.withSources(choice.sources().withToolkitSha256(question.sha256()))
                : choice.withDriver(choice.driver().withSha256(question.sha256())));
    }

    /** What the admin may answer to a question that is none about a checksum: the choice it makes. */
    Optional<UnaryOperator<RootfsChoice>> answer(String finding) {
        return switch (finding) {
            case "rootfs.space", "rootfs.inner_space" -> Optional.of(choice -> choice.withTight(true));
            case "rootfs.toolkit_key" ->
                Optional.of(choice -> choice.withSources(choice.sources().withToolkitUnsigned(true)));
            default -> Optional.empty();
        };
    }

    /** Images the host check told of. */
    List<String> knownImages() {
        return scans.scanProperty().get().map(scan -> scan.kata().files().entrySet().stream()
                .filter(file -> file.getKey().endsWith(".image") && file.getValue().exists())
                .map(file -> file.getValue().path()).toList()).orElse(List.of());
    }

    /** Where nothing was chosen before, what the host's facts suggest. */
    private void propose(HostScan scan) {
        if (choice.get().equals(RootfsChoice.NONE)) {
            put(proposal(scan));
        }
        build.allowedProperty().set(against().isEmpty());
    }

    private RootfsChoice proposal(HostScan scan) {
        String image = Optional.ofNullable(scan.kata().files().get(IMAGE_KEY)).map(KataFacts.GuestFile::path)
                .filter(path -> path.startsWith("/")).orElse("");
        DriverVersion version = versions.proposedFor(architectures());
        return RootfsChoice.NONE.withImage(image).withSizeGib(PROPOSED_GIB)
                .withDriver(RootfsChoice.NONE.driver().withVersion(version.text())
                        .withModules(versions.modulesFor(version, architectures())));
    }

    /** Whether all but the kernel's folder is what the host's facts suggest; a confirmed checksum is no choice. */
    public boolean isProposed() {
        RootfsChoice now = choice.get();
        return scans.scanProperty().get().map(this::proposal).map(proposed -> proposed
                .withKernelTree(now.kernelTree()).withTight(now.tight())
                .withDriver(proposed.driver().withSha256(now.driver().sha256()))
                .withSources(proposed.sources().withToolkitSha256(now.sources().toolkitSha256())))
                .filter(now::equals).isPresent();
    }

    private Set<GpuArchitecture> architectures() {
        List<String> chosen = wizard.planProperty().get().gpu().devices();
        List<Gpu> gpus = scans.scanProperty().get().map(scan -> scan.gpus().all()).orElse(List.of());
        List<Gpu> meant = gpus.stream().filter(gpu -> chosen.contains(gpu.address().toString())).toList();
        return (meant.isEmpty() ? gpus : meant).stream().flatMap(gpu -> gpu.model().stream())
                .map(GpuModel::architecture).collect(Collectors.toSet());
    }
}
