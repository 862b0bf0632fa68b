package org.katagpu.setup.preflight;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A host as a folder: sysfs laid out as the kernel does (devices below their bridges, links to them), and stand-ins
 * for the commands the scan calls, the only ones on its PATH besides a few harmless real ones.
 */
final class FakeRoot {
    private static final List<String> REAL = List.of("bash", "base64", "head", "stat", "cat", "timeout", "find", "grep",
            "od", "readlink",
            "gzip", "sleep");

    private final Path root;
    private final Path commands;
    private final Map<String, Path> devices = new HashMap<>();
    private int process = 100;

    FakeRoot(Path folder) {
        root = folder.resolve("root");
        commands = folder.resolve("commands");
        make(root.resolve("sys/bus/pci/devices"));
        make(commands);
        REAL.forEach(this::real);
    }

    private void real(String tool) {
        for (String place : List.of("/usr/bin/", "/bin/")) {
            if (Files.isExecutable(Path.of(place + tool))) {
                command(tool, "exec " + place + tool + " \"$@\"");
                return;
            }
        }
        throw new IllegalStateException("no " + tool);
    }

    Path path() {
        return root;
    }

    Path commands() {
        return commands;
    }

    /** A command on the PATH. */
    FakeRoot command(String name, String bash) {
        return executable(commands.resolve(name), bash);
    }

    /** A program inside the root. */
    FakeRoot program(String path, String bash) {
        return executable(root.resolve(path), bash);
    }

    private FakeRoot executable(Path file, String bash) {
        write(file, "#!/bin/bash\n" + bash + "\n");
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    FakeRoot file(String path, String content) {
        write(root.resolve(path), content);
        return this;
    }

    FakeRoot bytes(String path, byte[] content) {
        try {
            make(root.resolve(path).getParent());
            Files.write(root.resolve(path), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    FakeRoot link(String path, String to) {
        link(root.resolve(path), Path.of(to));
        return this;
    }

    /** A device below a bridge made before, or on the root bus of its domain where {@code below} is empty. */
    FakeRoot device(String bdf, String below, Map<String, String> attributes) {
        Path parent = below.isEmpty()
                ? root.resolve("sys/devices/pci" + bdf.substring(0, 7))
                : devices.get(below);
        Path folder = parent.resolve(bdf);
        devices.put(bdf, folder);
        attributes.forEach((name, value) -> write(folder.resolve(name), value + "\n"));
        relativeLink(root.resolve("sys/bus/pci/devices/" + bdf), folder);
        return this;
    }

    FakeRoot bind(String bdf, String driver) {
        Path folder = root.resolve("sys/bus/pci/drivers/" + driver);
        relativeLink(folder.resolve(bdf), devices.get(bdf));
        relativeLink(devices.get(bdf).resolve("driver"), folder);
        return this;
    }

    FakeRoot group(int number, String... members) {
        Path folder = root.resolve("sys/kernel/iommu_groups/" + number + "/devices");
        for (String bdf : members) {
            relativeLink(folder.resolve(bdf), devices.get(bdf));
            relativeLink(devices.get(bdf).resolve("iommu_group"), folder.getParent());
        }
        return this;
    }

    /** A process with these nodes open. */
    FakeRoot process(String command, int uid, String... nodes) {
        String proc = "proc/" + ++process;
        file(proc + "/comm", command + "\n");
        file(proc + "/status", "Name:\t" + command + "\nUid:\t" + uid + "\t" + uid + "\t" + uid + "\t" + uid + "\n");
        make(root.resolve(proc + "/fd"));
        for (int i = 0; i < nodes.length; i++) {
            link(root.resolve(proc + "/fd/" + (3 + i)), Path.of(nodes[i]));
        }
        return this;
    }

    int lastProcess() {
        return process;
    }

    private static void relativeLink(Path link, Path target) {
        make(target);
        make(link.getParent());
        link(link, link.getParent().relativize(target));
    }

    private static void link(Path link, Path target) {
        try {
            make(link.getParent());
            Files.createSymbolicLink(link, target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            make(file.getParent());
            Files.write(file, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void make(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
