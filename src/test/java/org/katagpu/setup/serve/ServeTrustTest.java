package org.katagpu.setup.serve;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.katagpu.setup.LibraryText;

/** Only root's QEMU is taken for the container's VM, whatever others call theirs. As root, with a second user. */
@Tag("real")
class ServeTrustTest {
    private static final String NOBODY = "65534";
    private static final List<String> AS_NOBODY = List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY,
            "--clear-groups");
    private Path folder;
    private Path qemu;
    private final List<Process> running = new ArrayList<>();

    @BeforeEach
    void aProgramCalledQemu() throws Exception {
        folder = Files.createTempDirectory(Path.of("/run"), "katagpu-vm");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        qemu = folder.resolve("qemu-system-aarch64");
        Files.copy(Path.of("/bin/bash").toRealPath(), qemu);
        Files.setPosixFilePermissions(qemu, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void takenAway() throws Exception {
        for (Process process : running) {
            end(process);
        }
        run("rm", "-rf", "--", folder.toString());
    }

    private static void end(Process process) throws Exception {
        process.getOutputStream().close();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said.strip();
    }

    /** What the library finds on this machine: process, what is confidential, what is odd, who merely has the name. */
    private static List<String> found() throws Exception {
        StringBuilder text = new StringBuilder("set -Eeuo pipefail\nexport LC_ALL=C\nKATAGPU_NONCE=n\n");
        text.append(LibraryText.of("serve/vm"));
        text.append("serve_find_vm trusttest; serve_confidential; "
                + "printf '%s|%s|%s|%s' \"$SERVE_VM_PID\" \"$REPLY\" \"$SERVE_VM_ODD\" \"$SERVE_VM_NAMED\"");
        return List.of(run("env", "-u", "KATAGPU_ROOT", "bash", "-c", text.toString()).split("\\|", -1));
    }

    private Process machine(List<String> as, String program) throws Exception {
        List<String> command = new ArrayList<>(as);
        command.addAll(List.of("bash", "-c", "exec -a /usr/bin/qemu-system-aarch64 \"$@\"", "bash", program, "-c",
                "echo up; read -r x", "-name", "sandbox-trusttest,debug-threads=on", "-machine", "virt,kvm-type=cvm"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        running.add(process);
        assertThat(process.inputReader().readLine()).isEqualTo("up");
        return process;
    }

    @Test
    void anotherUsersProgramOfThatNameProvesNoVm() throws Exception {
        Process theirs = machine(AS_NOBODY, qemu.toString());
        assertThat(found()).containsExactly("", "", "pid " + theirs.pid() + ": uids 65534 65534 65534 65534",
                "");
        Process ours = machine(List.of(), qemu.toString());
        assertThat(found()).as("beside it, root's own").startsWith(String.valueOf(ours.pid()),
                "-machine … kvm-type=cvm");
    }

    @Test
    void rootsQemuIsTakenInAMountNamespaceOfItsOwnAsKatasShimGivesIt() throws Exception {
        machine(List.of("unshare", "--mount"), qemu.toString());
        assertThat(found().get(1)).isEqualTo("-machine … kvm-type=cvm");
        Files.delete(qemu);
        assertThat(found().get(1)).as("replaced by an update while it runs").isEqualTo("-machine … kvm-type=cvm");
    }

    @Test
    void whatRootDidNotInstallAsQemuOnThisHostProvesNothing() throws Exception {
        end(machine(List.of(), "/bin/bash"));
        machine(List.of(), "/bin/bash");
        assertThat(found()).first().isEqualTo("");
        assertThat(found()).last().as("who holds the GPUs is known all the same")
                .isEqualTo(String.valueOf(running.getLast().pid()));
        assertThat(found().get(2)).contains("program ").endsWith("bash");
        end(running.getLast());

        machine(List.of("unshare", "--pid", "--fork"), qemu.toString());
        assertThat(found()).first().as("in a container").isEqualTo("");
        assertThat(found().get(2)).contains("pid namespace");
        end(running.getLast());

        run("chown", NOBODY, folder.toString());
        machine(List.of(), qemu.toString());
        assertThat(found()).first().as("where a user may put programs").isEqualTo("");
        assertThat(found().get(2)).endsWith(folder + ": owner " + NOBODY);
        end(running.getLast());
        run("chown", "0", folder.toString());

        machine(List.of("unshare", "--mount", "bash", "-c", "mount --bind /bin/bash \"$0\"; exec \"$@\"",
                qemu.toString()), qemu.toString());
        assertThat(found()).first().as("another file lies there on this host").isEqualTo("");
    }

    /** Several daemons of a name may run where tests run side by side: the one that listens is asked. */
    @Test
    void onAPracticeHostTooWhoListensIsTheService() throws Exception {
        Path root = Files.createDirectory(folder.resolve("root"));
        Files.createSymbolicLink(root.resolve("proc"), Path.of("/proc"));
        String named = "import socket,sys,time; s=socket.socket(socket.AF_UNIX); s.bind(sys.argv[1]); s.listen(); "
                + "open('/proc/self/comm','w').write('kgwdaemon'); print('up', flush=True); time.sleep(600)";
        List<Process> daemons = new ArrayList<>();
        for (String socket : List.of("one", "two")) {
            Process daemon = new ProcessBuilder("/usr/bin/python3", "-c", named, folder.resolve(socket).toString())
                    .redirectErrorStream(true).start();
            running.add(daemon);
            daemons.add(daemon);
            assertThat(daemon.inputReader().readLine()).isEqualTo("up");
        }
        String trust = new String(ServeTrustTest.class.getResourceAsStream("/setup/lib/trust.sh").readAllBytes(),
                StandardCharsets.UTF_8);
        for (int i = 0; i < 2; i++) {
            assertThat(run("env", "KATAGPU_ROOT=" + root, "bash", "-c", "set -Eeuo pipefail\n" + trust
                    + "\nkg_service_process kgwdaemon " + folder.resolve(i == 0 ? "one" : "two") + "; echo $REPLY"))
                    .isEqualTo(String.valueOf(daemons.get(i).pid()));
        }
    }
}
