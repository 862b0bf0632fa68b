package org.katagpu.setup.image;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.katagpu.host.GpuModel;
import org.katagpu.host.NvidiaModels;
import org.katagpu.host.PciId;
import org.katagpu.job.LockScope;
import org.katagpu.message.Text;
import org.katagpu.setup.Action;
import org.katagpu.setup.Finding;
import org.katagpu.setup.Plan;
import org.katagpu.setup.PublishedVulnerabilities;
import org.katagpu.setup.SetupText;
import org.katagpu.setup.Stage;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageState;
import org.katagpu.setup.advisory.Component;
import org.katagpu.setup.rootfs.DriverChoice;
import org.katagpu.setup.rootfs.DriverVersion;

/** Brings the model image into containerd, verified; undo gives the name back to what it was. */
public final class ImageStage implements Stage {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Duration patience;

    public ImageStage() {
        this(PATIENCE);
    }

    /** @param patience with a download from which next to nothing comes, to the second */
    ImageStage(Duration patience) {
        this.patience = patience;
    }

    @Override
    public String id() {
        return "image";
    }

    @Override
    public Optional<Text> chosen(Plan plan) {
        return Optional.of(Text.of(switch (plan.image().way()) {
            case BUILD -> "image.chosen.build";
            case REGISTRY -> "image.chosen.registry";
            case IMPORT -> "image.chosen.import";
        }, plan.image().reference()));
    }

    @Override
    public LockScope scope() {
        return new LockScope(id());
    }

    @Override
    public Map<String, String> parameters(Action action, Plan plan) {
        ImageChoice choice = plan.image();
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("MODE", choice.way().name().toLowerCase(Locale.ROOT));
        parameters.put("REFERENCE", canonical(choice.reference()));
        parameters.put("NAMESPACE", choice.store().namespace());
        parameters.put("CONTAINERD", choice.store().socket());
        parameters.put("SNAPSHOTTER", choice.store().snapshotter());
        parameters.put("PROXY", choice.mirrors().proxy());
        parameters.put("NO_PROXY_FOR", choice.mirrors().noProxy());
        if (action != Action.UNDO) {
            parameters.put("PATIENCE", Long.toString(patience.toSeconds()));
            switch (choice.way()) {
                case BUILD -> build(parameters, choice.build(), choice.mirrors());
                case REGISTRY -> registry(parameters, choice.registry());
                case IMPORT -> {
                    parameters.put("ARCHIVE", choice.archive().path());
                    parameters.put("ARCHIVE_SHA256", choice.archive().sha256());
                }
            }
        }
        return parameters;
    }

    /** Whether the image goes with the guest's driver and the chosen GPUs; told while something is still to be done. */
    @Override
    public StageReport judged(StageReport report, Plan plan) {
        StageReport told = report.with(ImageVllm.tag(plan.image())
                .flatMap(version -> PublishedVulnerabilities.of(Component.VLLM, version, "image.advisory")).stream()
                .toList());
        Optional<ImageNeeds> needs = ImageNeeds.of(report.facts());
        if (needs.isEmpty() || plan.image().way() == ImageWay.BUILD) {
            return told;
        }
        NvidiaModels models = NvidiaModels.bundled();
        List<GpuModel> gpus = plan.gpu().identities().values().stream()
                .flatMap(identity -> model(models, identity).stream()).toList();
        DriverChoice driver = plan.rootfs().driver();
        List<Finding> found = new ImageFit(needs.get(), DriverVersion.parse(driver.version()), driver.modules(), gpus)
                .findings();
        // One that is here already is no fault of this stage's: what keeps it from serving is told, nothing is stopped.
        return report.state() == StageState.DONE
                ? told.with(found.stream().map(ImageStage::asWarning).toList())
                : told.with(found);
    }

    private static Finding asWarning(Finding found) {
        return found.status() == Finding.Status.FAIL
                ? new Finding(found.id(), Finding.Status.WARN, found.what(), found.evidence(), found.next())
                : found;
    }

    private static Optional<GpuModel> model(NvidiaModels models, String identity) {
        String[] part = identity.split(":");
        PciId subsystem = part.length < 4 ? PciId.of("0000", "0000") : PciId.of(part[2], part[3]);
        return part.length < 2
                ? Optional.empty()
                : models.find(PciId.of(part[0], part[1]), subsystem);
    }

    private static void build(Map<String, String> parameters, BuildSettings build, ImageMirrors mirrors) {
        parameters.put("BASE_IMAGE", build.baseImage());
        parameters.put("SOURCE_URL", build.sourceUrl());
        parameters.put("SOURCE_COMMIT", build.sourceCommit());
        parameters.put("PINNED_COMMIT", BuildSettings.COMMIT);
        parameters.put("MAX_JOBS", Integer.toString(build.maxJobs()));
        parameters.put("NVCC_THREADS", Integer.toString(build.nvccThreads()));
        parameters.put("CUDA_ARCHES", build.cudaArches());
        parameters.put("FLASH_ATTN_ARCHES", build.flashAttnArches());
        parameters.put("APT_MIRROR", mirrors.apt());
        parameters.put("PIP_INDEX", mirrors.pip());
        parameters.put("GITHUB", mirrors.github());
        parameters.put("BUILDX_VERSION", build.buildxVersion());
        parameters.put("BUILDX_URL", mirrors.buildx().isEmpty() ? ImageMirrors.BUILDX : mirrors.buildx());
        parameters.put("BUILDX_FILE", build.buildxFile());
        parameters.put("BUILDX_SHA256", build.buildxSha256());
        parameters.put("ROOM_DOCKER", Long.toString(ImageDiskSpace.BUILD.docker()));
        parameters.put("ROOM_RESULT", Long.toString(ImageDiskSpace.RESULT));
        parameters.put("DOCKERFILE", dockerfile());
    }

    private static void registry(Map<String, String> parameters, RegistryImage registry) {
        parameters.put("SOURCE_IMAGE", canonical(registry.image()));
        parameters.put("SOURCE_BYTES", Long.toString(registry.bytes()));
        parameters.put("PLAIN_HTTP", registry.plainHttp() ? "1" : "");
    }

    private static String canonical(String name) {
        return ImageReference.parse(name).orElseThrow().toString();
    }

    /** The Dockerfile the image is built with. */
    public static String dockerfile() {
        return SetupText.of("image/Dockerfile");
    }
}
