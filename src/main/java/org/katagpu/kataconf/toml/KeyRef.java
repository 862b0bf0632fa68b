package org.katagpu.kataconf.toml;

/** One key in one table, wherever and however it is written. */
public record KeyRef(TablePath table, String key) {
    /** As shown: {@code [hypervisor.qemu] default_memory}. */
    @Override
    public String toString() {
        return table + " " + key;
    }
}
