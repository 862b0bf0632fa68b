package org.katagpu.setup.network;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.katagpu.message.Text;
import org.katagpu.setup.Action;
import org.katagpu.setup.Plan;
import org.katagpu.setup.Stage;

/**
 * The container's network: a namespace with an address on a bridge, by CNI. Its check tells one fact {@code network},
 * read by {@link ContainerNetwork}.
 */
public final class NetworkStage implements Stage {
    private final boolean anew;

    public NetworkStage() {
        this(false);
    }

    private NetworkStage(boolean anew) {
        this.anew = anew;
    }

    /**
     * The same stage, whose apply sets the network up anew even where all is well: a network belongs to one container,
     * and the next one needs a fresh one.
     */
    public static NetworkStage reset() {
        return new NetworkStage(true);
    }

    @Override
    public String id() {
        return "network";
    }

    @Override
    public Optional<Text> chosen(Plan plan) {
        return Optional.of(Text.of("network.chosen", plan.network().name(), plan.network().bridge()));
    }

    @Override
    public Map<String, String> parameters(Action action, Plan plan) {
        NetworkChoice choice = plan.network();
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("NAME", choice.name());
        parameters.put("BRIDGE", choice.bridge());
        parameters.put("SUBNET", choice.subnet());
        parameters.put("MASQUERADE", flag(choice.masquerade()));
        parameters.put("HAIRPIN", flag(choice.hairpin()));
        parameters.put("FOLDER", choice.folder());
        parameters.put("OPEN_FORWARD", flag(choice.openForward()));
        parameters.put("RESET", flag(anew && action == Action.APPLY));
        part(parameters, "PLUGINS", choice.plugins());
        part(parameters, "CNITOOL", choice.cnitool());
        parameters.put("PROXY", plan.image().mirrors().proxy());
        return parameters;
    }

    private static void part(Map<String, String> parameters, String name, NetworkPart part) {
        parameters.put(name + "_WAY", part.way().name().toLowerCase(Locale.ROOT));
        parameters.put(name + "_URL", part.url());
        parameters.put(name + "_FILE", part.file());
        parameters.put(name + "_SHA256", part.sha256());
    }

    private static String flag(boolean value) {
        return value ? "1" : "0";
    }
}
