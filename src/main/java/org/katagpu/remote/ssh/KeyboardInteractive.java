package org.katagpu.remote.ssh;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AuthKeyboardInteractive;
import net.schmizz.sshj.userauth.method.ChallengeResponseProvider;
import net.schmizz.sshj.userauth.password.Resource;

/** One round of keyboard-interactive: a lone hidden password prompt is the login password, all else is asked as it stands. */
final class KeyboardInteractive extends AuthKeyboardInteractive {
    /** A login asks for a password and a code, perhaps for two; sshj makes room for as many as the server says. */
    private static final int MOST_PROMPTS = 8;

    KeyboardInteractive(PasswordAttempts answers) {
        super(new Prompts(answers));
    }

    @Override
    public void handle(Message message, SSHPacket packet) throws UserAuthException, TransportException {
        if (message == Message.USERAUTH_60) {
            int start = packet.rpos();
            try {
                packet.readString();
                packet.readString();
                packet.readString();
                if (packet.readUInt32() > MOST_PROMPTS) {
                    throw new UserAuthException("the server asks more than " + MOST_PROMPTS + " questions at once");
                }
            } catch (Buffer.BufferException malformed) {
                throw new UserAuthException(malformed);
            }
            packet.rpos(start);
        }
        super.handle(message, packet);
    }

    private static final class Prompts implements ChallengeResponseProvider {
        /** PAM's word for it in the languages servers speak; elsewhere the prompt is shown as it is. */
        private static final Pattern PASSWORD = Pattern
                .compile(
                        "(?iu)^\\s*(\\([^)]*\\)\\s*)?(password|passwort|mot de passe|contraseña|пароль|密码|密碼|パスワード)\\b.*|^\\s*(\\([^)]*\\)\\s*)?(密码|密碼|パスワード).*");
        private static final int MOST_PROMPT = 300;
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
        public char[] getResponse(String asked, boolean echo) {
            String prompt = asked.length() <= MOST_PROMPT ? asked : asked.substring(0, MOST_PROMPT) + " …";
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
