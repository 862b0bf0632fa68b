package org.katagpu.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What installer/packages.sh does on machines that this one is not: the programs it finds there are played. */
class InstallerTest {
    private static final List<String> REAL = List.of("bash", "cat", "sed", "grep", "uname", "mkdir", "env");

    @TempDir
    private Path folder;
    private Path programs;
    private Path calls;

    private record Ended(int status, String said) {}

    @BeforeEach
    void makeMachine() throws IOException {
        programs = Files.createDirectory(folder.resolve("bin"));
        calls = Files.createFile(folder.resolve("calls"));
        for (String name : REAL) {
            program(name, "exec " + real(name) + " \"$@\"");
        }
        play("sudo", "exec \"$@\"");
        play("tee", "cat >/dev/null");
    }

    /** A core dump is the whole memory on the disk, passwords too. */
    @Test
    void everyStartOfTheProgramLeavesNoCoreDump() throws Exception {
        for (String starter : List.of("run.sh", "cli.sh", "image.sh", "package.ps1")) {
            assertThat(Files.readString(Path.of("installer", starter)).lines()
                    .filter(line -> line.contains("-XX:+UseSerialGC")).toList()).as(starter).isNotEmpty()
                    .allMatch(line -> line.contains("-XX:-CreateCoredumpOnCrash"));
        }
    }

    @Test
    void librariesAreAskedOfDnfByWhatTheyAreCalled() throws Exception {
        play("dnf", "case $* in *repoquery*) echo found ;; esac");
        Ended ended = run("install_missing '/no/such/libgtk-3.so.0 /nor/this|libgtk-3-0t64,libgtk-3-0' 'no-git|git'");
        assertThat(ended.status()).as(ended.said()).isZero();
        assertThat(Files.readString(calls)).contains("dnf install -y -q --setopt=install_weak_deps=False"
                + " libgtk-3.so.0()(64bit) /usr/bin/git\n");
    }

    @Test
    void aFontThatNoRepositoryHasStopsNothing() throws Exception {
        play("dnf", "");
        Ended ended = run("install_missing '/no/such/font|fonts-noto-cjk'");
        assertThat(ended.status()).isZero();
        assertThat(ended.said()).contains("fonts-noto-cjk");
        assertThat(Files.readString(calls)).doesNotContain("dnf install");
    }

    @Test
    void theDistributionsOwnJdkComesFirst() throws Exception {
        play("dnf", "case $* in *repoquery*java-25*) echo found ;; esac");
        run("find_jdk() { JDK=; }; need_jdk");
        assertThat(Files.readString(calls)).contains("dnf install").contains("java-25-openjdk-devel")
                .contains("java-25-openjdk-jmods").doesNotContain("curl");
    }

    @Test
    void withoutReachOfAnyJdkItSaysWhatToDoAndWritesNoRepository() throws Exception {
        play("dnf", "");
        play("curl", "echo 'Could not resolve host' >&2; exit 6");
        Ended ended = run("find_jdk() { JDK=; }; need_jdk");
        assertThat(ended.status()).isNotZero();
        assertThat(ended.said()).contains("There is no JDK 25").contains(".jdks").contains("JAVA_HOME");
        assertThat(Files.readString(calls)).doesNotContain("tee").doesNotContain("dnf install");
    }

    @Test
    void onDebianTooNoRepositoryIsAddedThatDoesNotAnswer() throws Exception {
        play("apt-get", "case $* in *install*) exit 100 ;; esac");
        play("apt-cache", "");
        play("curl", "exit 6");
        Ended ended = run("find_jdk() { JDK=; }; install_missing() { :; }; need_jdk");
        assertThat(ended.status()).isNotZero();
        assertThat(ended.said()).contains("There is no JDK 25");
        assertThat(Files.readString(calls)).doesNotContain("tee");
    }

    @Test
    void aSystemWithNeitherIsToldWhatIsMissing() throws Exception {
        Ended ended = run("install_missing 'no-git|git'");
        assertThat(ended.status()).isNotZero();
        assertThat(ended.said()).contains("Please install: git");
    }

    private void play(String name, String does) throws IOException {
        program(name, "echo \"" + name + " $*\" >>'" + calls + "'\n" + does);
    }

    private void program(String name, String does) throws IOException {
        Path program = Files.writeString(programs.resolve(name), "#!" + real("bash") + "\n" + does + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Ended run(String commands) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(programs.resolve("bash").toString(), "-c",
                "set -Eeuo pipefail; . installer/packages.sh; " + commands).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", programs.toString());
        builder.environment().put("HOME", folder.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes());
        return new Ended(process.waitFor(), said);
    }

    private static Path real(String name) {
        return List.of(Path.of("/usr/bin", name), Path.of("/bin", name)).stream().filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }
}
