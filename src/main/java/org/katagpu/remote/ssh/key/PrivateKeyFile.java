package org.katagpu.remote.ssh.key;

import com.hierynomus.sshj.userauth.keyprovider.OpenSSHKeyV1KeyFile;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.security.KeyPair;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.userauth.keyprovider.FileKeyProvider;
import net.schmizz.sshj.userauth.keyprovider.KeyPairWrapper;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;
import net.schmizz.sshj.userauth.keyprovider.PKCS8KeyFile;
import org.jspecify.annotations.Nullable;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.remote.Questions;
import org.katagpu.remote.storage.FileTrouble;

/** A private key file: OpenSSH's own form, PEM and PKCS#8; Ed25519, ECDSA and RSA; with and without a passphrase. */
public final class PrivateKeyFile {
    private static final int MOST_ATTEMPTS = 3;
    private static final long MOST_BYTES = 64 * 1024;
    private static final Set<String> TYPES = Set.of("ssh-ed25519", "ssh-rsa", "ecdsa-sha2-nistp256",
            "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521");

    private final Path path;

    public PrivateKeyFile(Path path) {
        this.path = path;
    }

    /**
     * Reads the key and asks for its passphrase, where it has one, up to three times.
     *
     * @param label the host the key is for, for the question
     * @throws ProblemException when there is no such file, it holds no private key, one of a kind we do not take, or
     *         no right passphrase was given
     */
    public KeyProvider load(String label, Questions questions) throws ProblemException {
        KeyFileText text = text();
        KeyFileText.Kind kind = text.kind();
        if (kind == KeyFileText.Kind.OPENSSH) {
            String type = text.opensshType().orElseThrow(() -> problem("sshkey.damaged", null));
            if (!TYPES.contains(type)) {
                throw unsupported(type);
            }
        }
        Optional<String> form = text.unsupportedEncryption();
        if (form.isPresent()) {
            throw form(form.get());
        }
        if (!text.hasSoundLengths()) {
            throw problem("sshkey.damaged", null);
        }
        if (EncryptedPkcs8.isOne(text.text())) {
            EncryptedPkcs8 encrypted = EncryptedPkcs8.of(text.text())
                    .orElseThrow(() -> problem("sshkey.damaged", null));
            Optional<String> costly = encrypted.unsupported();
            if (costly.isPresent()) {
                throw form(costly.get());
            }
        }
        return switch (kind) {
            case OPENSSH, PEM -> load(text, label, questions);
            case PUBLIC -> throw problem("sshkey.public", null);
            case PUTTY -> throw problem("sshkey.putty", null);
            case DSA -> throw unsupported("ssh-dss");
            case NOT_A_KEY -> throw problem("sshkey.not-a-key", null);
        };
    }

    private KeyProvider load(KeyFileText text, String label, Questions questions) throws ProblemException {
        Throwable last = null;
        for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
            try (Passphrase passphrase = new Passphrase(questions, label, path.toString(), attempt,
                    text.hasOldEncryption())) {
                try {
                    return supported(read(text, passphrase));
                } catch (Passphrase.GivenUpException givenUp) {
                    throw problem("sshkey.no-passphrase", givenUp);
                } catch (UnsupportedFormException other) {
                    throw form(other.form());
                } catch (IOException | RuntimeException | OutOfMemoryError e) {
                    // Wrongly decrypted bytes fail in many ways, with a length beyond all memory too (then nothing was
                    // made room for); without a passphrase the file itself is at fault.
                    if (!passphrase.asked()) {
                        throw problem("sshkey.damaged", e);
                    }
                    last = e;
                }
            }
        }
        throw problem("sshkey.wrong-passphrase", last);
    }

    private static KeyPair read(KeyFileText text, Passphrase passphrase) throws IOException {
        if (Ed25519Pem.isOne(text.text())) {
            return Ed25519Pem.read(text.text());
        }
        if (EncryptedPkcs8.isOne(text.text())) {
            return decrypted(text.text(), passphrase);
        }
        FileKeyProvider file = text.kind() == KeyFileText.Kind.OPENSSH ? new OpenSSHKeyV1KeyFile() : new PKCS8KeyFile();
        file.init(new StringReader(text.text()), passphrase);
        return new KeyPair(file.getPublic(), file.getPrivate());
    }

    /** Decrypted for certain: what cannot be read now is not the passphrase's fault. */
    private static KeyPair decrypted(String text, Passphrase passphrase) throws IOException {
        EncryptedPkcs8 encrypted = EncryptedPkcs8.of(text).orElseThrow(() -> new IOException("no PKCS#8 body"));
        KeyFileText plain = new KeyFileText(encrypted.decrypt(passphrase.ask()));
        try {
            if (!plain.hasSoundLengths()) {
                throw new IOException("lengths no key has");
            }
            return read(plain, passphrase);
        } catch (IOException | RuntimeException notOurs) {
            throw new UnsupportedFormException("PKCS#8", notOurs);
        }
    }

    private KeyProvider supported(KeyPair pair) throws ProblemException {
        String type = KeyType.fromKey(pair.getPublic()).toString();
        if (!TYPES.contains(type)) {
            throw unsupported(type);
        }
        return new KeyPairWrapper(pair);
    }

    /** The public key in wire form, base64, where the file tells it openly or has a {@code .pub} file beside it. */
    Optional<String> publicKey() {
        return publicKey(path).or(() -> publicKey(path.resolveSibling(path.getFileName() + ".pub")));
    }

    private static Optional<String> publicKey(Path file) {
        try {
            return Files.isRegularFile(file) && Files.size(file) <= MOST_BYTES
                    ? new KeyFileText(Files.readString(file, StandardCharsets.ISO_8859_1)).publicKey()
                    : Optional.empty();
        } catch (IOException toldWhenLoaded) {
            return Optional.empty();
        }
    }

    /** Whether the file holds only a public key, which names a key of the agent. */
    boolean isPublicOnly() {
        try {
            return text().kind() == KeyFileText.Kind.PUBLIC;
        } catch (ProblemException toldWhenLoaded) {
            return false;
        }
    }

    /** Others than its owner can read the file: told, not refused. */
    public Optional<Text> warning() {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        try {
            Set<PosixFilePermission> others = view == null || !Files.exists(path)
                    ? Set.of()
                    : EnumSet.copyOf(view.readAttributes().permissions());
            return others.stream().anyMatch(permission -> !permission.name().startsWith("OWNER_"))
                    ? Optional.of(Text.of("sshkey.too-open", path.toString()))
                    : Optional.empty();
        } catch (IOException toldWhenLoaded) {
            return Optional.empty();
        }
    }

    private KeyFileText text() throws ProblemException {
        try {
            if (Files.size(path) > MOST_BYTES || !Files.isRegularFile(path)) {
                throw problem("sshkey.not-a-key", null);
            }
            return new KeyFileText(Files.readString(path, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.of(Text.of("sshkey.unreadable", path.toString(), FileTrouble.reason(e)),
                            Text.of("sshkey.unreadable.next")),
                    e);
        }
    }

    private ProblemException problem(String key, @Nullable Throwable cause) {
        return new ProblemException(
                Problem.of(Text.of(key, path.toString()), Text.of(key + ".next", path.toString())), cause);
    }

    private ProblemException form(String form) {
        return new ProblemException(Problem.of(Text.of("sshkey.form", path.toString(), form),
                Text.of("sshkey.form.next", path.toString())));
    }

    private ProblemException unsupported(String type) {
        String next = type.startsWith("sk-") ? "sshkey.unsupported.security-key.next" : "sshkey.unsupported.next";
        return new ProblemException(
                Problem.of(Text.of("sshkey.unsupported", path.toString(), type), Text.of(next, path.toString())));
    }
}
