package org.katagpu.practice.machine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything a practice machine shows of itself.
 *
 * @param identity name, kernel and processor kind
 * @param devices bridges before what is below them
 * @param iommus names under {@code /sys/class/iommu}; empty: there is none, whatever groups the devices name
 * @param files path below the root (no leading slash) to what is there
 * @param nodes device nodes that are always there
 * @param answers what a command prints, by its arguments: see {@code practice/bin/answer}
 */
public record Machine(Identity identity, List<PciDevice> devices, List<KernelModule> modules, List<String> iommus,
        List<RunningProcess> processes, List<ServiceUnit> units, Map<String, Content> files, List<String> nodes,
        Map<String, String> answers) {

    public Machine {
        devices = List.copyOf(devices);
        modules = List.copyOf(modules);
        iommus = List.copyOf(iommus);
        processes = List.copyOf(processes);
        units = List.copyOf(units);
        files = Map.copyOf(files);
        nodes = List.copyOf(nodes);
        answers = Map.copyOf(answers);
    }

    /** What stands at a path. */
    public sealed interface Content {
        record Words(String text) implements Content {}

        /** Bytes at places of a file that is empty elsewhere. @param size of the whole file */
        record Sparse(long size, Map<Long, byte[]> bytes) implements Content {}

        /** @param target path below the root, without leading slash */
        record Link(String target) implements Content {}

        /** An executable that answers like the command of the same name: see {@link Machine#answers}. */
        record Program() implements Content {}
    }

    /**
     * @param release as {@code uname -r}
     * @param version as {@code uname -v}
     * @param architecture as {@code uname -m}
     * @param srIov whether the kernel knows SR-IOV, and lists regions for it with every device
     */
    public record Identity(String hostname, String release, String version, String architecture, boolean srIov) {}

    /** Collects a machine part by part; a later file or answer of the same name replaces the earlier. */
    public static final class Builder {
        private final Identity identity;
        private final List<PciDevice> devices = new ArrayList<>();
        private final Map<String, KernelModule> modules = new LinkedHashMap<>();
        private final List<String> iommus = new ArrayList<>();
        private final List<RunningProcess> processes = new ArrayList<>();
        private final Map<String, ServiceUnit> units = new LinkedHashMap<>();
        private final Map<String, Content> files = new LinkedHashMap<>();
        private final List<String> nodes = new ArrayList<>();
        private final Map<String, String> answers = new LinkedHashMap<>();

        public Builder(Identity identity) {
            this.identity = identity;
        }

        public Builder device(PciDevice device) {
            devices.add(device);
            return this;
        }

        public Builder module(KernelModule module) {
            modules.put(module.name(), module);
            return this;
        }

        /** Marks modules as loaded that were given before. */
        public Builder load(String... names) {
            for (String name : names) {
                modules.computeIfPresent(name, (same, module) -> module.loaded());
            }
            return this;
        }

        public Builder iommu(String name) {
            iommus.add(name);
            return this;
        }

        public Builder process(RunningProcess process) {
            processes.add(process);
            return this;
        }

        public Builder unit(ServiceUnit unit) {
            units.put(unit.name(), unit);
            return this;
        }

        public Builder file(String path, String text) {
            return file(path, new Content.Words(text));
        }

        public Builder file(String path, Content content) {
            files.put(path, content);
            return this;
        }

        public Builder programs(String... paths) {
            for (String path : paths) {
                files.put(path, new Content.Program());
            }
            return this;
        }

        public Builder node(String path) {
            nodes.add(path);
            return this;
        }

        public Builder answer(String command, String text) {
            answers.put(command, text);
            return this;
        }

        /** Commands the machine has that need no answers of its own. */
        public Builder commands(String... names) {
            for (String name : names) {
                answers.putIfAbsent(name, "");
            }
            return this;
        }

        public Machine build() {
            return new Machine(identity, devices, List.copyOf(modules.values()), iommus, processes,
                    List.copyOf(units.values()), files, nodes, answers);
        }
    }
}
