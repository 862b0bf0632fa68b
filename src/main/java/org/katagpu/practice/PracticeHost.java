package org.katagpu.practice;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.jspecify.annotations.Nullable;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.practice.firmware.PracticeAuthority;
import org.katagpu.practice.firmware.PracticeFirmware;
import org.katagpu.practice.model.GuestServerGate;
import org.katagpu.remote.HostKeyQuestion;
import org.katagpu.remote.Questions;
import org.katagpu.remote.Target;

/**
 * A sandbox behind an SSH server on loopback, in this process: the wizard connects to it as to any host. Its key, port
 * and password are made anew each time and known only here. It runs commands, but gives no interactive shell.
 */
public final class PracticeHost implements AutoCloseable {
    private static final String ADDRESS = "127.0.0.1";
    private static final String USER = "root";
    private static final int PASSWORD_BYTES = 24;
    private static final int ANY_PORT = 0;
    private static final int KEY_BITS = 256;

    private final Sandbox sandbox;
    private final KeyPair key;
    private final char[] password;
    private final Forwards forwards = new Forwards();
    private final int port;
    private final GuestServerGate models;
    private final Lazy<PracticeAuthority> authority = new Lazy<>(PracticeAuthority::new);
    private final Lazy<PracticeFirmware> firmware = new Lazy<>(
            () -> new PracticeFirmware(authority.get()));
    private @Nullable PracticeServer server;

    private PracticeHost(Sandbox sandbox, KeyPair key) throws IOException {
        this.sandbox = sandbox;
        this.key = key;
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        this.password = HexFormat.of().formatHex(random).toCharArray();
        PracticeServer first = open(ANY_PORT);
        this.server = first;
        this.port = first.port();
        this.models = new GuestServerGate(sandbox.folder(), forwards, firmware);
    }

    /** Makes a sandbox where it is fastest and starts the server; both end with {@link #close}. */
    public static PracticeHost start(Persona persona) throws ProblemException, InterruptedException {
        return start(persona, ScratchFolder.folder());
    }

    /** @param parent an existing folder for the sandbox */
    public static PracticeHost start(Persona persona, Path parent) throws ProblemException, InterruptedException {
        CompletableFuture<KeyPair> key = CompletableFuture.supplyAsync(PracticeHost::newKey);
        Sandbox sandbox = Sandbox.create(persona, parent);
        try {
            return new PracticeHost(sandbox, key.join());
        } catch (IOException | CompletionException failed) {
            ProblemException problem = new ProblemException(
                    Problem.of(Text.of("practice.server", String.valueOf(failed.getMessage())),
                            Text.of("practice.server.next")),
                    failed);
            try {
                sandbox.close();
            } catch (IOException alsoFailed) {
                problem.addSuppressed(alsoFailed);
            }
            throw problem;
        }
    }

    private static KeyPair newKey() {
        try {
            return KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, KEY_BITS);
        } catch (GeneralSecurityException unavailable) {
            throw new CompletionException(unavailable);
        }
    }

    private PracticeServer open(int onPort) throws IOException {
        return new PracticeServer(ADDRESS, onPort, key, (user, word) -> USER.equals(user) && isPassword(word),
                line -> new PracticeCommand(sandbox, line), forwards);
    }

    private boolean isPassword(String word) {
        byte[] given = word.getBytes(StandardCharsets.UTF_8);
        byte[] right = new byte[password.length];
        for (int i = 0; i < right.length; i++) {
            right[i] = (byte) password[i];
        }
        boolean same = MessageDigest.isEqual(given, right);
        Arrays.fill(given, (byte) 0);
        Arrays.fill(right, (byte) 0);
        return same;
    }

    /** Who vouches for the evidence this host's guests give: keys of this host's own. */
    public PracticeAuthority authority() {
        return authority.get();
    }

    public Sandbox sandbox() {
        return sandbox;
    }

    /** Where to connect; its key is pinned, so no known-hosts file is asked or written. */
    public Target target() {
        return new Target(ADDRESS, port, USER, List.of(), false, List.of(),
                Optional.of(KeyUtils.getFingerPrint(BuiltinDigests.sha256, key.getPublic())));
    }

    /** A copy, to be wiped by the caller. */
    public char[] password() {
        return password.clone();
    }

    /** Answers the login's question for the password by itself, and no other. */
    public Questions questions() {
        return new Questions() {
            @Override
            public HostKeyAnswer hostKey(HostKeyQuestion question) {
                return HostKeyAnswer.REFUSE;
            }

            @Override
            public Optional<char[]> secret(SecretQuestion question) {
                return question.kind() == SecretKind.LOGIN_PASSWORD && question.attempt() == 1
                        ? Optional.of(password())
                        : Optional.empty();
            }
        };
    }

    /**
     * Lets clients dial an address of the practice machine.
     *
     * @param address as the client asks for it: {@code 10.88.0.2}
     * @param loopbackPort the port of this computer's loopback that answers for it
     */
    public void expose(String address, int addressPort, int loopbackPort) {
        forwards.expose(address, addressPort, loopbackPort);
    }

    /** How many clients are connected. */
    public synchronized int sessions() {
        return server == null ? 0 : server.sessions();
    }

    /** Cuts every connection at once; commands and jobs go on, and clients may connect again. */
    public synchronized void dropConnections() {
        if (server != null) {
            server.dropConnections();
        }
    }

    /** Reads nothing more from the present connections, without closing them: a peer that has frozen. */
    public synchronized void freezeConnections() {
        if (server != null) {
            server.freezeConnections();
        }
    }

    /** As if the host were gone: connections are cut and new ones refused, until {@link #startServer}. */
    public synchronized void stopServer() throws IOException {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    /** Listens again, on the same port with the same key. */
    public synchronized void startServer() throws IOException {
        if (server == null) {
            server = open(port);
        }
    }

    /** The machine is restarted: every connection and process ends, and it can be reached again in another boot. */
    public synchronized void restart() throws IOException {
        stopServer();
        sandbox.restart();
        startServer();
    }

    /** Ends the server, every process started through it, and the sandbox. */
    @Override
    public void close() throws IOException {
        try (sandbox; models) {
            stopServer();
        } finally {
            Arrays.fill(password, '\0');
        }
    }
}
