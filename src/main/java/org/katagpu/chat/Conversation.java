package org.katagpu.chat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.katagpu.chat.Message.Role;

/**
 * Questions and answers in order. Immutable: each change is a new value, so a window may show one while the next is
 * made. Only the last turn may be without an answer.
 *
 * @param id names it in storage, a UUID
 * @param title as the admin named it; blank: see {@link #shownTitle()}
 */
public record Conversation(String id, String title, Instant created, Settings settings, List<Turn> turns) {
    private static final int TITLE_LENGTH = 60;

    public Conversation {
        UUID.fromString(id);
        turns = List.copyOf(turns);
        if (turns.stream().limit(Math.max(0, turns.size() - 1)).anyMatch(turn -> turn.answer().isEmpty())) {
            throw new IllegalArgumentException("a question before the last has no answer");
        }
    }

    public static Conversation begin(Settings settings, Instant now) {
        return new Conversation(UUID.randomUUID().toString(), "", now, settings, List.of());
    }

    /** The title, or the start of the first question; empty when there is neither. */
    public String shownTitle() {
        if (!title.isBlank()) {
            return title;
        }
        String first = turns.isEmpty() ? "" : turns.getFirst().question().strip().lines().findFirst().orElse("");
        return first.codePointCount(0, first.length()) <= TITLE_LENGTH
                ? first
                : first.substring(0, first.offsetByCodePoints(0, TITLE_LENGTH)) + "…";
    }

    public Conversation titled(String newTitle) {
        return new Conversation(id, newTitle, created, settings, turns);
    }

    public Conversation with(Settings newSettings) {
        return new Conversation(id, title, created, newSettings, turns);
    }

    /** Whether an answer is awaited. */
    public boolean open() {
        return !turns.isEmpty() && turns.getLast().answer().isEmpty();
    }

    /** A new question at the end. */
    public Conversation ask(String question, Instant now) {
        if (open()) {
            throw new IllegalStateException("an answer is awaited");
        }
        return cut(turns.size(), Turn.open(question, now));
    }

    /** The awaited answer, also a broken-off one. */
    public Conversation answered(Answer answer) {
        if (!open()) {
            throw new IllegalStateException("no answer is awaited");
        }
        Turn last = turns.getLast();
        return cut(turns.size() - 1, new Turn(last.question(), last.asked(), Optional.of(answer)));
    }

    /** The question of that turn asked in other words: its answer and all that followed are dropped. */
    public Conversation edit(int turn, String question, Instant now) {
        turns.get(turn);
        return cut(turn, Turn.open(question, now));
    }

    /** The last question asked once more: its answer is dropped. */
    public Conversation regenerate(Instant now) {
        return edit(turns.size() - 1, turns.getLast().question(), now);
    }

    private Conversation cut(int keep, Turn last) {
        List<Turn> changed = new ArrayList<>(turns.subList(0, keep));
        changed.add(last);
        return new Conversation(id, title, created, settings, changed);
    }

    /**
     * What is sent: the system prompt, then questions and answers in turn. A question that got no text is left out
     * with its missing answer, since many models' templates refuse two questions in a row. Reasoning is not sent back.
     */
    public List<Message> messages() {
        List<Message> messages = new ArrayList<>();
        if (!settings.systemPrompt().isBlank()) {
            messages.add(new Message(Role.SYSTEM, settings.systemPrompt()));
        }
        for (Turn turn : turns) {
            if (turn.answer().isEmpty()) {
                messages.add(new Message(Role.USER, turn.question()));
            } else if (!turn.answer().get().text().isEmpty()) {
                messages.add(new Message(Role.USER, turn.question()));
                messages.add(new Message(Role.ASSISTANT, turn.answer().get().text()));
            }
        }
        return messages;
    }

    /** The request for the awaited answer. */
    public ChatRequest request(String model) {
        return ChatRequest.of(model, messages(), settings);
    }
}
