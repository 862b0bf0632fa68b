package org.katagpu.practice.machine;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Lays out {@code /sys/module}, {@code /proc/modules} and the PCI drivers that loaded modules register. */
final class ModuleTree {
    private static final int SIZE = 65_536;

    private final Tree tree;

    ModuleTree(Tree tree) {
        this.tree = tree;
    }

    void write(List<KernelModule> modules) throws IOException {
        StringBuilder proc = new StringBuilder();
        for (KernelModule module : modules) {
            tree.file(".practice/modules/" + module.name(), notes(module));
            if (module.state() == KernelModule.State.LOADABLE) {
                continue;
            }
            if (module.state() == KernelModule.State.LOADED) {
                proc.append(module.name()).append(' ').append(SIZE).append(" 0 - Live 0x0000000000000000\n");
                tree.attribute("sys/module/" + module.name() + "/initstate", "live");
                tree.attribute("sys/module/" + module.name() + "/refcnt", 0);
            }
            present(module);
        }
        tree.file("proc/modules", proc.toString());
    }

    private void present(KernelModule module) throws IOException {
        tree.folder("sys/module/" + module.name());
        for (Map.Entry<String, String> parameter : module.parameters().entrySet()) {
            tree.attribute("sys/module/" + module.name() + "/parameters/" + parameter.getKey(), parameter.getValue());
        }
        for (String node : module.nodes()) {
            tree.file(node.substring(1), "");
        }
        if (module.driver().isPresent()) {
            String driver = "sys/bus/pci/drivers/" + module.driver().get();
            for (String control : List.of("bind", "unbind", "new_id", "remove_id")) {
                tree.file(driver + "/" + control, "");
            }
            tree.link(driver + "/module", "sys/module/" + module.name());
        }
    }

    private static String notes(KernelModule module) {
        StringBuilder notes = new StringBuilder();
        module.driver().ifPresent(driver -> notes.append("driver ").append(driver).append('\n'));
        module.depends().forEach(name -> notes.append("depends ").append(name).append('\n'));
        module.parameters().forEach(
                (name, value) -> notes.append("parameter ").append(name).append(' ').append(value).append('\n'));
        module.nodes().forEach(node -> notes.append("node ").append(node).append('\n'));
        return notes.append("size ").append(SIZE).append('\n').toString();
    }
}
