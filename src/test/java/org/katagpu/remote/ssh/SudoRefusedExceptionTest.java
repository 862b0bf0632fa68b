package org.katagpu.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.katagpu.message.Messages;
import org.katagpu.remote.ssh.SudoRefusedException.Reason;

class SudoRefusedExceptionTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"Sorry, user eve may not run sudo on gpu. | NOT_PERMITTED",
        "eve is not in the sudoers file. This incident will be reported. | NOT_PERMITTED",
        "Sorry, user eve is not allowed to execute '/usr/bin/bash -s' as root on gpu. | NOT_PERMITTED",
        "sudo: I'm sorry eve. I'm afraid I can't do that | NOT_PERMITTED",
        "sudo: 3 incorrect password attempts | WRONG_PASSWORD",
        "sudo: maximum 3 incorrect authentication attempts | WRONG_PASSWORD",
        "sudo: sorry, you must have a tty to run sudo | NEEDS_TERMINAL",
        "sudo: account validation failure, is your account locked? | ACCOUNT",
        "sudo: Account expired or PAM config lacks an \"account\" section | ACCOUNT",
        "sudo: /usr/bin/sudo must be owned by uid 0 and have the setuid bit set | BROKEN",
        "sudo: The \"no new privileges\" flag is set, which prevents sudo from running as root. | BROKEN",
        "bash: line 1: sudo: command not found | MISSING", "sudo: something new | OTHER"})
    void reasonsInSudosWords(String said, Reason expected) {
        assertThat(SudoRefusedException.read(said.toLowerCase(Locale.ROOT))).isEqualTo(expected);
    }

    @Test
    void everyReasonHasWordsInBothLanguages() {
        for (Reason reason : Reason.values()) {
            SudoRefusedException refused = SudoRefusedException.of(reason, "a@b", List.of());
            for (Locale locale : Messages.LOCALES) {
                Messages messages = new Messages(locale);
                assertThat(messages.get(refused.problem().what())).contains("a@b");
                assertThat(messages.get(refused.problem().next())).isNotBlank();
            }
        }
    }
}
