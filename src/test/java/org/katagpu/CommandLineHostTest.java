package org.katagpu;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.katagpu.cli.ExitCode;

/** The command line connects as ssh does, and reads a host: on the practice host, by real SSH. */
class CommandLineHostTest extends AbstractCommandLineTest {
    @Test
    void checkTellsEveryPointAndEveryStageAndChangesNothing() throws Exception {
        assertThat(line.run("check", "--json", "practice", "--password-file", password)).as(line.both())
                .isIn(ExitCode.DONE, ExitCode.BLOCKED);
        assertThat(line.asked()).as("the key alone").singleElement().asString().contains("Is it the host's?");
        JsonNode told = line.json();
        assertThat(told.path("form").asText()).isEqualTo("check/1");
        assertThat(told.path("findings").size()).isGreaterThan(20);
        List<String> stages = new ArrayList<>();
        told.path("stages").forEach(stage -> stages.add(stage.path("stage").asText() + " "
                + stage.path("state").asText()));
        assertThat(stages).as(line.out()).containsExactly("kata needed", "image needed", "network needed",
                "serve blocked");
    }

    @Test
    void aKeyNobodyJudgedIsNoConnection() {
        line.answers(Optional.empty());
        assertThat(line.run("check", "practice", "--password-file", password)).isEqualTo(ExitCode.HOST_KEY);
        assertThat(line.err()).contains("SHA256:", "There is no terminal to ask on.");
        assertThat(line.out()).isEmpty();
    }

    @Test
    void aChangedKeyIsNeverAskedAbout() throws Exception {
        line.knowsKey("[%s]:%d ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl"
                .formatted(practice.target().address(), practice.target().port()));
        assertThat(line.run("check", "practice", "--password-file", password)).as(line.both())
                .isEqualTo(ExitCode.HOST_KEY);
        assertThat(line.asked()).isEmpty();
    }

    @Test
    void aWrongPasswordIsNoConnectionAndIsNotTriedForEver() throws Exception {
        String wrong = line.passwordFile("not this one").toString();
        assertThat(line.run("check", "practice", "--password-file", wrong)).isEqualTo(ExitCode.CONNECTION);
        assertThat(line.asked()).as("the key, then passwords").hasSizeBetween(2, 4);
        assertThat(line.err()).contains("That was refused.").doesNotContain("not this one");
    }

    @Test
    void aHostThatDoesNotAnswerIsNoConnection() throws Exception {
        practice.stopServer();
        assertThat(line.run("check", "practice", "--password-file", password)).isEqualTo(ExitCode.CONNECTION);
        assertThat(line.err()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----"})
    void aPasswordFileOthersCanReadIsNotUsed(String mode) throws Exception {
        Files.setPosixFilePermissions(Path.of(password), PosixFilePermissions.fromString(mode));
        assertThat(line.run("check", "practice", "--password-file", password)).isEqualTo(ExitCode.FAILED);
        assertThat(line.err()).contains("Others than you can read", "chmod 600");
        assertThat(line.asked()).isEmpty();
    }
}
