package org.katagpu.setup.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.job.JobLine;
import org.katagpu.job.ScriptLines;
import org.katagpu.setup.LibraryText;

/**
 * A second, unprivileged user on this machine tries to hide, or to invent, who holds a GPU. The device the GPU's node
 * leads to is {@code /dev/full} (1:7) here; the scan's own functions look for it, with KATAGPU_ROOT unset.
 */
@Tag("real")
class HostileHolderRealTest {
    @TempDir
    private Path folder;
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void machine() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path device = Files.createDirectories(folder.resolve("sys/class/vfio/97"));
        Files.writeString(device.resolve("dev"), "1:7\n");
    }

    @AfterEach
    void end() {
        started.forEach(process -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        });
    }

    /** Runs a command as nobody until the test ends, and waits until it says that it is ready. */
    private void asNobody(String... command) throws IOException {
        List<String> line = new ArrayList<>(
                List.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"));
        line.addAll(List.of(command));
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true).directory(folder.toFile());
        builder.environment().put("FOLDER", folder.toString());
        Process process = builder.start();
        started.add(process);
        assertThat(process.inputReader().readLine()).isEqualTo("ready");
    }

    private List<JsonNode> holders() throws Exception {
        StringBuilder script = new StringBuilder("unset KATAGPU_ROOT\nKATAGPU_NONCE=n\nKG_SYS=" + folder + "/sys\n");
        script.append(LibraryText.of("preflight/pci"));
        script.append("set -Eeuo pipefail\nKG_RIGHTS=true\nkg_pci_holders\n");
        Process bash = new ProcessBuilder("bash").redirectErrorStream(true).start();
        try (OutputStream in = bash.getOutputStream()) {
            in.write(script.toString().getBytes(StandardCharsets.UTF_8));
        }
        List<JsonNode> facts = new ArrayList<>();
        List<String> log = new ArrayList<>();
        ScriptLines lines = new ScriptLines("n", (line, offset) -> {
            if (line instanceof JobLine.Control(JobLine.Kind kind, JsonNode body)) {
                facts.add(body);
            } else {
                log.add(line.toString());
            }
        });
        byte[] bytes = bash.getInputStream().readAllBytes();
        lines.stdout(bytes, 0, bytes.length);
        lines.finish();
        assertThat(bash.waitFor()).as(log.toString()).isZero();
        assertThat(log).isEmpty();
        assertThat(facts.getLast().path("kind").asText()).isEqualTo("pci.holders");
        assertThat(facts.getLast().path("complete").asBoolean()).isTrue();
        return facts.subList(0, facts.size() - 1);
    }

    @Test
    void aNameWithLineEndsQuotesAndColoursHidesNothingAndForgesNothing() throws Exception {
        asNobody("perl", "-e", """
                open(my $device, '+<', '/dev/full') or die;
                open(my $name, '>', '/proc/self/comm') or die;
                syswrite($name, qq|x"}\\n\\e[1m(1),y|);
                $| = 1; print "ready\\n"; <STDIN>;
                """);
        assertThat(holders()).filteredOn(fact -> fact.path("pid").asLong() == started.getFirst().pid()).singleElement()
                .satisfies(fact -> {
                    assertThat(fact.path("command").asText()).isEqualTo("x\"}");
                    assertThat(fact.path("node").asText()).isEqualTo("/dev/vfio/97");
                });
    }

    @Test
    void aPlainFileAtAPathLikeANodeHoldsNothing() throws Exception {
        asNobody("bash", "-c", "mkdir -p x/dev/vfio $'y\\n/proc/1/fd/3 /dev/nvidia0'/dev; "
                + "exec 5>x/dev/vfio/97 6>x/dev/nvidia0 7>$'y\\n/proc/1/fd/3 /dev/nvidia0'/dev/nvidia1; "
                + "echo ready; read -r");
        assertThat(holders()).noneMatch(fact -> fact.path("pid").asLong() == started.getFirst().pid())
                .noneMatch(fact -> fact.path("node").asText().startsWith("/dev/nvidia"));
    }

    @Test
    void aNodeUnderAnotherNameIsKnownByItsNumber() throws Exception {
        Process made = new ProcessBuilder("mknod", "-m", "666", folder.resolve("harmless").toString(), "c", "1", "7")
                .start();
        assertThat(made.waitFor()).isZero();
        asNobody("bash", "-c", "exec 5<>\"$FOLDER/harmless\"; echo ready; read -r");
        assertThat(holders()).extracting(fact -> fact.path("pid").asLong()).contains(started.getFirst().pid());
    }

    /** A thread can have a table of open files of its own, which the process's own folder does not show. */
    @Test
    void aThreadWithFilesOfItsOwnIsSeen() throws Exception {
        asNobody("/usr/bin/python3", "-c", """
                import ctypes, os, threading, sys
                def hide():
                    ctypes.CDLL(None).unshare(0x400)
                    os.open('/dev/full', os.O_RDWR)
                    print('ready', flush=True)
                    sys.stdin.read()
                threading.Thread(target=hide).start()
                """);
        assertThat(holders()).extracting(fact -> fact.path("pid").asLong()).contains(started.getFirst().pid());
    }

    @Test
    void aProcessThatOpensItOftenCountsOnce() throws Exception {
        asNobody("bash", "-c",
                "for ((n = 10; n < 250; n++)); do eval \"exec $n<>/dev/full\"; done; echo ready; read -r");
        assertThat(holders().stream().filter(fact -> fact.path("pid").asLong() == started.getFirst().pid()))
                .hasSize(1);
    }
}
