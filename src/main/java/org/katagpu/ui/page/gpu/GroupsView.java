package org.katagpu.ui.page.gpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;

import org.katagpu.host.Gpu;
import org.katagpu.host.HostScan;
import org.katagpu.host.IommuGroup;
import org.katagpu.host.PciFunction;
import org.katagpu.host.RootPort;
import org.katagpu.message.Messages;

/** For each GPU: every member of its IOMMU group, and every endpoint below its root port. */
final class GroupsView {
    private final TreeView<String> tree;
    private final Messages words;

    GroupsView(TreeView<String> tree, Messages words) {
        this.tree = tree;
        this.words = words;
        tree.setShowRoot(false);
    }

    void show(HostScan scan) {
        TreeItem<String> root = new TreeItem<>();
        List<IommuGroup> seen = new ArrayList<>();
        for (Gpu gpu : scan.gpus().all()) {
            Optional<IommuGroup> group = gpu.group();
            if (group.isEmpty()) {
                root.getChildren()
                        .add(new TreeItem<>(words.get(
                                gpu.groupLate() ? "gpu.page.groups.later" : "gpu.page.groups.without",
                                function(gpu.function(), scan))));
            } else if (!seen.contains(group.get())) {
                seen.add(group.get());
                root.getChildren().add(group(group.get(), gpu, scan));
            }
        }
        tree.setRoot(root);
    }

    private TreeItem<String> group(IommuGroup group, Gpu of, HostScan scan) {
        TreeItem<String> item = open(words.get("gpu.page.groups.group", String.valueOf(group.number()), group.node()));
        group.members().forEach(member -> item.getChildren().add(new TreeItem<>(function(member, scan))));
        of.rootPort().ifPresent(port -> item.getChildren().add(below(port, scan)));
        return item;
    }

    private TreeItem<String> below(RootPort port, HostScan scan) {
        TreeItem<String> item = open(words.get("gpu.page.groups.port", port.address().toString()));
        port.endpoints().forEach(endpoint -> item.getChildren().add(new TreeItem<>(function(endpoint, scan))));
        return item;
    }

    private String function(PciFunction function, HostScan scan) {
        String name = scan.gpus().at(function.address()).map(Gpu::name)
                .orElseGet(() -> words.get("host.class." + function.pciClass().kind().name()));
        String driver = function.driver().orElseGet(() -> words.get("gpu.page.groups.no-driver"));
        return words.get("gpu.page.groups.function", function.address().toString(), name, function.id().toString(),
                driver);
    }

    private static TreeItem<String> open(String text) {
        TreeItem<String> item = new TreeItem<>(text);
        item.setExpanded(true);
        return item;
    }
}
