package org.katagpu.remote.ssh.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.katagpu.remote.HostKeyQuestion;
import org.katagpu.remote.Questions;

/** Helps with key files in tests. */
final class Keys {
    private Keys() {}

    static String run(Path folder, String... command) throws Exception {
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as("%s: %s", Arrays.toString(command), said).isZero();
        return said;
    }

    /** Answers passphrase questions in turn, then gives up; keeps what was asked and the arrays handed over. */
    static final class Answers implements Questions {
        final List<SecretQuestion> asked = new ArrayList<>();
        final List<char[]> given = new ArrayList<>();
        private final Deque<String> answers;

        Answers(String... answers) {
            this.answers = new ArrayDeque<>(List.of(answers));
        }

        @Override
        public HostKeyAnswer hostKey(HostKeyQuestion question) {
            throw new AssertionError("no host key here");
        }

        @Override
        public Optional<char[]> secret(SecretQuestion question) {
            asked.add(question);
            Optional<char[]> answer = Optional.ofNullable(answers.poll()).map(String::toCharArray);
            answer.ifPresent(given::add);
            return answer;
        }
    }
}
