package org.katagpu.setup.gpu;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.katagpu.message.Text;
import org.katagpu.remote.Host;
import org.katagpu.setup.Action;
import org.katagpu.setup.Plan;
import org.katagpu.setup.Stage;
import org.katagpu.setup.kata.DeviceNodes;
import org.katagpu.setup.kata.KataReading;

/** Binds the chosen devices to vfio-pci: all of them or none. Undo with no device chosen takes back every one. */
public final class GpuStage implements Stage {
    /** An NVIDIA driver with eight GPUs can take over ten seconds to let go of one. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String UNKNOWN_IDENTITY = "?";

    private final Duration patience;
    private final DeviceNodes nodes;

    public GpuStage() {
        this(PATIENCE);
    }

    /** @param patience how long a driver may take to let go of a device or to take it, 1 to 999 s */
    public GpuStage(Duration patience) {
        this(patience, DeviceNodes.ANY);
    }

    private GpuStage(Duration patience, DeviceNodes nodes) {
        this.patience = patience;
        this.nodes = nodes;
    }

    /** What was bound is of use only by the node the host's Kata takes. */
    @Override
    public Stage prepare(Host host, Action action, Plan plan) throws InterruptedException {
        return action == Action.APPLY ? new GpuStage(patience, KataReading.deviceNodes(host, plan)) : this;
    }

    @Override
    public String id() {
        return "gpu";
    }

    @Override
    public Optional<Text> chosen(Plan plan) {
        return plan.gpu().devices().isEmpty()
                ? Optional.empty()
                : Optional.of(Text.of("gpu.chosen", String.join(", ", plan.gpu().devices())));
    }

    @Override
    public Map<String, String> parameters(Action action, Plan plan) {
        GpuChoice choice = plan.gpu();
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("DEVICES", String.join(" ", choice.devices()));
        parameters.put("IDENTITIES", choice.devices().stream()
                .map(device -> choice.identities().getOrDefault(device, UNKNOWN_IDENTITY))
                .collect(Collectors.joining(" ")));
        parameters.put("NODES", nodes.words());
        parameters.put("PERSIST", flag(choice.persist()));
        parameters.put("STOP_PERSISTENCED", flag(choice.stopPersistenced()));
        parameters.put("PATIENCE", Long.toString(patience.toSeconds()));
        return parameters;
    }

    @Override
    public int extent(Plan plan) {
        return plan.gpu().devices().size();
    }

    private static String flag(boolean value) {
        return value ? "1" : "0";
    }
}
