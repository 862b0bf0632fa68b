package org.katagpu.practice.machine;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A module the practice kernel has.
 *
 * @param name with underscores, as in {@code /proc/modules}
 * @param driver the PCI driver it registers: {@code vfio-pci}
 * @param depends modules loaded before it
 * @param parameters under {@code /sys/module/<name>/parameters}
 * @param nodes device nodes that appear with it
 */
public record KernelModule(String name, State state, Optional<String> driver, List<String> depends,
        Map<String, String> parameters, List<String> nodes) {
    public enum State {
        BUILT_IN, LOADED, LOADABLE
    }

    public KernelModule {
        depends = List.copyOf(depends);
        parameters = Map.copyOf(parameters);
        nodes = List.copyOf(nodes);
    }

    public static KernelModule of(String name, State state, String... depends) {
        return new KernelModule(name, state, Optional.empty(), List.of(depends), Map.of(), List.of());
    }

    public KernelModule driver(String pciDriver) {
        return new KernelModule(name, state, Optional.of(pciDriver), depends, parameters, nodes);
    }

    public KernelModule parameters(Map<String, String> values) {
        return new KernelModule(name, state, driver, depends, values, nodes);
    }

    public KernelModule nodes(String... paths) {
        return new KernelModule(name, state, driver, depends, parameters, List.of(paths));
    }

    public KernelModule loaded() {
        return new KernelModule(name, State.LOADED, driver, depends, parameters, nodes);
    }
}
