package org.katagpu.remote.ssh;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.keyboard.InteractiveChallenge;
import org.apache.sshd.server.auth.keyboard.KeyboardInteractiveAuthenticator;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.server.shell.ProcessShellCommandFactory;

/**
 * A host that means ill: it lets everybody in who has the password, behaves until it is told to turn, and then tries
 * to take the wizard's memory and time. In this process, on loopback.
 */
public final class HostileHost implements AutoCloseable {
    public static final String PASSWORD = "come in";
    private static final Pattern READY = Pattern.compile("kgw-ready-[0-9a-f]{24}");
    private static final Pattern NONCE = Pattern.compile("KATAGPU_NONCE='?[0-9a-f-]+");

    private final SshServer server = SshServer.setUpDefaultServer();
    private volatile Optional<Trick> trick = Optional.empty();

    /** What it does with each script it is given. */
    public enum Trick {
        /** Words without end, and the script never begins. */
        ENDLESS_GREETING,
        /** The mark that the script begins, and then no end of its line. */
        READY_MARK_WITHOUT_END,
        /** One byte a second, and the script never begins. */
        SLOW_DRIP,
        /** The script begins and prints one line without end. */
        ENDLESS_LINE,
        /** The script begins and prints lines without end. */
        ENDLESS_LINES,
        /** The script begins and tells facts without end. */
        ENDLESS_FACTS,
        /** The script begins and prints a word a second, for ever. */
        DRIP,
        /** The same on standard error. */
        ENDLESS_ERRORS,
        /** Both streams end, and the exit status never comes. */
        NO_EXIT
    }

    public HostileHost() throws IOException {
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider());
        server.setPasswordAuthenticator((user, password, session) -> password.equals(PASSWORD));
        server.setCommandFactory((channel, line) -> trick.<Command>map(Tricky::new)
                .orElseGet(() -> command(channel, line)));
        server.start();
    }

    private static Command command(ChannelSession channel, String line) {
        try {
            return ProcessShellCommandFactory.INSTANCE.createCommand(channel, line);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    public int port() {
        return server.getPort();
    }

    public HostileHost turn(Trick next) {
        trick = Optional.of(next);
        return this;
    }

    /** Shown before the login. */
    public HostileHost banner(String text) {
        CoreModuleProperties.WELCOME_BANNER.set(server, text);
        return this;
    }

    /** Asks so many questions at once, each with this prompt. */
    public HostileHost asks(int questions, String prompt) {
        CoreModuleProperties.AUTH_METHODS.set(server, "keyboard-interactive");
        server.setKeyboardInteractiveAuthenticator(new KeyboardInteractiveAuthenticator() {
            @Override
            public InteractiveChallenge generateChallenge(ServerSession session, String user, String lang,
                    String methods) {
                InteractiveChallenge challenge = new InteractiveChallenge();
                challenge.setInteractionName("");
                challenge.setInteractionInstruction("");
                challenge.setLanguageTag("");
                for (int i = 0; i < questions; i++) {
                    challenge.addPrompt(prompt, false);
                }
                return challenge;
            }

            @Override
            public boolean authenticate(ServerSession session, String user, java.util.List<String> responses) {
                return false;
            }
        });
        return this;
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }

    private static final class Tricky implements Command {
        private final Trick trick;
        private InputStream in = InputStream.nullInputStream();
        private OutputStream out = OutputStream.nullOutputStream();
        private OutputStream err = OutputStream.nullOutputStream();
        private Optional<ExitCallback> exit = Optional.empty();
        private Optional<ChannelSession> within = Optional.empty();
        private Thread thread = Thread.currentThread();
        private Optional<BufferedReader> script = Optional.empty();

        Tricky(Trick trick) {
            this.trick = trick;
        }

        @Override
        public void setInputStream(InputStream stream) {
            in = stream;
        }

        @Override
        public void setOutputStream(OutputStream stream) {
            out = stream;
        }

        @Override
        public void setErrorStream(OutputStream stream) {
            err = stream;
        }

        @Override
        public void setExitCallback(ExitCallback callback) {
            exit = Optional.of(callback);
        }

        @Override
        public void start(ChannelSession channel, Environment env) {
            within = Optional.of(channel);
            thread = Thread.ofPlatform().daemon().name("hostile").start(() -> {
                try {
                    play();
                } catch (IOException | InterruptedException cut) {
                    exit.ifPresent(callback -> callback.onExit(0));
                }
            });
        }

        private void play() throws IOException, InterruptedException {
            switch (trick) {
                case ENDLESS_GREETING -> endless(out, "welcome ");
                case SLOW_DRIP -> {
                    while (true) {
                        write(out, "w");
                        Thread.sleep(1000);
                    }
                }
                case READY_MARK_WITHOUT_END -> {
                    write(out, "\036" + mark());
                    endless(out, "4711");
                }
                default -> {
                    String mark = "\036" + mark();
                    write(err, mark + "\n");
                    write(out, mark + " 1\n");
                    begun();
                }
            }
        }

        private void begun() throws IOException, InterruptedException {
            switch (trick) {
                case ENDLESS_LINE -> endless(out, "x");
                case ENDLESS_LINES -> endless(out, "a line of the host\n");
                case ENDLESS_FACTS -> endless(out, "\036katagpu " + nonce()
                        + " fact {\"kind\":\"host.name\",\"value\":\"" + "n".repeat(900) + "\"}\n");
                case DRIP -> {
                    while (true) {
                        write(out, "word\n");
                        Thread.sleep(1000);
                    }
                }
                case ENDLESS_ERRORS -> endless(err, "a line of the host\n");
                default -> {
                    eof();
                    Thread.sleep(600_000);
                }
            }
        }

        private void eof() throws IOException {
            ChannelSession channel = within.orElseThrow();
            Buffer eof = channel.getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_EOF, Integer.BYTES);
            eof.putUInt(channel.getRecipient());
            channel.getSession().writePacket(eof);
        }

        private static void write(OutputStream to, String text) throws IOException {
            to.write(text.getBytes(StandardCharsets.US_ASCII));
            to.flush();
        }

        private static void endless(OutputStream to, String words) throws IOException {
            byte[] chunk = words.repeat(32_000 / words.length()).getBytes(StandardCharsets.US_ASCII);
            while (!Thread.currentThread().isInterrupted()) {
                to.write(chunk);
                to.flush();
            }
        }

        private String mark() throws IOException {
            script = Optional.of(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
            return found(READY);
        }

        private String nonce() {
            return found(NONCE).replace("KATAGPU_NONCE=", "").replace("'", "");
        }

        private String found(Pattern words) {
            BufferedReader lines = script.orElseThrow();
            return Stream.generate(() -> {
                try {
                    return Optional.ofNullable(lines.readLine()).orElseThrow();
                } catch (IOException cut) {
                    throw new java.io.UncheckedIOException(cut);
                }
            }).map(words::matcher).filter(Matcher::find).map(Matcher::group).findFirst().orElseThrow();
        }

        @Override
        public void destroy(ChannelSession channel) {
            thread.interrupt();
        }
    }
}
