package org.katagpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.katagpu.cli.ExitCode;
import org.katagpu.machine.MachineSnapshot;
import org.katagpu.machine.MachineUser;

/**
 * What the whole path without a window begins with: a machine without anything of ours, the command line with everything
 * chosen for it, as a user of sudo with a password, over real sshd; and a watch on all processes' arguments.
 */
final class WholePath implements AutoCloseable {
    static final MachineUser ADMIN = MachineUser.ADMIN;
    /** Everything but the GPU. */
    static final List<String> CHOICES = List.of("rootfs.image=" + WholeMachine.GUEST, "rootfs.sizeGib=5",
            "rootfs.kernelTree=/srv/kernel", "rootfs.driver.file=" + WholeMachine.DRIVER,
            "rootfs.sources.packages=/srv/sources", "image.way=IMPORT", "image.archive.path=/srv/vllm-cvm.tar");
    /** Files that come out the same to the byte each time. */
    private static final Pattern SUMMED = Pattern
            .compile("^. sum .*(configuration\\.toml|99-vllmnet\\.conf|katagpu-original)");
    private static final String ANSWER = "Hello! How can I help \"you\" today?";
    private static final String RECORDS = """
            cd /var/lib/katagpu 2>/dev/null || exit 0
            find . -type f ! -path './run/*' ! -name 'lock*' -print""";

    final WholeMachine whole;
    final CommandLine line;
    final Path password;
    private final ArgumentWatch watch;
    private final MachineSnapshot blank;

    WholePath(Path folder) throws IOException, InterruptedException {
        whole = new WholeMachine(folder);
        line = new CommandLine();
        watch = new ArgumentWatch(ADMIN.password());
        blank = whole.machine.snapshot();
        line.knows("host", whole.machine.address(), whole.machine.port(), ADMIN.login());
        password = line.passwordFile(ADMIN.password());
        List<String> set = new ArrayList<>(List.of("plan", "set", "host", "gpu.devices=0000:3b:00.0"));
        set.addAll(CHOICES);
        assertThat(line.run(set.toArray(String[]::new))).as(line.both()).isEqualTo(ExitCode.DONE);
    }

    /** With the way the password comes behind it. */
    ExitCode run(String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        Collections.addAll(all, "--password-file", password.toString());
        return line.run(all.toArray(String[]::new));
    }

    void done(String... command) {
        assertThat(run(command)).as(line.both()).isEqualTo(ExitCode.DONE);
    }

    void answers() {
        done("chat", "host", "Are you there?");
        assertThat(line.out()).contains(ANSWER);
    }

    List<String> changes() throws IOException {
        return whole.machine.snapshot().changesSince(blank);
    }

    /** What setting up left of files, mounts, links, rules, drivers and containers; names that are new each time apart. */
    List<String> left() throws IOException {
        return shapes(changes().stream().filter(line -> !line.matches(". (namespaces|process|run) .*|.*dnf\\.args.*")));
    }

    /** The files of our records. */
    List<String> records() {
        return shapes(whole.machine.exec(RECORDS).lines());
    }

    private static List<String> shapes(Stream<String> lines) {
        return lines.map(line -> SUMMED.matcher(line).find() ? line : shape(line)).distinct().sorted().toList();
    }

    private static String shape(String line) {
        return line.replaceAll("\\d{8}T\\d{6}Z", "TIME").replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "ID")
                .replaceAll("([0-9a-f]{2}:){5}[0-9a-f]{2}", "MAC").replaceAll("[0-9a-f]{8,}", "ID")
                .replaceAll("(link|address) \\d+:", "$1 N:").replaceAll("@if\\d+", "@if")
                .replaceAll("\\(id: \\d+\\)", "(id)");
    }

    /** All is as it was, and nobody showed the password. */
    void isBlankAgain(String what) throws IOException {
        assertThat(changes()).filteredOn(changed -> !changed.contains("dnf.args")).isEmpty();
        assertThat(watch.seen()).as("arguments with the password").isEmpty();
        System.out.printf("%s, whole path: arguments of all processes looked at %d times%n", what, watch.looks());
    }

    @Override
    public void close() throws IOException {
        try (watch; line) {
            whole.close();
        }
    }
}
