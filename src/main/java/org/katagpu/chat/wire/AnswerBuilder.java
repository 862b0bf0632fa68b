package org.katagpu.chat.wire;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.katagpu.chat.Answer;
import org.katagpu.chat.Answer.Ending;
import org.katagpu.chat.ChatEvent;
import org.katagpu.chat.Statistics;
import org.katagpu.chat.Usage;

/** Puts an answer together from its pieces and measures it. Its clock starts with it. */
final class AnswerBuilder {
    private static final int LONGEST_NAME = 200;

    private final LongSupplier nanoTime;
    private final int mostCharacters;
    private final long started;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private String model;
    private Optional<Ending> ending = Optional.empty();
    private Optional<Usage> usage = Optional.empty();
    private boolean whole;
    private int parts;
    private long first;
    private long latest;

    /**
     * @param model as asked for
     * @param nanoTime as {@link System#nanoTime}
     * @param mostCharacters an answer may have
     */
    AnswerBuilder(String model, LongSupplier nanoTime, int mostCharacters) {
        this.mostCharacters = mostCharacters;
        this.model = model;
        this.nanoTime = nanoTime;
        this.started = nanoTime.getAsLong();
    }

    /** The answer is no stream: there is no first token to be measured. */
    void inOnePiece() {
        whole = true;
    }

    /** @throws OverBoundException when the answer has become too long; what fits was taken */
    void take(CompletionChunk piece, Consumer<ChatEvent> events) throws LimitExceededException {
        if (!piece.model().isEmpty()) {
            model = cut(piece.model(), LONGEST_NAME);
        }
        String thought = cut(piece.reasoning(), room());
        piece.finish().ifPresent(word -> ending = Optional.of(ending(word)));
        if (piece.usage().isPresent()) {
            usage = piece.usage();
        }
        if (!thought.isEmpty()) {
            reasoning.append(thought);
            count();
            events.accept(new ChatEvent.Reasoning(thought, statistics()));
        }
        String said = cut(piece.text(), room());
        if (!said.isEmpty()) {
            text.append(said);
            count();
            events.accept(new ChatEvent.Text(said, statistics()));
        }
        if (thought.length() + said.length() < piece.reasoning().length() + piece.text().length()) {
            throw new LimitExceededException(
                    org.katagpu.message.Text.of("chat.problem.bound.characters", mostCharacters));
        }
    }

    private int room() {
        return mostCharacters - text.length() - reasoning.length();
    }

    /** Never between the halves of one character. */
    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        boolean split = most > 0 && Character.isHighSurrogate(text.charAt(most - 1));
        return text.substring(0, split ? most - 1 : most);
    }

    private void count() {
        latest = nanoTime.getAsLong();
        first = parts == 0 ? latest : first;
        parts++;
    }

    private static Ending ending(String word) {
        return switch (word) {
            case "length" -> Ending.LENGTH;
            case "content_filter" -> Ending.FILTERED;
            case "tool_calls", "function_call" -> Ending.TOOL;
            case "abort", "error" -> Ending.FAILED;
            default -> Ending.COMPLETE;
        };
    }

    /** Empty until the server said why it ended. */
    Optional<Ending> ending() {
        return ending;
    }

    Answer answer(Ending how) {
        return new Answer(text.toString(), reasoning.toString(), how, model, statistics());
    }

    private Statistics statistics() {
        if (parts == 0) {
            return new Statistics(Optional.empty(), Duration.ZERO, 0, usage);
        }
        return whole
                ? new Statistics(Optional.empty(), Duration.ofNanos(latest - started), parts, usage)
                : new Statistics(Optional.of(Duration.ofNanos(first - started)), Duration.ofNanos(latest - first),
                        parts, usage);
    }
}
