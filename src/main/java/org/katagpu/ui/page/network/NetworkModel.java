package org.katagpu.ui.page.network;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import org.katagpu.host.NetworkFacts.Route;
import org.katagpu.message.Text;
import org.katagpu.setup.Action;
import org.katagpu.setup.Finding;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.network.ContainerNetwork;
import org.katagpu.setup.network.NetworkChoice;
import org.katagpu.setup.network.NetworkPart;
import org.katagpu.setup.network.NetworkRules;
import org.katagpu.setup.network.NetworkStage;
import org.katagpu.ui.control.AllowedEdit;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.frame.ScanModel;
import org.katagpu.ui.frame.Wizard;
import org.katagpu.ui.stage.StageModel;

/** The container's network, as chosen and as it is on the host; the plan is kept in step. JavaFX thread only. */
public final class NetworkModel {
    /** What a run fetched, while nobody has confirmed it. @param part {@code plugins} or {@code cnitool} */
    record Unconfirmed(String part, String sha256) {}

    private final Wizard wizard;
    private final ScanModel scans;
    private final StageModel stage;
    private final ReadOnlyObjectWrapper<NetworkChoice> choice = new ReadOnlyObjectWrapper<>(NetworkChoice.DEFAULT);
    private final ReadOnlyObjectWrapper<Optional<ContainerNetwork>> network = new ReadOnlyObjectWrapper<>(
            Optional.empty());

    public NetworkModel(Wizard wizard, ScanModel scans, StageModel stage) {
        this.wizard = wizard;
        this.scans = scans;
        this.stage = stage;
        stage.marks(PageId.NETWORK);
        wizard.planProperty().subscribe(plan -> choice.set(plan.network()));
        wizard.sessionProperty().subscribe(session -> network.set(Optional.empty()));
        stage.viewProperty().subscribe(view -> {
            if (view instanceof StageModel.View.Known(StageReport report, var _)) {
                network.set(ContainerNetwork.of(report.facts()));
            }
        });
    }

    ReadOnlyObjectProperty<NetworkChoice> choiceProperty() {
        return choice.getReadOnlyProperty();
    }

    /** What the host said last; empty before it was asked. */
    ReadOnlyObjectProperty<Optional<ContainerNetwork>> networkProperty() {
        return network.getReadOnlyProperty();
    }

    /** The page came to the front: the host is asked where it was not yet. */
    void shown() {
        if (stage.viewProperty().get() instanceof StageModel.View.Nothing) {
            stage.check();
        }
    }

    /** Asks the host how the network is now. */
    void look() {
        stage.recheck();
    }

    /** Whether the edit leads to a choice that may be made. */
    boolean allows(UnaryOperator<NetworkChoice> edit) {
        return AllowedEdit.of(choice.get(), edit).isPresent();
    }

    /** Takes an edit that is allowed and asks the host anew. */
    void change(UnaryOperator<NetworkChoice> edit) {
        AllowedEdit.of(choice.get(), edit).filter(next -> !next.equals(choice.get())).ifPresent(next -> {
            wizard.planProperty().set(wizard.planProperty().get().withNetwork(next));
            stage.check();
        });
    }

    /** What speaks against a subnet, as far as that is known without asking the host anew. */
    Optional<Text> againstSubnet(String text) {
        return new NetworkRules(routes()).subnet(text, choice.get().bridge());
    }

    private List<Route> routes() {
        return scans.scanProperty().get().flatMap(scan -> scan.network().routes().value()).orElse(List.of());
    }

    /** The interface the host's traffic leaves by; empty: not known, or none. */
    Optional<String> wayOut() {
        return routes().stream().filter(Route::isDefault).map(Route::device).findFirst();
    }

    /** Whether a network of ours is there to be set up anew. */
    boolean canReset() {
        return stage.canChange() && stage.canApplyProperty().get()
                && network.get().filter(now -> now.present() && now.users().isEmpty()).isPresent();
    }

    void reset() {
        stage.act(NetworkStage.reset(), Action.APPLY);
    }

    /** What a run fetched and nobody has confirmed; empty where it asks something else. */
    Optional<Unconfirmed> unconfirmed(StageReport run, Finding asked) {
        return asked.id().equals("network.unconfirmed")
                ? run.facts().reversed().stream().filter(fact -> fact.path("kind").asText().equals("network.sum"))
                        .findFirst().map((JsonNode fact) -> new Unconfirmed(fact.path("part").asText(),
                                fact.path("sha256").asText()))
                : Optional.empty();
    }

    void confirm(Unconfirmed found) {
        change(now -> found.part().equals("plugins")
                ? now.withPlugins(now.plugins().withSha256(found.sha256()))
                : now.withCnitool(now.cnitool().withSha256(found.sha256())));
    }

    /** The guide's release of the plugins, for this host's processor; the guide's own where that is not known. */
    NetworkPart plugins() {
        return scans.scanProperty().get().flatMap(scan -> scan.system().architecture().value())
                .map(NetworkPart::plugins).orElse(NetworkPart.PLUGINS);
    }

    /** Another way; where it needs an address and has none, the guide's. */
    static NetworkPart inWay(NetworkPart part, NetworkPart.Way way, NetworkPart proposed) {
        boolean usesProposed = way == proposed.way() && part.url().isEmpty() && part.file().isEmpty();
        return usesProposed ? proposed : part.withWay(way);
    }
}
