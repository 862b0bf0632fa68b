package org.katagpu.setup.kata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.katagpu.host.HostScan;
import org.katagpu.host.NvidiaModels;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.LocalHost;
import org.katagpu.setup.preflight.HostScanner;

/** What a local user can do to root by names alone: nothing of his is run, read or followed. As root, on this machine. */
@Tag("real")
class KataTrustTest {
    private static final String NOBODY = "65534";
    private final LocalHost host = new LocalHost(Path.of("/"), "root@local", Map.of("KATAGPU_ROOT", ""));
    private Path folder;
    private Process running;

    @BeforeEach
    void aFolderOfTheUsers() throws Exception {
        folder = Files.createTempDirectory(Path.of("/run"), "katagpu-trust");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        run("chown", NOBODY, folder.toString());
    }

    @AfterEach
    void takenAway() throws Exception {
        if (running != null) {
            running.destroyForcibly().waitFor();
        }
        run("rm", "-rf", "--", folder.toString());
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return said;
    }

    /** Runs a command of the trust library; its last words. */
    private String asked(String command) throws Exception {
        String library = new String(KataTrustTest.class.getResourceAsStream("/setup/lib/trust.sh").readAllBytes(),
                StandardCharsets.UTF_8);
        return run("env", "-u", "KATAGPU_ROOT", "bash", "-c", "set -Eeuo pipefail\nexport LC_ALL=C\n" + library
                + "\n" + command).strip();
    }

    /** A copy of sleep called containerd, with a PATH whose kata-runtime leaves a mark, as another user. */
    private Path attack() throws Exception {
        Path mark = folder.resolve("mark");
        for (String name : List.of("kata-runtime", "containerd-shim-kata-v2", "containerd", "ctr")) {
            Path program = folder.resolve("bin/" + name);
            Files.createDirectories(program.getParent());
            Files.writeString(program, "#!/bin/sh\nid -u >>" + mark + "\necho /etc/hostile.toml\n");
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Path sleep = folder.resolve("run/containerd");
        Files.createDirectories(sleep.getParent());
        Files.copy(Path.of("/bin/sleep").toRealPath(), sleep);
        Files.setPosixFilePermissions(sleep, PosixFilePermissions.fromString("rwxr-xr-x"));
        run("chown", "-R", NOBODY, folder.toString());
        ProcessBuilder builder = new ProcessBuilder("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups",
                sleep.toString(), "600");
        builder.environment().put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
        builder.environment().put("KATA_CONF_FILE", folder.resolve("hostile.toml").toString());
        Files.writeString(folder.resolve("hostile.toml"), "[hypervisor.qemu]\npath = \"/hostile\"\n");
        running = builder.start();
        for (int i = 0; i < 100 && !run("cat", "/proc/" + running.pid() + "/comm").strip().equals("containerd"); i++) {
            Thread.sleep(50);
        }
        assertThat(run("cat", "/proc/" + running.pid() + "/comm").strip()).isEqualTo("containerd");
        return mark;
    }

    @Test
    void nothingOfALocalUsersContainerdIsRunOrReadByTheHostCheckAndTheStage() throws Exception {
        Path mark = attack();
        HostScanner scanner = new HostScanner(NvidiaModels.bundled(), InstantSource.system());
        HostScan scan = scanner.renew(host, scanner.nothing(), List.of("kata"));
        assertThat(mark).as("the scan ran the user's program as root").doesNotExist();
        assertThat(scan.kata().runtime().value().orElseThrow().searched()).doesNotContain(folder.toString());
        assertThat(scan.kata().config().value().orElseThrow().candidates())
                .noneMatch(path -> path.contains("hostile"));
        assertThat(scan.kata().untrusted()).as("and it is told")
                .anyMatch(line -> line.contains("pid " + running.pid()) && line.contains(NOBODY));
        try {
            assertThat(new KataReader(host).read("io.containerd.kata.v2").layers().main().path())
                    .doesNotContain("hostile");
        } catch (ProblemException noKataHere) {
            assertThat(noKataHere.problem().what().key()).isEqualTo("kataconf.host.none");
        }
        assertThat(mark).as("the stage ran the user's program as root").doesNotExist();
    }

    @Test
    void aServiceIsWhoListensOnItsSocketAsRootNotWhoHasItsName() throws Exception {
        Path socket = folder.resolve("service.sock");
        String listen = "import socket,sys,time; s=socket.socket(socket.AF_UNIX); s.bind(sys.argv[1]); s.listen(); "
                + "open('/proc/self/comm','w').write('kgwservice'); print('up', flush=True); time.sleep(600)";
        for (boolean root : List.of(false, true)) {
            Files.deleteIfExists(socket);
            ProcessBuilder builder = root
                    ? new ProcessBuilder("/usr/bin/python3", "-c", listen, socket.toString())
                    : new ProcessBuilder("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups",
                            "/usr/bin/python3",
                            "-c", listen, socket.toString());
            running = builder.redirectErrorStream(true).start();
            assertThat(running.inputReader().readLine()).isEqualTo("up");
            assertThat(asked("kg_service_process kgwservice " + socket + " && echo \"$REPLY\" || echo none"))
                    .isEqualTo(root ? String.valueOf(running.pid()) : "none");
            running.destroyForcibly().waitFor();
        }
    }

    @Test
    void aProgramIsBelievedOnlyWhereRootAloneCouldHavePutIt() throws Exception {
        Path program = folder.resolve("bin/tool");
        Files.createDirectories(program.getParent());
        Files.writeString(program, "#!/bin/sh\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        String trusted = "kg_trusted_program tool " + program.getParent()
                + ":/usr/bin && echo \"$REPLY\" || echo \"no: $KG_UNTRUSTED\"";
        assertThat(asked(trusted)).as("a folder above is the user's").startsWith("no: " + folder + ": owner 65534");
        run("chown", "0", folder.toString());
        assertThat(asked(trusted)).isEqualTo(program.toString());
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxrwxr-x"));
        assertThat(asked(trusted)).startsWith("no: " + program + ": mode 0775");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(program.getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(asked(trusted)).startsWith("no: " + program.getParent() + ": mode 0777");
        Files.setPosixFilePermissions(program.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
        Path theirs = Files.createDirectory(folder.resolve("theirs"));
        Files.copy(program, theirs.resolve("tool"));
        run("chown", NOBODY, theirs.toString());
        Files.delete(program);
        Files.createSymbolicLink(program, Path.of("../theirs/tool"));
        assertThat(asked(trusted)).as("a link into the user's folder").startsWith("no: " + theirs + ": owner");
    }

    /** Each link leads to itself by 4,000 signs or 800 places: what is left to look at would grow by these at every step. */
    @Test
    void linksThatMakeThePathLongerAtEveryStepEndSoon() throws Exception {
        run("chown", "0", folder.toString());
        Files.createSymbolicLink(folder.resolve("signs"), Path.of("./".repeat(1_990) + "signs/a"));
        Files.createSymbolicLink(folder.resolve("places"), Path.of("x/../".repeat(400) + "places"));
        Files.createDirectory(folder.resolve("x"));
        Map<String, String> reasons = Map.of("signs/" + "b/".repeat(100),
                "links lead to a path of more than 4,096 characters",
                "places", "a path of more than 400 places", "x/../".repeat(600) + "x",
                "a path of more than 400 places");
        for (var reason : reasons.entrySet()) {
            String said = asked("TIMEFORMAT='%U %S'\ntime { kg_trusted_path '" + folder + "/" + reason.getKey()
                    + "' && echo trusted || echo \"no: $KG_UNTRUSTED\"; }");
            assertThat(said).startsWith("no: ").contains(reason.getValue()).hasSizeLessThan(600);
            List<String> times = List.of(said.substring(said.lastIndexOf('\n') + 1).split(" "));
            assertThat(times.stream().mapToDouble(Double::parseDouble).sum()).as("s of the processor").isLessThan(2);
        }
    }

    @Test
    void proxiesAreToldWithoutUserAndPasswordWhateverSignsTheseHave() throws Exception {
        String scan = new String(KataTrustTest.class.getResourceAsStream("/setup/lib/scan.sh").readAllBytes(),
                StandardCharsets.UTF_8);
        for (String secret : List.of("http://user:pa/ss@proxy:3128/", "http://user:p@ss@proxy:3128/",
                "user:pa/ss@proxy:3128/", "http://us/er:pass@proxy:3128/")) {
            assertThat(run("bash", "-c", scan + "\nkg_redact_address \"$1\"; echo \"$REPLY\"", "bash", secret).strip())
                    .isIn("http://***@proxy:3128/", "***@proxy:3128/");
        }
        assertThat(run("bash", "-c", scan + "\nkg_redact_address http://proxy:3128/; echo \"$REPLY\"").strip())
                .isEqualTo("http://proxy:3128/");
    }
}
