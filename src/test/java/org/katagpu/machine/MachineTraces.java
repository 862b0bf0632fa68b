package org.katagpu.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a throwaway machine makes on the machine the tests run on.
 *
 * @param tag of its cable and its control groups
 * @param namespaces of its processes, as {@code pid:[4026532456]}
 * @param loops loop devices its files are behind
 */
record MachineTraces(String tag, String folder, List<String> namespaces, List<String> loops) {
    static final MachineTraces NONE = new MachineTraces("none", "/none", List.of(), List.of());

    static MachineTraces of(ThrowawayMachine machine) throws IOException {
        List<String> spaces = new ArrayList<>();
        for (String kind : List.of("pid", "mnt", "net", "uts", "ipc", "cgroup")) {
            spaces.add(Files.readSymbolicLink(Path.of("/proc", Long.toString(machine.init()), "ns", kind)).toString());
        }
        spaces.add(Files.readSymbolicLink(Path.of("/proc", Long.toString(machine.holder()), "ns/mnt")).toString());
        return new MachineTraces("kgm" + machine.holder(), machine.folder().toString(), spaces, machine.loopDevices());
    }

    String line() {
        return String.join(" ", tag, folder, String.join(",", namespaces), String.join(",", loops));
    }

    static MachineTraces parse(String line) {
        String[] words = line.split(" ");
        return new MachineTraces(words[0], words[1], List.of(words[2].split(",")), List.of(words[3].split(",")));
    }

    /** Those there are now, in words. */
    List<String> now() throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> links = Files.list(Path.of("/sys/class/net"))) {
            links.filter(link -> link.getFileName().toString().startsWith(tag)).forEach(link -> found.add("" + link));
        }
        try (Stream<Path> groups = Files.list(Path.of("/sys/fs/cgroup"))) {
            groups.map(group -> group.resolve(tag)).filter(Files::exists).forEach(group -> found.add("" + group));
        }
        for (String loop : loops) {
            if (Files.exists(Path.of("/sys/block", loop.substring("/dev/".length()), "loop"))) {
                found.add(loop);
            }
        }
        Files.readAllLines(Path.of("/proc/self/mountinfo")).stream().filter(line -> line.contains(folder))
                .forEach(found::add);
        ProcessHandle.allProcesses().forEach(process -> {
            for (String kind : List.of("pid", "mnt", "net", "uts", "ipc", "cgroup")) {
                try {
                    String space = Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "ns", kind))
                            .toString();
                    if (namespaces.contains(space)) {
                        found.add("process " + process.pid() + " in " + space);
                    }
                } catch (IOException gone) {
                    // It has ended meanwhile.
                }
            }
        });
        return found;
    }
}
