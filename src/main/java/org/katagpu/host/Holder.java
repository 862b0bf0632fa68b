package org.katagpu.host;

/**
 * A process that has a device node open.
 *
 * @param pid its process id on the host
 * @param command its name as the kernel keeps it (at most 15 characters)
 * @param user its owner's name, or number where the host's passwd file does not list it
 * @param node the open node: {@code /dev/nvidia0}, {@code /dev/vfio/81}, {@code /dev/dri/card1}
 */
public record Holder(int pid, String command, String user, String node) {}
