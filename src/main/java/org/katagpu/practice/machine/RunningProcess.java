package org.katagpu.practice.machine;

import java.util.List;

/**
 * A process the practice machine pretends to run: an entry under {@code proc}, nothing more.
 *
 * @param pid above {@value #HIGHEST_REAL}, the highest a Linux kernel can give: no signal meant for it can ever
 *        reach a process of the real machine
 * @param open device nodes it holds open: {@code /dev/nvidia0}
 */
public record RunningProcess(int pid, String name, List<String> arguments, List<String> open) {
    public static final int HIGHEST_REAL = 4_194_304;

    public RunningProcess {
        if (pid <= HIGHEST_REAL) {
            throw new IllegalArgumentException("pid " + pid + " could be a real process");
        }
        arguments = List.copyOf(arguments);
        open = List.copyOf(open);
    }
}
