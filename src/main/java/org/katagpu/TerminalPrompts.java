package org.katagpu;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.katagpu.cli.Prompts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The terminal this program was started from, as ssh asks on it: also where input and output are files or pipes. Where
 * there is no such device (Windows), Java's own console.
 */
final class TerminalPrompts implements Prompts {
    private static final Logger LOG = LoggerFactory.getLogger(TerminalPrompts.class);
    private static final Path TERMINAL = Path.of("/dev/tty");
    private static final int LONGEST = 4096;

    @Override
    public boolean seen() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    @Override
    public Optional<String> line(String prompt) {
        return read(prompt, false).map(String::new);
    }

    @Override
    public Optional<char[]> secret(String prompt) {
        return read(prompt, true);
    }

    private static synchronized Optional<char[]> read(String prompt, boolean hidden) {
        if (!Files.exists(TERMINAL)) {
            return fromConsole(prompt, hidden);
        }
        try (InputStream in = Files.newInputStream(TERMINAL); OutputStream out = Files.newOutputStream(TERMINAL)) {
            out.write(prompt.getBytes(StandardCharsets.UTF_8));
            out.flush();
            return hidden ? hidden(in, out) : line(in);
        } catch (IOException noTerminal) {
            LOG.info("no terminal to ask on: {}", noTerminal.toString());
            return Optional.empty();
        }
    }

    /** What is typed is not shown; Ctrl-C in between leaves the terminal as it was. */
    private static Optional<char[]> hidden(InputStream in, OutputStream out) throws IOException {
        Thread restore = new Thread(() -> echo("echo"), "terminal");
        Runtime.getRuntime().addShutdownHook(restore);
        try {
            if (!echo("-echo")) {
                // Better no password than one on the screen.
                return Optional.empty();
            }
            Optional<char[]> typed = line(in);
            out.write('\n');
            return typed;
        } finally {
            echo("echo");
            Runtime.getRuntime().removeShutdownHook(restore);
        }
    }

    private static boolean echo(String how) {
        try {
            Process stty = new ProcessBuilder("stty", how).redirectInput(TERMINAL.toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return stty.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Optional<char[]> line(InputStream in) throws IOException {
        byte[] typed = new byte[LONGEST];
        try {
            int length = 0;
            while (true) {
                int next = in.read();
                if (next < 0 && length == 0) {
                    return Optional.empty();
                }
                if (next < 0 || next == '\n' || length == LONGEST) {
                    break;
                }
                typed[length++] = (byte) next;
            }
            CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(typed, 0, length));
            char[] answer = new char[decoded.remaining()];
            decoded.get(answer);
            Arrays.fill(decoded.array(), '\0');
            return Optional.of(answer);
        } finally {
            Arrays.fill(typed, (byte) 0);
        }
    }

    private static Optional<char[]> fromConsole(String prompt, boolean hidden) {
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            return Optional.empty();
        }
        if (hidden) {
            return Optional.ofNullable(console.readPassword("%s", prompt));
        }
        return Optional.ofNullable(console.readLine("%s", prompt)).map(String::toCharArray);
    }
}
