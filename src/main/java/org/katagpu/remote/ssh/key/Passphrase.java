package org.katagpu.remote.ssh.key;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

import net.schmizz.sshj.userauth.password.PasswordFinder;
import net.schmizz.sshj.userauth.password.Resource;
import org.jspecify.annotations.Nullable;
import org.katagpu.message.Text;
import org.katagpu.remote.Questions;
import org.katagpu.remote.Questions.SecretKind;
import org.katagpu.remote.Questions.SecretQuestion;

/** Asks for a key file's passphrase when sshj finds that one is needed, once, and wipes it. */
final class Passphrase implements PasswordFinder, AutoCloseable {
    private final Questions questions;
    private final SecretQuestion question;
    private final boolean bytewise;
    private char[] given = new char[0];
    private boolean asked;

    /** @param bytewise whether sshj takes the low byte of each character, as it does for old PEM encryption */
    Passphrase(Questions questions, String label, String file, int attempt, boolean bytewise) {
        this.bytewise = bytewise;
        this.questions = questions;
        this.question = new SecretQuestion(label, SecretKind.KEY_PASSPHRASE, Text.of("sshkey.passphrase", file),
                attempt);
    }

    /** The admin gave no passphrase. */
    static final class GivenUpException extends RuntimeException {
        GivenUpException() {
            super("no passphrase given");
        }
    }

    @Override
    public char[] reqPassword(@Nullable Resource<?> resource) {
        asked = true;
        Optional<char[]> answer = questions.secret(question);
        char[] typed = answer.orElseThrow(GivenUpException::new);
        if (bytewise) {
            given = utf8(typed);
            Arrays.fill(typed, '\0');
        } else {
            given = typed;
        }
        return given;
    }

    /** A character for each byte of the UTF-8 form, which is what ssh-keygen and openssl encrypt with. */
    private static char[] utf8(char[] typed) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(CharBuffer.wrap(typed));
        char[] each = new char[bytes.remaining()];
        for (int i = 0; i < each.length; i++) {
            each[i] = (char) (bytes.get(i) & 0xff);
        }
        Arrays.fill(bytes.array(), (byte) 0);
        return each;
    }

    char[] ask() {
        return reqPassword(null);
    }

    @Override
    public boolean shouldRetry(Resource<?> resource) {
        return false;
    }

    boolean asked() {
        return asked;
    }

    @Override
    public void close() {
        Arrays.fill(given, '\0');
    }
}
