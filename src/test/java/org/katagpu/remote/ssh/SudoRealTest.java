package org.katagpu.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.hierynomus.sshj.userauth.keyprovider.OpenSSHKeyV1KeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.schmizz.sshj.userauth.method.AuthPublickey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.Capture;
import org.katagpu.remote.Host;
import org.katagpu.remote.Identity.Elevation;
import org.katagpu.remote.Questions.SecretKind;
import org.katagpu.remote.Questions.SecretQuestion;
import org.katagpu.remote.Script;
import org.katagpu.remote.Target;
import org.katagpu.remote.ssh.key.LoginKey;
import org.katagpu.remote.ssh.trust.HostKeyTrust;

/** Debian's sudo, and stand-ins for what Debian's cannot show, each within the limit of {@link Timeout}. */
@Tag("real")
@Tag("accounts")
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SudoRealTest {
    private static final String PASSWORD = "correct horse 'battery' $taple";

    @TempDir
    static Path shared;
    private static RealSshd sshd;
    private static Path key;
    private static Path standIns;
    @TempDir
    Path folder;
    private TestUser user;

    @BeforeAll
    static void start() throws IOException {
        standIns = Files.createTempDirectory("stand-ins");
        Commands.run("chmod", "755", standIns.toString());
        sshd = RealSshd.start(Map.of("SetEnv", "\"PATH=" + standIns + ":/usr/local/bin:/usr/bin:/bin\""));
        key = TestKeys.make(shared, "ed25519", "");
    }

    @AfterAll
    static void stop() {
        sshd.close();
        Commands.run("rm", "-r", standIns.toString());
    }

    @BeforeEach
    void newUser() {
        user = sshd.user(PASSWORD).authorize(TestKeys.publicLine(key));
    }

    @AfterEach
    void noStandIn() throws IOException {
        Files.deleteIfExists(standIns.resolve("sudo"));
    }

    private Host byKey(Admin admin) throws ProblemException, InterruptedException {
        OpenSSHKeyV1KeyFile provider = new OpenSSHKeyV1KeyFile();
        provider.init(key.toFile());
        KeyOffers keys = (_, _) -> List.of(new LoginKey("test", false, () -> new AuthPublickey(provider)));
        return new SshConnector(new HostKeyTrust(folder, folder.resolve("known")), keys).connect(target(), admin);
    }

    private Host byPassword(Admin admin) throws ProblemException, InterruptedException {
        return new SshConnector(new HostKeyTrust(folder, folder.resolve("known"))).connect(target(),
                admin.login(PASSWORD));
    }

    private Target target() {
        return Target.of(sshd.address(), sshd.port(), user.name());
    }

    private void standIn(String script) throws IOException {
        Path file = standIns.resolve("sudo");
        Files.writeString(file, "#!/bin/bash\n" + script);
        Commands.run("chmod", "755", file.toString());
    }

    private static String asRoot(Host host, String body) throws ProblemException, InterruptedException {
        Capture said = new Capture(1 << 20);
        int status = host.run(Script.named("test/root").part(body).elevated().payload(to -> to.write(
                new byte[]{0, 4, 10, 13, (byte) 255, 'x'})).build(), said);
        return said.text() + "=" + status;
    }

    private static void assertRoot(Host host) throws ProblemException, InterruptedException {
        assertThat(asRoot(host, "id -un; od -An -tx1 <&9; exit 7")).isEqualTo("root\n 00 04 0a 0d ff 78\n=7");
    }

    private static void assertNoRoot(Host host, String why) throws ProblemException, InterruptedException {
        assertThat(host.identity().elevation()).isEqualTo(Elevation.NONE);
        assertThat(host.withoutRoot().orElseThrow().what().key()).isEqualTo(why);
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> asRoot(host, "true"));
        assertThat(refused.problem().what().key()).isEqualTo(why);
        Capture said = new Capture(100);
        assertThat(host.run(Script.named("test/look").part("echo still here").build(), said)).isZero();
        assertThat(said.text()).isEqualTo("still here\n");
    }

    private static List<Integer> attempts(Admin admin) {
        return admin.asked.stream().filter(question -> question.kind() == SecretKind.SUDO_PASSWORD)
                .map(SecretQuestion::attempt).toList();
    }

    @Test
    void withoutPassword() throws Exception {
        user.sudoers("USER ALL=(ALL) NOPASSWD: ALL");
        Admin admin = new Admin();
        try (Host host = byKey(admin)) {
            assertThat(host.identity().elevation()).isEqualTo(Elevation.SUDO_WITHOUT_PASSWORD);
            assertRoot(host);
            assertThat(admin.asked).isEmpty();
        }
    }

    @Test
    void loginPasswordIsOfferedFirst() throws Exception {
        user.sudoer();
        Admin admin = new Admin();
        try (Host host = byPassword(admin)) {
            assertThat(host.identity().elevation()).isEqualTo(Elevation.SUDO_WITH_PASSWORD);
            assertThat(attempts(admin)).isEmpty();
            assertRoot(host);
        }
    }

    @Test
    void passwordIsAskedAfterALoginByKey() throws Exception {
        user.sudoer();
        Admin admin = new Admin().sudo(PASSWORD);
        try (Host host = byKey(admin)) {
            assertThat(host.identity().elevation()).isEqualTo(Elevation.SUDO_WITH_PASSWORD);
            assertThat(attempts(admin)).containsExactly(1);
            assertRoot(host);
        }
    }

    @Test
    void everyElevatedRunIsAskedAnew() throws Exception {
        user.sudoers("Defaults:USER timestamp_timeout=0\nUSER ALL=(ALL) ALL");
        try (Host host = byPassword(new Admin())) {
            assertRoot(host);
            assertRoot(host);
        }
    }

    @Test
    void secondPasswordIsRight() throws Exception {
        user.sudoers("Defaults:USER insults\nUSER ALL=(ALL) ALL");
        Admin admin = new Admin().sudo("wrong", PASSWORD);
        try (Host host = byKey(admin)) {
            assertThat(attempts(admin)).containsExactly(1, 2);
            assertRoot(host);
        }
    }

    @Test
    void wrongThrice() throws Exception {
        user.sudoer();
        Admin admin = new Admin().sudo("wrong", "wronger", "wrongest", PASSWORD);
        try (Host host = byKey(admin)) {
            assertThat(attempts(admin)).containsExactly(1, 2, 3);
            assertNoRoot(host, "remote.sudo.wrong-password");
        }
    }

    @Test
    void oneTryOnly() throws Exception {
        user.sudoers("Defaults:USER passwd_tries=1\nUSER ALL=(ALL) ALL");
        Admin admin = new Admin().sudo("wrong", PASSWORD);
        try (Host host = byKey(admin)) {
            assertThat(attempts(admin)).containsExactly(1, 2);
            assertRoot(host);
        }
    }

    @Test
    void adminGivesUp() throws Exception {
        user.sudoer();
        try (Host host = byKey(new Admin())) {
            assertNoRoot(host, "remote.sudo.given-up");
        }
    }

    @Test
    void rootsOwnPasswordIsWanted() throws Exception {
        user.sudoers("Defaults:USER rootpw\nUSER ALL=(ALL) ALL");
        Admin admin = new Admin();
        try (Host host = byPassword(admin)) {
            assertNoRoot(host, "remote.sudo.given-up");
            assertThat(admin.asked.getLast().prompt().arguments()).first().isEqualTo("root");
        }
    }

    @Test
    void notInSudoers() throws Exception {
        try (Host host = byPassword(new Admin())) {
            assertNoRoot(host, "remote.sudo.not-permitted");
        }
    }

    @Test
    void onlySomeCommandsArePermitted() throws Exception {
        user.sudoers("USER ALL=(ALL) NOPASSWD: /usr/bin/id");
        try (Host host = byPassword(new Admin())) {
            assertNoRoot(host, "remote.sudo.not-permitted");
        }
    }

    @Test
    void onlySomeCommandsWithoutPassword() throws Exception {
        user.sudoers("USER ALL=(ALL) ALL\nUSER ALL=(ALL) NOPASSWD: /usr/bin/id");
        try (Host host = byPassword(new Admin())) {
            assertThat(host.identity().elevation()).isEqualTo(Elevation.SUDO_WITH_PASSWORD);
            assertRoot(host);
        }
    }

    @Test
    void terminalRequired() throws Exception {
        user.sudoers("Defaults:USER requiretty\nUSER ALL=(ALL) ALL");
        try (Host host = byPassword(new Admin())) {
            assertThat(host.identity().elevation()).isEqualTo(Elevation.SUDO_WITH_PASSWORD);
            assertRoot(host);
        }
    }

    @Test
    void terminalRequiredButNoPassword() throws Exception {
        user.sudoers("Defaults:USER requiretty, use_pty\nUSER ALL=(ALL) NOPASSWD: ALL");
        try (Host host = byKey(new Admin())) {
            assertThat(host.identity().elevation()).isEqualTo(Elevation.SUDO_WITHOUT_PASSWORD);
            assertRoot(host);
        }
    }

    @Test
    void lectureAndPromptOfTheHosts() throws Exception {
        user.writeHome("lecture", "Ohne Passwort kein root.\nPassword:\n");
        user.sudoers("Defaults:USER lecture=always, lecture_file=" + user.home().resolve("lecture")
                + ", passprompt=\"Passwort für %p: \"\nUSER ALL=(ALL) ALL");
        try (Host host = byPassword(new Admin())) {
            assertRoot(host);
        }
    }

    @Test
    void commandsRunInATerminalOfSudosOwn() throws Exception {
        user.sudoers("Defaults:USER use_pty, log_output, iolog_dir=" + user.home() + "/io\nUSER ALL=(ALL) ALL");
        try (Host host = byPassword(new Admin())) {
            assertRoot(host);
        }
    }

    @Test
    void anotherUserByDefault() throws Exception {
        user.sudoers("Defaults:USER runas_default=nobody\nUSER ALL=(ALL) NOPASSWD: ALL");
        try (Host host = byKey(new Admin())) {
            assertNoRoot(host, "remote.sudo.not-root");
        }
    }

    @Test
    void manyAtOnce() throws Exception {
        user.sudoers("Defaults:USER timestamp_timeout=0\nUSER ALL=(ALL) ALL");
        try (Host host = byPassword(new Admin()); var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<String>> runs = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                runs.add(() -> asRoot(host, "echo $EUID"));
            }
            for (Future<String> run : pool.invokeAll(runs)) {
                assertThat(run.get()).isEqualTo("0\n=0");
            }
        }
    }

    @Test
    void passwordChangedSinceConnect() throws Exception {
        user.sudoers("Defaults:USER timestamp_timeout=0\nUSER ALL=(ALL) ALL");
        try (Host host = byPassword(new Admin())) {
            Commands.runWith(user.name() + ":something else\n", "chpasswd");
            ProblemException refused = catchThrowableOfType(ProblemException.class, () -> asRoot(host, "true"));
            assertThat(refused.problem().what().key()).isEqualTo("remote.sudo.password-changed");
        }
    }

    @Test
    void sudoInRust() throws Exception {
        user.sudoer();
        standIn("""
                args=()
                while (($#)); do
                  if [[ $1 == -p ]]; then args+=(-p "[sudo: $2] Password: "); shift; else args+=("$1"); fi
                  shift
                done
                exec /usr/bin/sudo "${args[@]}"
                """);
        try (Host host = byPassword(new Admin())) {
            assertRoot(host);
        }
    }

    @Test
    void warningsFirst() throws Exception {
        user.sudoer();
        standIn("echo 'sudo: unable to resolve host gpu: Name or service not known' >&2; exec /usr/bin/sudo \"$@\"");
        try (Host host = byPassword(new Admin())) {
            assertRoot(host);
        }
    }

    @Test
    void oneTimeCodeCannotBeGiven() throws Exception {
        standIn("""
                [[ $1 == -n ]] && { echo 'sudo: a password is required' >&2; exit 1; }
                printf 'Verification code: ' >&2
                read -r code
                echo "$code" >>"$HOME/got"
                """);
        long began = System.nanoTime();
        try (Host host = byPassword(new Admin())) {
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
            assertNoRoot(host, "remote.sudo.asks");
            assertThat(host.withoutRoot().orElseThrow().lastLines()).contains("Verification code:");
            assertThat(user.home().resolve("got")).satisfiesAnyOf(file -> assertThat(file).doesNotExist(),
                    file -> assertThat(file).content().isBlank());
        }
    }

    @Test
    void hangsAtOnce() throws Exception {
        standIn("exec sleep 60");
        long began = System.nanoTime();
        WaitLimits brief = new WaitLimits(Duration.ofSeconds(60), Duration.ofSeconds(2), Duration.ofSeconds(3),
                Duration.ofSeconds(60));
        try (Host host = new SshConnector(new HostKeyTrust(folder, folder.resolve("known")), KeyOffers.NONE, brief)
                .connect(target(), new Admin().login(PASSWORD))) {
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
            assertNoRoot(host, "remote.sudo.silent");
        }
    }

    @Test
    void accountExpired() throws Exception {
        standIn("echo 'sudo: account validation failure, is your account locked?' >&2; exit 1");
        try (Host host = byPassword(new Admin())) {
            assertNoRoot(host, "remote.sudo.account");
        }
    }

    @Test
    void brokenInstallation() throws Exception {
        standIn("echo 'sudo: /usr/bin/sudo must be owned by uid 0 and have the setuid bit set' >&2; exit 1");
        try (Host host = byPassword(new Admin())) {
            assertNoRoot(host, "remote.sudo.broken");
        }
    }

    @Test
    void missing() throws Exception {
        Path bare = Files.createTempDirectory("bare");
        Commands.run("chmod", "755", bare.toString());
        Files.createSymbolicLink(bare.resolve("bash"), Path.of("/bin/bash"));
        try (RealSshd other = RealSshd.start(Map.of("SetEnv", "PATH=" + bare))) {
            TestUser poor = other.user(PASSWORD);
            try (Host host = new SshConnector(new HostKeyTrust(folder, folder.resolve("known"))).connect(
                    Target.of(other.address(), other.port(), poor.name()), new Admin().login(PASSWORD))) {
                assertNoRoot(host, "remote.sudo.missing");
            }
        } finally {
            Commands.run("rm", "-r", bare.toString());
        }
    }
}
