package org.katagpu.machine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.katagpu.message.ProblemException;
import org.katagpu.practice.machine.Machine;
import org.katagpu.practice.persona.KunpengServer;
import org.katagpu.remote.Host;
import org.katagpu.remote.Target;
import org.katagpu.remote.ssh.SshConnector;
import org.katagpu.remote.ssh.trust.HostKeyTrust;

/**
 * A server to set up and throw away: mount, PID, network, UTS, IPC and cgroup namespaces over an overlay of this
 * machine's own root, with its own /proc, /run, /dev and boot id, real sshd, sudo, udevd, containerd and CNI in it.
 * {@code KATAGPU_ROOT} is not set there. PCI devices, their groups and drivers are played: see docs/decisions/0019-throwaway-machine.md
 * and {@code boot.sh}. Needs root. Nothing of it outlives {@link #close()}, nor the death of this process.
 */
public final class ThrowawayMachine implements AutoCloseable {
    private static final int SSH = 22;
    private final Path folder;
    private final Path base;
    private final Process holder;
    private final BufferedReader said;
    private final Writer orders;
    private long init;
    private String address = "";

    private ThrowawayMachine(Path folder, Machine hardware) throws IOException, InterruptedException {
        this.folder = Files.createDirectories(folder.resolve("throwaway"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        MachineParts.write(this.folder, hardware);
        base = Files.createDirectories(this.folder.resolve("disk"));
        holder = new ProcessBuilder("unshare", "--mount", "--propagation", "private", "bash",
                this.folder.resolve("holder.sh").toString(), base.toString(), this.folder.toString())
                .redirectError(this.folder.resolve("holder.log").toFile()).start();
        said = new BufferedReader(new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8));
        orders = holder.outputWriter(StandardCharsets.UTF_8);
        awaitBoot();
    }

    /** Boots one with the hardware of {@link KunpengServer#fourGpus()}. @param folder of the test */
    public static ThrowawayMachine start(Path folder) throws IOException, InterruptedException {
        return start(folder, KunpengServer.fourGpus());
    }

    /** @param hardware whose PCI devices, groups, drivers and modules are played */
    public static ThrowawayMachine start(Path folder, Machine hardware) throws IOException, InterruptedException {
        return new ThrowawayMachine(folder, hardware);
    }

    private void awaitBoot() throws IOException, InterruptedException {
        for (String line = said.readLine(); !"ready".equals(line); line = said.readLine()) {
            if (line != null && line.startsWith("machine ")) {
                String[] words = line.split(" ");
                init = Long.parseLong(words[1]);
                address = words[2];
            } else {
                String why = "the machine does not boot: " + line + "\n" + logs();
                close();
                throw new IllegalStateException(why);
            }
        }
    }

    private String logs() throws IOException, InterruptedException {
        Process cat = new ProcessBuilder("nsenter", "--target", Long.toString(holder.pid()), "--mount", "--", "sh",
                "-c",
                "tail -n 20 \"$0\"/boot.log \"$0\"/keep/log/*.log", base.toString()).redirectErrorStream(true).start();
        String text = new String(cat.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        cat.waitFor();
        return Files.readString(folder.resolve("holder.log")) + text;
    }

    /** Where its sshd listens, at port 22; another after a restart. */
    public String address() {
        return address;
    }

    public int port() {
        return SSH;
    }

    /** Its process 1, as a process of this machine. */
    public long init() {
        return init;
    }

    /** The process that keeps its disk. */
    long holder() {
        return holder.pid();
    }

    Path folder() {
        return folder;
    }

    /** Loop devices behind which its files are. */
    public List<String> loopDevices() throws IOException {
        orders.write("loops\n");
        orders.flush();
        String line = said.readLine();
        return Stream.of(line.split(" ")).skip(1).toList();
    }

    /** Connects as the wizard does. */
    public Host connect(MachineUser user) throws ProblemException, InterruptedException {
        Path known = folder.resolve("known-hosts-" + user.login());
        return new SshConnector(new HostKeyTrust(folder, known)).connect(Target.of(address, SSH, user.login()),
                new KnownAnswers(user));
    }

    /** A command in it as root, not yet started, without this process's environment. */
    public ProcessBuilder command(String... words) {
        List<String> all = new ArrayList<>(List.of("nsenter", "--target", Long.toString(init), "--mount", "--pid",
                "--net", "--uts", "--ipc", "--cgroup", "--"));
        all.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(all);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().put("HOME", "/root");
        builder.environment().put("LC_ALL", "C");
        return builder;
    }

    /** Runs bash code in it as root; what it printed, both streams, without blanks at its ends. Fails where it does. */
    public String exec(String code) {
        return run(command("bash", "-c", "set -Eeuo pipefail\n" + code), code).strip();
    }

    /** The same as another user, from his home. */
    public String exec(MachineUser user, String code) {
        return run(command("setpriv", "--reuid", user.login(), "--regid", user.login(), "--init-groups", "--reset-env",
                "bash", "-c", "cd; set -Eeuo pipefail\n" + code), code).strip();
    }

    /** Runs a command; what it printed. */
    String run(ProcessBuilder command, String told) {
        try {
            Process process = command.redirectErrorStream(true).start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(told + ": " + text);
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Puts bytes at a path in it. @param mode octal */
    public void write(String path, byte[] bytes, String mode) {
        try {
            Process cat = command("bash", "-c", "mkdir -p \"${1%/*}\"; cat >\"$1\"; chmod \"$2\" \"$1\"", "bash", path,
                    mode).redirectErrorStream(true).start();
            try (var out = cat.getOutputStream()) {
                out.write(bytes);
            }
            String text = new String(cat.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (cat.waitFor() != 0) {
                throw new IllegalStateException(path + ": " + text);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Puts a file of this machine at a path in it, to be run there. */
    public void put(Path file, String path) throws IOException {
        write(path, Files.readAllBytes(file), "755");
    }

    public void write(String path, String text) {
        write(path, text.getBytes(StandardCharsets.UTF_8), "644");
    }

    /**
     * What a power cut and a start leave: the disk. Processes, /run, /tmp, namespaces, mounts, links, firewall rules,
     * loop devices and driver bindings are gone, the boot id and the {@link #address()} are others.
     */
    public void restart() throws IOException, InterruptedException {
        orders.write("restart\n");
        orders.flush();
        awaitBoot();
    }

    /** All that can be seen of what was done to it, for a comparison of before and after. */
    public MachineSnapshot snapshot() throws IOException {
        Process files = new ProcessBuilder("nsenter", "--target", Long.toString(holder.pid()), "--mount", "--", "bash",
                "-s", base.toString()).redirectErrorStream(true).redirectInput(script("files.sh")).start();
        ProcessBuilder state = command("bash", "-s");
        state.redirectInput(script("state.sh"));
        String text = new String(files.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return MachineSnapshot.parse(text + run(state, "state.sh"));
    }

    private java.io.File script(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, MachineParts.resource(name));
        return file.toFile();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        try {
            orders.close();
        } catch (IOException gone) {
            // It has ended by itself.
        }
        if (!holder.waitFor(30, TimeUnit.SECONDS)) {
            holder.destroyForcibly().waitFor();
        }
    }
}
