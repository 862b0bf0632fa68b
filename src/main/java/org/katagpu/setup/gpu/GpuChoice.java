package org.katagpu.setup.gpu;

import java.util.List;

/**
 * The devices chosen for the container.
 *
 * @param devices PCI addresses ({@code 0000:3b:00.0}) of every function to bind, companions included
 * @param persist whether the binding is made anew at each boot
 */
public record GpuChoice(List<String> devices, boolean persist) {
    public static final GpuChoice NONE = new GpuChoice(List.of(), false);

    public GpuChoice {
        devices = List.copyOf(devices);
    }
}
