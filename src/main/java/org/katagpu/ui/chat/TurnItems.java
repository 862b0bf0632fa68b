package org.katagpu.ui.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.katagpu.chat.Answer;
import org.katagpu.chat.Turn;
import org.katagpu.message.Problem;
import org.katagpu.ui.chat.markdown.Block;
import org.katagpu.ui.chat.markdown.BlockStream;
import org.katagpu.ui.chat.markdown.PlainBlocks;
import org.katagpu.ui.chat.model.LiveAnswer;
import org.katagpu.ui.chat.transcript.Item;
import org.katagpu.ui.chat.transcript.PartItem;
import org.katagpu.ui.chat.transcript.TextItem;

/** The transcript's items of one question and its answer. */
final class TurnItems {
    private static final double HEAD = 34;
    private static final double LINE = 24;
    private static final double PROBLEM = 120;
    private static final String QUESTION = "chat-question";
    private static final String LAST_OF_QUESTION = "chat-question-last";
    private static final String ANSWER = "chat-answer";
    private static final String REASONING = "chat-reasoning";

    private final TurnParts parts;
    private final TurnActions actions;
    private final List<Item> question = new ArrayList<>();
    private List<Item> head;
    private List<Item> foot = List.of();
    private Turn turn;
    private StreamItems text;
    private StreamItems reasoning;
    private boolean reasoned;
    private boolean unfolded;
    private boolean running;

    /** @param live the answer, where it is coming in */
    TurnItems(Turn turn, int index, Optional<LiveAnswer> live, TurnParts parts, TurnActions actions) {
        this.turn = turn;
        this.parts = parts;
        this.actions = actions;
        question.add(
                new PartItem(HEAD, () -> parts.question(turn.question(), turn.asked(), () -> actions.edit(index))));
        List<Block> asked = PlainBlocks.of(turn.question());
        asked.subList(0, asked.size() - 1).forEach(block -> question.add(new TextItem(block, QUESTION)));
        question.add(new TextItem(asked.getLast(), LAST_OF_QUESTION));
        head = List.of(new PartItem(HEAD, parts::answering));
        BlockStream said = live.map(LiveAnswer::text).orElseGet(() -> whole(turn.answer().map(Answer::text)));
        BlockStream thought = live.map(LiveAnswer::reasoning)
                .orElseGet(() -> whole(turn.answer().map(Answer::reasoning)));
        text = new StreamItems(said, ANSWER);
        reasoning = new StreamItems(thought, REASONING);
        running = live.isPresent();
    }

    private static BlockStream whole(Optional<String> text) {
        BlockStream stream = new BlockStream();
        text.ifPresent(stream::append);
        stream.finish();
        return stream;
    }

    /** Whether it draws this turn, maybe before its answer had come. */
    boolean draws(Turn other) {
        return turn.question().equals(other.question()) && turn.asked().equals(other.asked())
                && (turn.answer().equals(other.answer()) || turn.answer().isEmpty());
    }

    /** Whether nothing of it changes any more. */
    boolean settled(Turn other) {
        return !running && turn.answer().isPresent() && turn.answer().equals(other.answer());
    }

    /** Takes what has come of an answer. @return whether parts came or went */
    boolean grow() {
        boolean more = text.update();
        more |= reasoning.update() && unfolded;
        boolean thinks = !reasoning.items().isEmpty();
        if (thinks != reasoned) {
            reasoned = thinks;
            more = true;
        }
        List<Item> waiting = text.items().isEmpty() && running ? waiting() : List.of();
        if (running && waiting.isEmpty() != foot.isEmpty()) {
            foot = waiting;
            more = true;
        }
        return more;
    }

    private List<Item> waiting() {
        return List.of(new PartItem(LINE, parts::waiting));
    }

    /** The answer is whole, or as whole as it will be. @param last whether no other turn follows */
    void ended(Turn with, Optional<Problem> problem, boolean last) {
        turn = with;
        running = false;
        text.update();
        reasoning.update();
        reasoned = !reasoning.items().isEmpty();
        List<Item> below = new ArrayList<>();
        with.answer().ifPresent(answer -> {
            head = List.of(new PartItem(HEAD, () -> parts.answer(answer, actions::regenerate, last)));
            boolean told = answer.ending() == Answer.Ending.FAILED && last;
            below.add(new PartItem(LINE, () -> parts.foot(answer, told)));
            if (told) {
                below.add(problem.map(why -> new PartItem(PROBLEM, () -> parts.problem(why, actions::regenerate)))
                        .orElseGet(() -> new PartItem(PROBLEM, () -> parts.failed(actions::regenerate))));
            }
        });
        foot = below;
    }

    List<Item> all() {
        List<Item> all = new ArrayList<>(question);
        all.addAll(head);
        if (reasoned) {
            boolean thinking = running && text.items().isEmpty();
            boolean open = unfolded;
            all.add(new PartItem(HEAD, () -> parts.reasoning(thinking, open, this::toggle)));
            if (unfolded) {
                all.addAll(reasoning.items());
            }
        }
        all.addAll(text.items());
        all.addAll(foot);
        return all;
    }

    private void toggle() {
        unfolded = !unfolded;
        actions.changed(this);
    }
}
