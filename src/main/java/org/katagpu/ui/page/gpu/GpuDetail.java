package org.katagpu.ui.page.gpu;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;

import org.controlsfx.control.PopOver;
import org.katagpu.host.Gpu;
import org.katagpu.host.Holder;
import org.katagpu.host.PciAddress;
import org.katagpu.host.PciFunction;
import org.katagpu.message.Messages;
import org.katagpu.ui.control.ClipboardText;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** All that was read of one GPU, to look at and to copy. */
final class GpuDetail {
    private static final String NONE = "–";
    private static final double WIDEST = 460;

    private final Messages words;
    private final PopOver popOver = new PopOver();

    GpuDetail(Messages words) {
        this.words = words;
        popOver.setArrowLocation(PopOver.ArrowLocation.RIGHT_TOP);
        popOver.setDetachable(false);
    }

    void show(GpuRow row, Node beside) {
        popOver.setContentNode(content(row));
        popOver.show(beside);
    }

    void hide() {
        popOver.hide();
    }

    /** Name and value, as shown and as copied. */
    private Map<String, String> facts(GpuRow row) {
        Gpu gpu = row.gpu();
        PciFunction function = gpu.function();
        Map<String, String> facts = new LinkedHashMap<>();
        put(facts, "model", gpu.name());
        put(facts, "memory", words.get(gpu.memory().text()));
        put(facts, "state", row.standing());
        put(facts, "holders", gpu.holders().isEmpty()
                ? NONE
                : gpu.holders().stream().map(GpuDetail::holder).distinct().collect(Collectors.joining("\n")));
        put(facts, "driver", function.driver().orElse(NONE));
        put(facts, "bdf", gpu.address().toString());
        put(facts, "group", gpu.group().map(group -> String.valueOf(group.number()))
                .orElseGet(() -> gpu.groupLate() ? words.get("gpu.page.group.late") : NONE));
        put(facts, "node",
                function.boundToVfio() ? gpu.group().map(group -> group.node()).orElse(NONE) : NONE);
        put(facts, "root-port", function.rootPort().map(PciAddress::toString).orElse(NONE));
        put(facts, "numa", function.numaNode().isPresent() ? String.valueOf(function.numaNode().getAsInt()) : NONE);
        put(facts, "link", link(function));
        put(facts, "ids", function.id().toString());
        put(facts, "class", words.get("gpu.page.class",
                words.get("host.class." + function.pciClass().kind().name()), function.pciClass().toString()));
        return facts;
    }

    private void put(Map<String, String> facts, String key, String value) {
        facts.put(words.get("gpu.page.column." + key), value);
    }

    private static String holder(Holder holder) {
        return holder.command() + " (" + holder.pid() + ", " + holder.user() + ") " + holder.node();
    }

    private String link(PciFunction function) {
        String now = function.link().toString();
        String best = function.maxLink().toString();
        if (now.isEmpty() || best.isEmpty() || now.equals(best)) {
            return now.isEmpty() ? (best.isEmpty() ? NONE : best) : now;
        }
        return words.get("gpu.page.link", now, best);
    }

    private VBox content(GpuRow row) {
        GridPane grid = new GridPane(14, 4);
        int at = 0;
        Map<String, String> facts = facts(row);
        for (Map.Entry<String, String> fact : facts.entrySet()) {
            Label name = new Label(fact.getKey());
            name.getStyleClass().add("hint");
            name.setMinWidth(Label.USE_PREF_SIZE);
            Label value = new Label(fact.getValue());
            value.setWrapText(true);
            grid.addRow(at++, name, value);
        }
        VBox box = new VBox(10, grid);
        row.never().ifPresent(obstacle -> {
            Label why = new Label(words.get(obstacle.what()) + "\n" + words.get(obstacle.next()));
            why.setWrapText(true);
            why.getStyleClass().add("danger-text");
            box.getChildren().add(why);
        });
        Button copy = new Button(words.get("frame.copy"), new FontIcon(Feather.COPY));
        copy.setId("gpu-detail-copy");
        copy.setOnAction(event -> ClipboardText.copy(facts.entrySet().stream()
                .map(fact -> fact.getKey() + ": " + fact.getValue()).collect(Collectors.joining("\n"))));
        box.getChildren().add(copy);
        box.setMaxWidth(WIDEST);
        box.getStyleClass().addAll("wizard", "gpu-detail");
        return box;
    }
}
