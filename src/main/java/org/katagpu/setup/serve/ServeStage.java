package org.katagpu.setup.serve;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.katagpu.message.Text;
import org.katagpu.remote.Host;
import org.katagpu.remote.Payload;
import org.katagpu.setup.Action;
import org.katagpu.setup.Plan;
import org.katagpu.setup.Stage;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageState;
import org.katagpu.setup.image.ImageReference;
import org.katagpu.setup.kata.DeviceNodes;
import org.katagpu.setup.kata.KataReading;

/**
 * Runs the model in a container with the chosen GPUs and proves, link by link, that it answers; undo stops and
 * removes it. Each apply brings a fresh API key for the server it may start; nobody on this machine keeps it, see
 * {@link ServeKeyReader}.
 */
public final class ServeStage implements Stage {
    private final ServeStart start;
    private final ServeTokens tokens;
    private final ModelSource source;
    private final DeviceNodes nodes;
    /** As each host's Kata was seen to take them: a check asks so first, and tells whether it still holds. */
    private final NodesSeen seen;

    public ServeStage() {
        this(new ServeTokens());
    }

    /** @param tokens of the models' sources; that of the plan's source goes with an apply */
    ServeStage(ServeTokens tokens) {
        this(new ServeStart.AsNeeded(), tokens, ModelSource.LOCAL, DeviceNodes.ANY, new NodesSeen());
    }

    private ServeStage(ServeStart start, ServeTokens tokens, ModelSource source, DeviceNodes nodes, NodesSeen seen) {
        this.start = start;
        this.tokens = tokens;
        this.source = source;
        this.nodes = nodes;
        this.seen = seen;
    }

    /** The same, whose apply begins elsewhere; check and undo do not depend on it. */
    public ServeStage beginning(ServeStart other) {
        return new ServeStage(other, tokens, source, nodes, seen);
    }

    /** What was typed for the models' sources. */
    public ServeTokens tokens() {
        return tokens;
    }

    /**
     * For the plan's source: its token and no other leaves this machine. The GPUs are handed over by the node the host's
     * Kata takes; a check finds out by itself which that is.
     */
    @Override
    public Stage prepare(Host host, Action action, Plan plan) throws InterruptedException {
        return switch (action) {
            case CHECK -> with(plan, seen.on(host));
            case APPLY -> with(plan, seen.keep(host, KataReading.deviceNodes(host, plan)));
            case UNDO, PREVIEW -> with(plan, DeviceNodes.ANY);
        };
    }

    @Override
    public Optional<Stage> corrected(Host host, StageReport report, Plan plan) {
        DeviceNodes told = KataReading.deviceNodes(report.facts(), plan).orElse(DeviceNodes.ANY);
        seen.keep(host, told);
        return told.equals(nodes) ? Optional.empty() : Optional.of(with(plan, told));
    }

    /** Whether the image's vLLM has the options: told with its version, beforehand. */
    @Override
    public StageReport judged(StageReport report, Plan plan) {
        // What runs has shown that it knows them.
        return report.state() == StageState.DONE ? report : report.with(FlagFit.of(plan).findings());
    }

    private ServeStage with(Plan plan, DeviceNodes taken) {
        return new ServeStage(start, tokens, plan.serve().source(), taken, seen);
    }

    @Override
    public String id() {
        return "serve";
    }

    @Override
    public Set<String> needs() {
        return Set.of("rootfs", "image", "gpu", "kata", "network");
    }

    @Override
    public Set<String> beforeItsTurn() {
        return Set.of("serve.no_image", "serve.no_network", "serve.no_address", "serve.no_devices", "serve.not_bound");
    }

    @Override
    public Optional<Text> chosen(Plan plan) {
        return plan.serve().model().isEmpty()
                ? Optional.empty()
                : Optional.of(Text.of("serve.chosen", plan.serve().model()));
    }

    @Override
    public Map<String, String> parameters(Action action, Plan plan) {
        ServeChoice choice = plan.serve();
        Map<String, String> parameters = new LinkedHashMap<>(place(plan));
        FlagFit fit = FlagFit.of(plan);
        String fault = choice.faults().stream().findFirst().map(ServeFault::word)
                .orElse(fit.typed().isEmpty() ? "" : "extra_unknown");
        parameters.put("FAULT", fault);
        parameters.put("START", start.word());
        parameters.put("RUNTIME", choice.runtime());
        parameters.put("SNAPSHOTTER", plan.image().store().snapshotter());
        parameters.put("REFERENCE", ImageReference.parse(plan.image().reference()).orElseThrow().toString());
        parameters.put("DEVICES", String.join(" ", plan.gpu().devices()));
        parameters.put("NODES", nodes.words());
        parameters.put("NETNS", plan.network().name());
        parameters.put("SERVED", choice.clientName());
        parameters.put("ASK_KEY", choice.askKey() ? "1" : "");
        parameters.put("TLS", choice.tls().parameter());
        parameters.put("TOKEN_VARIABLE", ServeTokens.variable(choice.source()));
        // A choice with a fault is not served, so nothing of it has to travel.
        ServerCommand command = fault.isEmpty()
                ? ServerCommand.of(choice).without(fit.own())
                : new ServerCommand(List.of(), List.of(), Map.of());
        parameters.put("SERVER_ARGUMENTS", String.join("\n", command.arguments()));
        parameters.put("EXTRA_ARGUMENTS", String.join("\n", command.extra()));
        parameters.put("SERVER_ENVIRONMENT", new TreeMap<>(command.environment()).entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue()).collect(Collectors.joining("\n")));
        parameters.put("PARALLEL", Integer.toString(choice.tensorParallel()));
        return parameters;
    }

    /** What every script of this stage needs to find the container. */
    static Map<String, String> place(Plan plan) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("NAMESPACE", plan.image().store().namespace());
        parameters.put("CONTAINERD", plan.image().store().socket());
        parameters.put("CONTAINER", plan.serve().container());
        parameters.put("PORT", Integer.toString(plan.serve().port()));
        return parameters;
    }

    @Override
    public Payload secrets(Action action) {
        return action != Action.APPLY ? Payload.NONE : to -> {
            try (ServeKey key = ServeKey.random()) {
                key.writeTo(to);
                tokens.writeTo(source, to);
            }
        };
    }
}
