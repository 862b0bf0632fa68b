package org.katagpu.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.remote.Host;
import org.katagpu.remote.Target;
import org.katagpu.remote.ssh.trust.HostKeyTrust;
import org.katagpu.setup.browse.FolderReader;
import org.katagpu.setup.browse.HostEntry;
import org.katagpu.setup.browse.HostFolder;

/** Folders of a real host, through sshd and sudo: what only root may see is seen, and nothing is changed. */
@Tag("real")
@Tag("accounts")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BrowseRealTest {
    private static final String PASSWORD = "p4ss w0rd";

    @TempDir
    Path folder;

    @Test
    void aFolderOfRootsIsListedWithTheRightsOfSudo() throws Exception {
        Path closed = Files.createDirectory(folder.resolve("closed"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(closed.resolve("a 'b' $(touch x) 中文.tar"), "12345");
        try (RealSshd sshd = RealSshd.start()) {
            TestUser user = sshd.user(PASSWORD).sudoers("USER ALL=(ALL) NOPASSWD: ALL");
            try (Host host = new SshConnector(new HostKeyTrust(folder, folder.resolve("known"))).connect(
                    Target.of(sshd.address(), sshd.port(), user.name()), new Admin().login(PASSWORD))) {
                HostFolder read = new FolderReader(host).read(closed.toString());
                assertThat(read.path()).isEqualTo(closed.toRealPath().toString());
                assertThat(read.entries()).hasSize(1);
                HostEntry only = read.entries().getFirst();
                assertThat(only.name()).isEqualTo("a 'b' $(touch x) 中文.tar");
                assertThat(only.size()).isEqualTo(5);
                assertThat(only.sayable()).isTrue();
                assertThat(read.freeBytes()).isPositive();
            }
        }
        assertThat(closed).isDirectoryContaining("glob:**.tar");
    }
}
