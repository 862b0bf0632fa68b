package org.katagpu.setup.image;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.katagpu.job.LockScope;
import org.katagpu.setup.Action;
import org.katagpu.setup.Plan;
import org.katagpu.setup.SetupText;
import org.katagpu.setup.Stage;

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
