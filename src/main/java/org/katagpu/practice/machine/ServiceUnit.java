package org.katagpu.practice.machine;

/** A systemd unit. @param pid of its main process under {@code proc}, 0 for none: stopping the unit ends it */
public record ServiceUnit(String name, boolean active, boolean enabled, int pid) {
    public static ServiceUnit running(String name) {
        return new ServiceUnit(name, true, true, 0);
    }
}
