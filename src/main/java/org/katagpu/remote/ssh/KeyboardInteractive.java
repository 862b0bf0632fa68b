package org.katagpu.remote.ssh;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import net.schmizz.sshj.userauth.method.AuthKeyboardInteractive;
import net.schmizz.sshj.userauth.method.ChallengeResponseProvider;
import net.schmizz.sshj.userauth.password.Resource;

/** One round of keyboard-interactive: a lone hidden password prompt is the login password, all else is asked as it stands. */
final class KeyboardInteractive extends AuthKeyboardInteractive {
    KeyboardInteractive(PasswordAttempts answers) {
        super(new Prompts(answers));
    }

    private static final class Prompts implements ChallengeResponseProvider {
        /** PAM's word for it in the languages servers speak; elsewhere the prompt is shown as it is. */
        private static final Pattern PASSWORD = Pattern
                .compile(
                        "(?iu)^\\s*(\\([^)]*\\)\\s*)?(password|passwort|mot de passe|contraseña|пароль|密码|密碼|パスワード)\\b.*|^\\s*(\\([^)]*\\)\\s*)?(密码|密碼|パスワード).*");
        private final PasswordAttempts answers;

        Prompts(PasswordAttempts answers) {
            this.answers = answers;
        }

        @Override
        public List<String> getSubmethods() {
            return List.of();
        }

        @Override
        public void init(Resource resource, String name, String instruction) {
            // Nothing to keep: the words that matter are in the prompts and in the server's banner.
        }

        @Override
        public char[] getResponse(String prompt, boolean echo) {
            Optional<char[]> answer = !echo && PASSWORD.matcher(prompt.strip()).matches()
                    ? answers.next()
                    : answers.answer(prompt);
            return answer.orElseGet(() -> new char[0]);
        }

        @Override
        public boolean shouldRetry() {
            return false;
        }
    }
}
