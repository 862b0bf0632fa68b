package org.katagpu.host;

import java.util.List;

/**
 * A root port with what is below it. virtCCA makes all endpoints below a root port secure at once, so they share a
 * fate even when they are in different IOMMU groups.
 */
public record RootPort(PciAddress address, List<PciFunction> endpoints) {
    public RootPort {
        endpoints = List.copyOf(endpoints);
    }
}
