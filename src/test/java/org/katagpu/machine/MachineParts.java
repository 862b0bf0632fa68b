package org.katagpu.machine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.katagpu.practice.machine.Machine;
import org.katagpu.practice.machine.MachineTree;
import org.katagpu.setup.network.RealCnitool;

/** What a machine is booted from: its scripts, its users, the hardware that is played, programs not of this machine. */
final class MachineParts {
    private MachineParts() {}

    static void write(Path folder, Machine hardware) throws IOException, InterruptedException {
        for (String script : List.of("holder.sh", "boot.sh")) {
            copy(script, folder.resolve(script));
        }
        Files.writeString(folder.resolve("users"), Arrays.stream(MachineUser.values())
                .map(user -> user.line() + "\n").collect(Collectors.joining()));
        new MachineTree(Files.createDirectories(folder.resolve("hardware"))).write(hardware);
        Files.copy(RealCnitool.build(), folder.resolve("cnitool"), StandardCopyOption.REPLACE_EXISTING);
        Path played = Files.createDirectories(folder.resolve("played"));
        copy("played/tee", played.resolve("tee"));
        copy("played/modprobe", played.resolve("modprobe"));
        kernel(Files.createDirectories(folder.resolve("kernel")));
    }

    /** The practice kernel, whose root is the machine's own. */
    private static void kernel(Path folder) throws IOException {
        Files.writeString(folder.resolve("notes.sh"), resource("/practice/lib/notes.sh")
                .replace("ROOT=$SANDBOX/root", "ROOT=").replace("NOTES=$ROOT/.practice", "NOTES=/run/.played"));
        Files.writeString(folder.resolve("kernel.sh"),
                resource("/practice/lib/kernel.sh").replace("$ROOT/proc/modules", "/run/.modules")
                        + resource("played/nodes.sh"));
        Files.writeString(folder.resolve("tee.sh"), resource("/practice/bin/tee"));
        Files.writeString(folder.resolve("modprobe.sh"), resource("/practice/bin/modprobe"));
    }

    private static void copy(String name, Path to) throws IOException {
        Files.writeString(to, resource(name));
    }

    static String resource(String name) throws IOException {
        try (InputStream in = MachineParts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("no " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
