package org.katagpu.remote.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.Target;

class RecentHostsTest {
    @TempDir
    Path folder;
    Path file;
    RecentHosts hosts;

    @BeforeEach
    void file() {
        file = folder.resolve("new/recent-hosts.json");
        hosts = new RecentHosts(file);
    }

    @Test
    void aHostComesBackWhole() throws Exception {
        Target jump = Target.of("edge", 2222, "hop");
        Target target = new Target("gpu1", 22, "admin", List.of(Path.of("/k/\u94a5\u5319")), false, List.of(jump),
                Optional.empty());
        hosts.add(target);
        assertThat(new RecentHosts(file).list()).containsExactly(target);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    }

    @Test
    void theLatestIsFirstOnceAndTwentyAreKept() throws Exception {
        for (int i = 0; i < 25; i++) {
            hosts.add(Target.of("gpu" + i, 22, "admin"));
        }
        hosts.add(Target.of("gpu10", 22, "admin"));
        assertThat(hosts.list()).hasSize(RecentHosts.MOST).extracting(Target::address).startsWith("gpu10", "gpu24")
                .doesNotHaveDuplicates();
    }

    @Test
    void aPracticeHostIsNotKept() throws Exception {
        hosts.add(new Target("localhost", 2200, "root", List.of(), false, List.of(), Optional.of("SHA256:x")));
        assertThat(file).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not json", "{}", "[{\"address\":\"a\",\"port\":22}]", "[null]",
        "[{\"address\":\"a\",\"port\":99999}]"})
    void aFileThatIsNotOursCountsAsEmptyAndIsWrittenAnew(String content) throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        assertThat(hosts.list()).isEmpty();
        hosts.add(Target.of("gpu1", 22, "admin"));
        assertThat(hosts.list()).extracting(Target::address).containsExactly("gpu1");
    }

    @Test
    void unknownKeysOfANewerVersionDoNotMatter() throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "[{\"address\":\"a\",\"port\":22,\"user\":\"u\",\"colour\":\"red\"}]");
        assertThat(hosts.list()).extracting(Target::label).containsExactly("u@a");
    }

    @Test
    void whatCannotBeWrittenIsAProblem() throws Exception {
        Files.writeString(folder.resolve("new"), "a file");
        assertThatThrownBy(() -> hosts.add(Target.of("gpu1", 22, "admin"))).isInstanceOf(ProblemException.class);
    }
}
