package org.katagpu.remote.ssh;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The exchange with sudo until root's bash is there. A password is written only in answer to a prompt that carries
 * our nonce, and nothing else before root's bash has said so: neither can be taken for the other.
 */
final class SudoPrompt {
    private static final long POLL_MS = 100;

    enum Outcome {
        /** Root's bash waits for a script. */
        READY,
        /** sudo ended. */
        ENDED,
        /** It asked something in a way we do not know. */
        ASKS,
        /** It neither asked nor went on. */
        SILENT,
        /** It asked, and there was no answer. */
        GIVEN_UP
    }

    /** Answers one prompt; the array is wiped after use. */
    @FunctionalInterface
    interface Answers {
        Optional<char[]> next(String user);
    }

    private final Exec exec;
    private final PreambleFilter threshold;
    private final RemoteCommand words;
    private final Pattern prompt;
    private final Answers answers;
    private final SudoLimiter.Turn turn;
    private final WaitLimits patience;
    private int answered;

    SudoPrompt(Exec exec, PreambleFilter threshold, RemoteCommand words, Answers answers, SudoLimiter.Turn turn,
            WaitLimits patience) {
        this.exec = exec;
        this.threshold = threshold;
        this.words = words;
        this.prompt = Pattern.compile(Pattern.quote(words.promptMark()) + "([^:\\s]{0,64}):");
        this.answers = answers;
        this.turn = turn;
        this.patience = patience;
    }

    Outcome untilReady() throws InterruptedException {
        long since = System.nanoTime();
        long heard = since;
        int seen = 0;
        while (true) {
            String early = threshold.early();
            if (early.contains(words.goMark())) {
                return Outcome.READY;
            }
            Optional<String> asked = unanswered(early);
            if (asked.isPresent()) {
                turn.take();
                if (!answer(asked.get())) {
                    exec.close();
                    return Outcome.GIVEN_UP;
                }
                since = System.nanoTime();
            } else if (exec.end().isDone()) {
                return Outcome.ENDED;
            } else if (threshold.total() > PreambleFilter.MOST_PREAMBLE) {
                exec.close();
                return Outcome.ENDED;
            } else {
                boolean asks = asksAnother(early);
                long now = System.nanoTime();
                if (now - since > patience.silence().toNanos()
                        || asks && now - heard > patience.question().toNanos()) {
                    exec.close();
                    return asks ? Outcome.ASKS : Outcome.SILENT;
                }
            }
            threshold.awaitMore(seen, POLL_MS);
            int length = threshold.early().length();
            heard = length == seen ? heard : System.nanoTime();
            seen = length;
        }
    }

    /** Whether the last words, behind our own prompts, stand without an end of line, as a question does. */
    private boolean asksAnother(String early) {
        String last = early.substring(early.lastIndexOf('\n') + 1);
        return !prompt.matcher(last).replaceAll("").isBlank();
    }

    private Optional<String> unanswered(String early) {
        Matcher all = prompt.matcher(early);
        int count = 0;
        String user = "";
        while (all.find()) {
            count++;
            user = all.group(1);
        }
        return count > answered ? Optional.of(user) : Optional.empty();
    }

    private boolean answer(String user) {
        answered++;
        Optional<char[]> password = answers.next(user);
        if (password.isEmpty()) {
            return false;
        }
        char[] secret = password.get();
        ByteBuffer line = StandardCharsets.UTF_8.encode(CharBuffer.wrap(secret));
        Arrays.fill(secret, '\0');
        byte[] bytes = new byte[line.remaining() + 1];
        line.get(bytes, 0, line.remaining());
        bytes[bytes.length - 1] = '\n';
        Arrays.fill(line.array(), (byte) 0);
        try {
            OutputStream input = exec.input();
            input.write(bytes);
            input.flush();
        } catch (IOException over) {
            // sudo stopped waiting, or the link broke: the channel's end, looked at next, says which.
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
        return true;
    }
}
