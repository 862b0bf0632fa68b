package org.katagpu.ui.chat.model;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import org.katagpu.attest.rung.Ladder;
import org.katagpu.chat.ChatClient;
import org.katagpu.chat.ChatEvent;
import org.katagpu.chat.Conversation;
import org.katagpu.message.Problem;
import org.katagpu.ui.control.FormDrafts;
import org.katagpu.ui.control.FrameDrain;
import org.katagpu.ui.evidence.EvidenceModel;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.frame.StepMark;
import org.katagpu.ui.frame.Wizard;

/** Questions asked and answers coming in. JavaFX thread only. */
public final class ChatModel {
    private final Wizard wizard;
    private final ServerModel server;
    private final EvidenceModel evidence;
    private final ConversationsModel conversations;
    private final InstantSource clock;
    private final Map<String, LiveAnswer> live = new HashMap<>();
    private final Map<String, Problem> problems = new HashMap<>();
    private final FormDrafts drafts = new FormDrafts();
    private final StringProperty draft = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<OptionalInt> editing = new ReadOnlyObjectWrapper<>(OptionalInt.empty());
    private final ReadOnlyLongWrapper progress = new ReadOnlyLongWrapper();
    private final FrameDrain drain = new FrameDrain(this::read);

    /** @param evidence of the machine questions go to */
    public ChatModel(Wizard wizard, ServerModel server, ConversationsModel conversations, EvidenceModel evidence,
            InstantSource clock) {
        this.wizard = wizard;
        this.evidence = evidence;
        this.server = server;
        this.conversations = conversations;
        this.clock = clock;
        wizard.sessionProperty().subscribe(_ -> forget());
        server.endpointProperty().subscribe(now -> unmark(now.isEmpty()));
        conversations.shownProperty().subscribe((before, now) -> {
            if (!before.id().equals(now.id())) {
                cancelEdit();
                drafts.clear();
            }
        });
    }

    public ServerModel server() {
        return server;
    }

    public EvidenceModel evidence() {
        return evidence;
    }

    /** Whether a question may go out: to any server, or to a proved machine only, as the admin chose. */
    public boolean mayAsk() {
        return server.endpointProperty().get().filter(evidence::mayAsk).isPresent()
                && drafts.firstProperty().get().isEmpty();
    }

    /** What is proved of the machine questions go to. */
    public Optional<Ladder> machine() {
        return server.endpointProperty().get().flatMap(evidence::of);
    }

    /** When that was proved, or told. */
    public Optional<Instant> machineAt() {
        return server.endpointProperty().get().flatMap(evidence::at);
    }

    public ConversationsModel conversations() {
        return conversations;
    }

    /** What stands in the settings of answers and cannot be used: nothing is asked with other ones in their stead. */
    public FormDrafts drafts() {
        return drafts;
    }

    /** What is being typed. */
    public StringProperty draftProperty() {
        return draft;
    }

    /** The turn whose question is being edited. */
    public ReadOnlyObjectProperty<OptionalInt> editingProperty() {
        return editing.getReadOnlyProperty();
    }

    /** Counts up whenever an answer has grown or begun or ended, at most once a frame. */
    public ReadOnlyLongProperty progressProperty() {
        return progress.getReadOnlyProperty();
    }

    /** The answer that is coming in for the conversation shown. */
    public Optional<LiveAnswer> live() {
        return Optional.ofNullable(live.get(shown().id()));
    }

    /** Why the last answer of the conversation shown broke off. */
    public Optional<Problem> problem() {
        return Optional.ofNullable(problems.get(shown().id()));
    }

    /** Sends what was typed: a new question, or the edited one in place of itself and all that followed. */
    public void send() {
        String question = draft.get().strip();
        if (question.isEmpty() || live().isPresent() || !mayAsk()) {
            return;
        }
        Conversation now = shown();
        OptionalInt turn = editing.get();
        draft.set("");
        editing.set(OptionalInt.empty());
        ask(turn.isPresent()
                ? now.edit(turn.getAsInt(), question, clock.instant())
                : now.ask(question, clock.instant()));
    }

    /** Asks the last question once more. */
    public void regenerate() {
        if (!shown().turns().isEmpty() && live().isEmpty() && mayAsk()) {
            cancelEdit();
            ask(shown().regenerate(clock.instant()));
        }
    }

    private void ask(Conversation asked) {
        Optional<ChatClient> client = server.client();
        if (client.isEmpty()) {
            return;
        }
        problems.remove(asked.id());
        LiveAnswer answer = new LiveAnswer(drain::request);
        live.put(asked.id(), answer);
        conversations.put(asked);
        answer.under(client.get().send(asked.request(client.get().endpoint().model()), answer::accept));
        moved();
    }

    /** Ends the answer that is coming in; what has come stays. */
    public void stop() {
        live().ifPresent(LiveAnswer::stop);
    }

    /** Takes a question back into the input; sending it replaces it and all that followed. */
    public void edit(int turn) {
        if (live().isEmpty()) {
            draft.set(shown().turns().get(turn).question());
            editing.set(OptionalInt.of(turn));
        }
    }

    public void cancelEdit() {
        if (editing.get().isPresent()) {
            editing.set(OptionalInt.empty());
            draft.set("");
        }
    }

    /** Deletes a conversation, also where it is kept; an answer that is coming in is ended. */
    public void delete(String id) {
        Optional.ofNullable(live.remove(id)).ifPresent(LiveAnswer::stop);
        problems.remove(id);
        conversations.delete(id);
        moved();
    }

    private Conversation shown() {
        return conversations.shownProperty().get();
    }

    private void read() {
        for (Map.Entry<String, LiveAnswer> one : Map.copyOf(live).entrySet()) {
            one.getValue().read().ifPresent(end -> end(one.getKey(), end));
        }
        moved();
    }

    private void end(String id, ChatEvent.End end) {
        live.remove(id);
        if (end instanceof ChatEvent.Failed failed) {
            problems.put(id, failed.problem());
        } else {
            wizard.mark(PageId.CHAT, StepMark.ANSWERED);
        }
        conversations.find(id).filter(Conversation::open)
                .ifPresent(one -> conversations.put(one.answered(end.answer())));
    }

    /** Who answered is there no more. */
    private void unmark(boolean nobody) {
        if (nobody && wizard.sessionProperty().get().isPresent()) {
            wizard.mark(PageId.CHAT, StepMark.OPEN);
        }
    }

    private void moved() {
        progress.set(progress.get() + 1);
    }

    /** Another host or none: nothing of the one before stays. */
    private void forget() {
        live.values().forEach(LiveAnswer::stop);
        live.clear();
        problems.clear();
        draft.set("");
        editing.set(OptionalInt.empty());
        conversations.forget();
        moved();
    }
}
