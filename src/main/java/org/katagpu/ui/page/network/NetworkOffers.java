package org.katagpu.ui.page.network;

import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javafx.scene.control.Button;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import org.katagpu.message.Messages;
import org.katagpu.setup.Finding;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.network.NetworkChoice;
import org.katagpu.setup.network.NetworkPart;
import org.katagpu.ui.stage.StageModel;

/** What is missing can be had with one press, where the admin names nothing of his own. */
final class NetworkOffers {
    /** Findings that the settings of the programs can mend. */
    private static final Set<String> OF_PROGRAMS = Set.of("network.no_plugins", "network.no_cnitool",
            "network.plugin_unfit", "network.no_source", "network.no_file", "network.no_go", "network.not_fetched",
            "network.checksum", "network.no_archive", "network.not_built");

    private final Pane offers;
    private final TitledPane programs;
    private final NetworkModel model;
    private final Messages words;

    /** @param programs unfolded where its settings can mend what was found */
    NetworkOffers(Pane offers, TitledPane programs, NetworkModel model, Messages words) {
        this.offers = offers;
        this.programs = programs;
        this.model = model;
        this.words = words;
    }

    void show(StageModel.View now) {
        offers.getChildren().clear();
        if (now instanceof StageModel.View.Known(StageReport report, var _)) {
            show(report.findings().stream().filter(finding -> finding.status() == Finding.Status.FAIL)
                    .map(Finding::id).collect(Collectors.toSet()));
        }
    }

    private void show(Set<String> failed) {
        if (failed.stream().anyMatch(OF_PROGRAMS::contains)) {
            programs.setExpanded(true);
        }
        if (failed.contains("network.no_plugins")) {
            offer("network.offer.plugins", choice -> choice.withPlugins(model.plugins()));
        }
        if (failed.contains("network.no_cnitool")) {
            offer("network.offer.cnitool", choice -> choice.withCnitool(NetworkPart.CNITOOL));
        }
    }

    private void offer(String key, UnaryOperator<NetworkChoice> edit) {
        Button offer = new Button(words.get(key));
        offer.setId(key.replace('.', '-'));
        offer.setMinWidth(Region.USE_PREF_SIZE);
        offer.setOnAction(event -> model.change(edit));
        offers.getChildren().add(offer);
    }
}
