package org.katagpu.setup.rootfs;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.katagpu.job.LockScope;
import org.katagpu.message.Text;
import org.katagpu.setup.Action;
import org.katagpu.setup.Finding;
import org.katagpu.setup.Plan;
import org.katagpu.setup.PublishedVulnerabilities;
import org.katagpu.setup.Stage;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.advisory.Component;

/**
 * Puts NVIDIA's driver and container toolkit into the guest image: into a copy, which takes the image's place once it
 * is verified. Undo with no image chosen takes back every one.
 */
public final class RootfsStage implements Stage {
    /** What toolkit packages (1.5 GiB with the compiler) and driver (1.2 GiB unpacked) take, with room to spare. */
    private static final int ROOM_MIB = 4096;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String TOOLKIT = "nvidia-container-toolkit";

    private final int roomMib;
    private final Duration patience;

    public RootfsStage() {
        this(ROOM_MIB, PATIENCE);
    }

    /** @param roomMib room packages and driver take @param patience how long a download may stand still, from 1 s */
    public RootfsStage(int roomMib, Duration patience) {
        this.roomMib = roomMib;
        this.patience = patience;
    }

    @Override
    public String id() {
        return "rootfs";
    }

    @Override
    public Optional<Text> chosen(Plan plan) {
        RootfsChoice choice = plan.rootfs();
        return choice.image().isEmpty()
                ? Optional.empty()
                : Optional.of(Text.of("rootfs.chosen", choice.image(), choice.driver().version()));
    }

    @Override
    public LockScope scope() {
        return new LockScope(id());
    }

    @Override
    public StageReport judged(StageReport report, Plan plan) {
        return report.with(Stream.concat(PublishedVulnerabilities
                .of(Component.DRIVER, plan.rootfs().driver().version(), "rootfs.advisory").stream(),
                toolkit(report).stream()).toList());
    }

    /** What is known against the container toolkit that lies in the image; nothing where none does. */
    private static Optional<Finding> toolkit(StageReport report) {
        Optional<JsonNode> inside = report.facts().stream()
                .filter(fact -> fact.path("kind").asText().equals("rootfs.inside"))
                .reduce((first, second) -> second);
        String version = inside.map(fact -> fact.path("toolkit").asText()).orElse("");
        boolean there = inside.filter(fact -> !fact.path("packages").asText().contains(TOOLKIT)).isPresent();
        return version.isEmpty() && there
                ? Optional.of(PublishedVulnerabilities.untold(Component.TOOLKIT, "rootfs.advisory_toolkit"))
                : PublishedVulnerabilities.of(Component.TOOLKIT, version, "rootfs.advisory_toolkit");
    }

    @Override
    public Map<String, String> parameters(Action action, Plan plan) {
        RootfsChoice choice = plan.rootfs();
        DriverVersion driver = DriverVersion.of(choice.driver().version());
        InstallerFlags flags = new InstallerFlags(driver);
        RootfsSources sources = choice.sources();
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("IMAGE", choice.image());
        parameters.put("SIZE_GIB", Integer.toString(choice.sizeGib()));
        parameters.put("CONVERT", choice.convert() ? "1" : "0");
        parameters.put("KERNEL_TREE", choice.kernelTree());
        parameters.put("DRIVER_VERSION", driver.text());
        parameters.put("DRIVER_MODULES", choice.driver().modules().word());
        parameters.put("DRIVER_FILE", choice.driver().file());
        parameters.put("DRIVER_MIRROR", sources.driverMirror());
        parameters.put("DRIVER_SHA256", choice.driver().sha256());
        parameters.put("PASS_USER", String.join(" ", flags.libraries()));
        parameters.put("PASS_MODULES", String.join(" ", flags.modules(choice.driver().modules())));
        parameters.put("PROXY", sources.proxy());
        parameters.put("TOOLKIT_REPO", sources.toolkitRepo());
        parameters.put("TOOLKIT_SHA256", sources.toolkitSha256());
        parameters.put("TOOLKIT_UNSIGNED", sources.toolkitUnsigned() ? "1" : "0");
        parameters.put("TIGHT", choice.tight() ? "1" : "0");
        parameters.put("PACKAGES", sources.packages());
        parameters.put("OS_MIRROR", sources.osMirror());
        parameters.put("RELEASEVER", choice.releaseVersion());
        parameters.put("ROOM_MIB", Integer.toString(roomMib));
        parameters.put("PATIENCE", Long.toString(patience.toSeconds()));
        parameters.put("VERITY", choice.verity() ? "1" : "0");
        return parameters;
    }
}
