package org.katagpu.ui.page.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.katagpu.remote.Host;
import org.katagpu.remote.Questions;
import org.katagpu.remote.Questions.SecretQuestion;
import org.katagpu.remote.Target;
import org.katagpu.remote.ssh.RecordingSshd;
import org.katagpu.remote.ssh.SshConnector;
import org.katagpu.remote.ssh.trust.HostKeyTrust;

/** Two servers that keep what they are given: what is typed for the one never comes to the other. */
@Timeout(60)
class JumpSecretsTest {
    private static final String JUMPS = "for the jump host only";
    private static final String TARGETS = "for the target only";

    @TempDir
    Path folder;
    private final List<SecretQuestion> asked = new ArrayList<>();

    private AdminQuestions typedBeforehand(String password) {
        return new AdminQuestions(password.toCharArray(), state -> {
            switch (state) {
                case ConnectState.AskingHostKey asking -> asking.answer().complete(Questions.HostKeyAnswer.ONCE);
                case ConnectState.AskingSecret asking -> {
                    asked.add(asking.question());
                    asking.answer().complete(Optional.of(
                            (asking.question().jump().isPresent() ? JUMPS : TARGETS).toCharArray()));
                }
                default -> throw new AssertionError("not a question: " + state);
            }
        }, leftOut -> {});
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "keyboard-interactive"})
    void theJumpHostNeverSeesTheTargetsPassword(String method) throws Exception {
        try (RecordingSshd jump = new RecordingSshd(JUMPS, method);
                RecordingSshd target = new RecordingSshd(TARGETS, method)) {
            Target hop = Target.of("127.0.0.1", jump.port(), "admin");
            Target to = new Target("127.0.0.1", target.port(), "admin", List.of(), false, List.of(hop),
                    Optional.empty());
            try (Host _ = new SshConnector(new HostKeyTrust(folder, folder.resolve("known"))).connect(to,
                    typedBeforehand(TARGETS))) {
                assertThat(jump.given).containsOnly(JUMPS);
                assertThat(target.given).containsOnly(TARGETS);
                assertThat(asked).as("the target's was typed beforehand").singleElement()
                        .satisfies(question -> assertThat(question.jump()).contains(
                                new Questions.Jump(1, to.label())));
            }
        }
    }

    /** 127.0.0.1:2222 seen from the jump host is another machine than 127.0.0.1:2222 seen from here. */
    @ParameterizedTest
    @ValueSource(strings = {"password", "keyboard-interactive"})
    void alsoNotWhereBothBearTheSameName(String method) throws Exception {
        try (RecordingSshd jump = new RecordingSshd(JUMPS, method)) {
            Target hop = Target.of("127.0.0.1", jump.port(), "admin");
            Target to = new Target("127.0.0.1", jump.port(), "admin", List.of(), false, List.of(hop),
                    Optional.empty());
            assertThat(to.label()).isEqualTo(hop.label());
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> new SshConnector(
                    new HostKeyTrust(folder, folder.resolve("known"))).connect(to, typedBeforehand(TARGETS)).close())
                    .isInstanceOf(org.katagpu.message.ProblemException.class);
            assertThat(jump.given.getFirst()).as("the first hop").isEqualTo(JUMPS);
            assertThat(jump.given.getLast()).as("the second hop").isEqualTo(TARGETS);
            assertThat(jump.by.values()).allSatisfy(one -> assertThat(one).containsAnyOf(JUMPS, TARGETS)
                    .satisfies(all -> assertThat(all.stream().distinct()).hasSize(1)));
        }
    }
}
