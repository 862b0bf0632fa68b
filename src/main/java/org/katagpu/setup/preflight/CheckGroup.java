package org.katagpu.setup.preflight;

/** The groups of the host check, in the order they are shown; title: {@code check.group.<name>}. */
public enum CheckGroup {
    HOST, VIRTUALISATION, IOMMU, KATA, CONTAINERS, TOOLS, RESOURCES, NETWORK
}
