package org.katagpu.practice;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.katagpu.practice.machine.Machine;
import org.katagpu.practice.machine.Texts;
import org.katagpu.remote.ShellQuote;

/** Fills a sandbox's {@code bin}: links to the allowed real tools, and the scripts that stand in for the rest. */
final class CommandStubs {
    private static final List<String> SCRIPTS = List.of("df", "dmesg", "fuser", "hostname", "id", "journalctl",
            "lsmod", "lspci", "modprobe", "nvidia-smi", "rmmod", "sudo", "systemctl", "tee", "uname", "whoami");
    private static final List<String> OWNERS = List.of("chown", "chgrp");
    /** Of those a machine says it has, what does more than answer. */
    private static final Set<String> ACTING = Set.of("chroot", "cnitool", "ctr", "curl", "dnf", "docker", "git", "gpg",
            "ip",
            "iptables", "losetup", "modinfo", "mount", "mountpoint", "ping", "setpriv", "sfdisk", "umount", "unshare");
    /** Several commands that one script plays. */
    private static final Map<String, String> PLAYED_BY = Map.of("e2fsck", "ext4", "resize2fs", "ext4", "bridge",
            "cni-plugin", "host-local", "cni-plugin");
    /** Commands of a guest. */
    private static final List<String> GUESTS = List.of("nvidia-smi", "python3", "openssl", "mount");
    private static final List<String> LIBRARIES = List.of("notes", "kernel", "buildkit", "containerd-images",
            "containerd-tasks", "guest", "http", "mounts", "net", "nvidia-installer");
    private static final int PROGRAM_HEADER = 64;

    private final ToolBox tools;
    private final Path folder;

    CommandStubs(ToolBox tools, Path sandbox) {
        this.tools = tools;
        this.folder = sandbox;
    }

    void install(Machine machine) throws IOException {
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Path hidden = Files.createDirectory(folder.resolve("libexec"));
        for (String name : LIBRARIES) {
            Files.writeString(hidden.resolve(name + ".sh"), Texts.read("practice/lib/" + name + ".sh"));
        }
        Files.createSymbolicLink(hidden.resolve("tee"), tools.tools().get("tee"));
        guestShell();
        Path guestBin = Files.createDirectory(folder.resolve("guestbin"));
        for (String name : GUESTS) {
            script(guestBin.resolve(name), "guest-" + name);
        }
        for (String name : SCRIPTS) {
            script(bin.resolve(name), name);
        }
        for (String name : OWNERS) {
            script(bin.resolve(name), "owner");
        }
        for (Map.Entry<String, Machine.Content> file : machine.files().entrySet()) {
            if (file.getValue() instanceof Machine.Content.Program) {
                Path program = folder.resolve("root").resolve(file.getKey());
                script(program, source(program.getFileName().toString()));
                // One that answers for itself is no copy of the others of its name.
                if (machine.answers().containsKey(file.getKey().replace('/', '_'))) {
                    Files.writeString(program, "# " + file.getKey() + "\n", StandardOpenOption.APPEND);
                }
            }
        }
        for (String name : machine.answers().keySet()) {
            if (Files.notExists(bin.resolve(name))) {
                script(bin.resolve(name), source(name));
            }
        }
        Files.createSymbolicLink(bin.resolve("bash"), tools.bash());
        Files.createSymbolicLink(bin.resolve("sh"), tools.bash());
        for (Map.Entry<String, Path> tool : tools.tools().entrySet()) {
            if (Files.notExists(bin.resolve(tool.getKey()))) {
                Files.createSymbolicLink(bin.resolve(tool.getKey()), tool.getValue());
            }
        }
    }

    private static String source(String command) {
        return PLAYED_BY.getOrDefault(command, ACTING.contains(command) ? command : "answer");
    }

    /** Programs in the guest image are for the kind of machine that plays: its shell begins as this one's does. */
    private void guestShell() throws IOException {
        Path guest = folder.resolve("root/.practice/guest/usr/bin");
        if (Files.isDirectory(guest)) {
            try (InputStream program = Files.newInputStream(tools.bash())) {
                Files.write(guest.resolve("sh"), program.readNBytes(PROGRAM_HEADER));
            }
        }
    }

    private void script(Path file, String source) throws IOException {
        Files.writeString(file, "#!" + tools.bash() + "\nSANDBOX=" + ShellQuote.quote(folder.toString()) + "\n"
                + Texts.read("practice/bin/" + source));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
