package org.katagpu.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.remote.Capture;
import org.katagpu.remote.Host;
import org.katagpu.remote.Identity.Elevation;
import org.katagpu.remote.Script;
import org.katagpu.remote.Target;
import org.katagpu.remote.ssh.trust.HostKeyTrust;

@Tag("real")
class SshBasicsRealTest {
    @TempDir
    Path folder;
    private RealSshd sshd;

    @BeforeEach
    void start() {
        sshd = RealSshd.start();
    }

    @AfterEach
    void stop() {
        sshd.close();
    }

    @Test
    void runsWithAPasswordAndBecomesRoot() throws Exception {
        TestUser user = sshd.user("s3cret pass").sudoer();
        Admin admin = new Admin().login("s3cret pass");
        try (Host host = new SshConnector(new HostKeyTrust(folder, folder.resolve("known")))
                .connect(Target.of(sshd.address(), sshd.port(), user.name()), admin)) {
            assertThat(host.identity().elevation()).isEqualTo(Elevation.SUDO_WITH_PASSWORD);
            Capture out = new Capture(1 << 20);
            int status = host.run(Script.named("t").part("id -un; cat <&9; echo oops >&2; exit 3").payload(
                    to -> to.write("payload".getBytes(StandardCharsets.UTF_8))).build(), out);
            assertThat(out.text()).isEqualTo(user.name() + "\npayload");
            assertThat(out.errorLines()).containsExactly("oops");
            assertThat(status).isEqualTo(3);
            Capture root = new Capture(1 << 20);
            host.run(Script.named("t").part("id -un; cat <&9").payload(to -> to.write("payload".getBytes(
                    StandardCharsets.UTF_8))).elevated().build(), root);
            assertThat(root.text()).isEqualTo("root\npayload");
        }
    }
}
