package org.katagpu.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.katagpu.message.Text;
import org.katagpu.remote.Questions.SecretKind;
import org.katagpu.remote.Questions.SecretQuestion;

class RememberedAnswersTest {
    private static SecretQuestion question(SecretKind kind, int attempt) {
        return new SecretQuestion("a@b", kind, Text.of("prompt"), attempt);
    }

    @Test
    void asksOnceAndAnswersAloneLater() {
        Admin admin = new Admin().login("one", "two");
        try (RememberedAnswers answers = new RememberedAnswers(admin)) {
            assertThat(answers.secret(question(SecretKind.LOGIN_PASSWORD, 1))).hasValueSatisfying(
                    given -> assertThat(given).containsExactly('o', 'n', 'e'));
            assertThat(answers.alone().secret(question(SecretKind.LOGIN_PASSWORD, 1)).orElseThrow()).containsExactly(
                    'o', 'n', 'e');
            assertThat(answers.alone().secret(question(SecretKind.LOGIN_PASSWORD, 2))).isEmpty();
            assertThat(admin.asked).hasSize(1);
        }
    }

    @Test
    void aRefusedAnswerIsReplaced() {
        Admin admin = new Admin().login("one", "two");
        try (RememberedAnswers answers = new RememberedAnswers(admin)) {
            answers.secret(question(SecretKind.LOGIN_PASSWORD, 1));
            answers.secret(question(SecretKind.LOGIN_PASSWORD, 2));
            assertThat(answers.alone().secret(question(SecretKind.LOGIN_PASSWORD, 1)).orElseThrow()).containsExactly(
                    't', 'w', 'o');
        }
    }

    @Test
    void oneTimeCodesAndSudoAreNotKept() {
        Admin admin = new Admin().answers(SecretKind.KEYBOARD_INTERACTIVE, "123456").sudo("root");
        try (RememberedAnswers answers = new RememberedAnswers(admin)) {
            answers.secret(question(SecretKind.KEYBOARD_INTERACTIVE, 1));
            answers.secret(question(SecretKind.SUDO_PASSWORD, 1));
            assertThat(answers.alone().secret(question(SecretKind.KEYBOARD_INTERACTIVE, 1))).isEmpty();
            assertThat(answers.alone().secret(question(SecretKind.SUDO_PASSWORD, 1))).isEmpty();
        }
    }

    @Test
    void everythingIsWipedAtTheEnd() {
        Admin admin = new Admin().login("one");
        RememberedAnswers answers = new RememberedAnswers(admin);
        answers.secret(question(SecretKind.LOGIN_PASSWORD, 1));
        Secret kept = answers.loginPassword("a@b").orElseThrow();
        answers.close();
        assertThat(kept.copy()).containsOnly('\0');
        assertThat(answers.alone().secret(question(SecretKind.LOGIN_PASSWORD, 1))).isEmpty();
        assertThat(kept).hasToString("Secret");
    }
}
