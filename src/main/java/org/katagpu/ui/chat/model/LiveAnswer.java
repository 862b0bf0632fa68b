package org.katagpu.ui.chat.model;

import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.katagpu.chat.ChatEvent;
import org.katagpu.chat.Exchange;
import org.katagpu.chat.Statistics;
import org.katagpu.ui.chat.markdown.BlockStream;

/**
 * An answer that is coming in. Parts are taken from any thread and read into blocks on the JavaFX thread, once a frame
 * however many have come.
 */
public final class LiveAnswer {
    /** How many times as long as reading took there is no reading. */
    private static final int REST = 4;

    private final Runnable news;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final BlockStream textBlocks = new BlockStream();
    private final BlockStream reasoningBlocks = new BlockStream();
    private final long began = System.nanoTime();
    private Statistics figures = Statistics.NONE;
    private Statistics shownFigures = Statistics.NONE;
    private ChatEvent.@Nullable End end;
    private @Nullable Exchange exchange;
    private boolean reasoned;
    private long readNext;

    /** @param news told from any thread whenever something has come */
    LiveAnswer(Runnable news) {
        this.news = news;
    }

    /** Any thread. */
    void accept(ChatEvent event) {
        synchronized (this) {
            switch (event) {
                case ChatEvent.Accepted _ -> {
                }
                case ChatEvent.Text(String part, Statistics soFar) -> {
                    text.append(part);
                    figures = soFar;
                }
                case ChatEvent.Reasoning(String part, Statistics soFar) -> {
                    reasoning.append(part);
                    figures = soFar;
                }
                case ChatEvent.End last -> {
                    end = last;
                    figures = last.answer().statistics();
                }
            }
        }
        news.run();
    }

    /**
     * Reads what has come. A block so long that reading it takes its time is read less often, so that the window stays
     * smooth.
     *
     * @return the end, once it has come and all before it was read
     */
    Optional<ChatEvent.End> read() {
        ChatEvent.End last;
        synchronized (this) {
            last = end;
            if (last == null && System.nanoTime() < readNext) {
                news.run();
                return Optional.empty();
            }
            textBlocks.append(text.toString());
            reasoningBlocks.append(reasoning.toString());
            reasoned |= !reasoning.isEmpty();
            text.setLength(0);
            reasoning.setLength(0);
            shownFigures = figures;
        }
        long start = System.nanoTime();
        textBlocks.update();
        reasoningBlocks.update();
        long now = System.nanoTime();
        readNext = now + (now - start) * REST;
        if (last != null) {
            textBlocks.finish();
            reasoningBlocks.finish();
        }
        return Optional.ofNullable(last);
    }

    void under(Exchange request) {
        exchange = request;
    }

    void stop() {
        Exchange request = exchange;
        if (request != null) {
            request.stop();
        }
    }

    public BlockStream text() {
        return textBlocks;
    }

    public BlockStream reasoning() {
        return reasoningBlocks;
    }

    /** Whether the model has thought aloud. */
    public boolean reasoned() {
        return reasoned;
    }

    public Statistics figures() {
        return shownFigures;
    }

    /** Since it was asked for. */
    public long nanos() {
        return System.nanoTime() - began;
    }
}
