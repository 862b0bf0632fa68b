package org.katagpu.setup.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A look never wakes Docker's daemon, which changes the firewall as it starts: systemd is asked instead. */
class DockerSleepsTest {
    @TempDir
    private Path folder;

    private void standIn(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/bash\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private int look() throws IOException, InterruptedException {
        String library = new String(getClass().getResourceAsStream("/setup/lib/docker.sh").readAllBytes(),
                StandardCharsets.UTF_8);
        ProcessBuilder shell = new ProcessBuilder("bash", "-c", "set -Eeuo pipefail\n" + library
                + "\nkg_docker_sleeps").inheritIO();
        shell.environment().remove("KATAGPU_ROOT");
        shell.environment().remove("DOCKER_HOST");
        shell.environment().put("PATH", folder + ":/usr/bin:/bin");
        return shell.start().waitFor();
    }

    @ParameterizedTest
    @CsvSource({"active,inactive,0", "active,failed,0", "active,active,1", "active,activating,1", "inactive,active,1",
        "inactive,inactive,1"})
    void onlyASocketWithoutItsServiceWouldWakeIt(String socket, String service, int expected) throws Exception {
        standIn("docker", "touch " + folder.resolve("asked"));
        standIn("systemctl", "[[ $* == 'is-active docker.socket docker.service' ]] || exit 9\nprintf '%s\\n' " + socket
                + " " + service + "\n[[ " + service + " == active ]]");
        assertThat(look()).isEqualTo(expected);
        assertThat(folder.resolve("asked")).doesNotExist();
    }

    @Test
    void withoutSystemdNothingWakesIt() throws Exception {
        standIn("systemctl", "echo 'System has not been booted with systemd' >&2; exit 1");
        assertThat(look()).isEqualTo(1);
    }
}
