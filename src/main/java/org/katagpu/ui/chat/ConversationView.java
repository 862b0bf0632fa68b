package org.katagpu.ui.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import javafx.util.Subscription;

import org.katagpu.chat.Conversation;
import org.katagpu.chat.Turn;
import org.katagpu.message.Messages;
import org.katagpu.ui.chat.model.ChatModel;
import org.katagpu.ui.chat.transcript.Item;
import org.katagpu.ui.chat.transcript.Transcript;

/** Keeps a transcript in step with the conversation shown: only the turn that is being answered changes. */
final class ConversationView {
    private final ChatModel model;
    private final Transcript transcript;
    private final TurnParts parts;
    private final TurnActions actions;
    private final List<TurnItems> turns = new ArrayList<>();
    private final List<Integer> starts = new ArrayList<>();
    private final Subscription subscriptions;
    private String shownId = "";

    ConversationView(ChatModel model, Transcript transcript, Messages words) {
        this.model = model;
        this.transcript = transcript;
        this.parts = new TurnParts(words);
        this.actions = new TurnActions() {
            @Override
            public void edit(int turn) {
                model.edit(turn);
            }

            @Override
            public void regenerate() {
                model.regenerate();
            }

            @Override
            public void changed(TurnItems turn) {
                redraw(turns.indexOf(turn));
            }
        };
        subscriptions = Subscription.combine(model.conversations().shownProperty().subscribe(this::show),
                model.progressProperty().subscribe(_ -> grow()));
    }

    private void show(Conversation conversation) {
        boolean other = !conversation.id().equals(shownId);
        if (other) {
            shownId = conversation.id();
            turns.clear();
        }
        int count = conversation.turns().size();
        int same = 0;
        while (same < Math.min(turns.size(), count) && turns.get(same).settled(conversation.turns().get(same))
                && (same < count - 1) == (same < turns.size() - 1)) {
            same++;
        }
        for (int i = same; i < count; i++) {
            place(i, conversation.turns().get(i), i == count - 1);
        }
        turns.subList(count, turns.size()).clear();
        if (other) {
            restart();
            transcript.show(items(0));
        } else {
            redraw(same);
        }
    }

    private void place(int index, Turn turn, boolean last) {
        boolean drawn = index < turns.size() && turns.get(index).draws(turn);
        boolean answering = turn.answer().isEmpty() && last;
        if (!drawn) {
            TurnItems fresh = new TurnItems(turn, index, answering ? model.live() : Optional.empty(), parts, actions);
            if (index < turns.size()) {
                turns.set(index, fresh);
            } else {
                turns.add(fresh);
            }
            if (answering) {
                transcript.toEnd();
            }
        }
        if (turn.answer().isPresent()) {
            turns.get(index).ended(turn, last ? model.problem() : Optional.empty(), last);
        } else {
            turns.get(index).grow();
        }
    }

    private void grow() {
        if (!turns.isEmpty() && model.live().isPresent()) {
            if (turns.getLast().grow()) {
                redraw(turns.size() - 1);
            } else {
                transcript.requestLayout();
            }
        }
    }

    private void redraw(int from) {
        restart();
        transcript.replaceFrom(Math.min(starts.get(from), transcript.size()), items(from));
    }

    /** Where each turn's items begin, as they are now, and where the last ends. */
    private void restart() {
        starts.clear();
        int at = 0;
        for (TurnItems turn : turns) {
            starts.add(at);
            at += turn.all().size();
        }
        starts.add(at);
    }

    private List<Item> items(int from) {
        return turns.subList(from, turns.size()).stream().flatMap(turn -> turn.all().stream()).toList();
    }

    void dispose() {
        subscriptions.unsubscribe();
    }
}
