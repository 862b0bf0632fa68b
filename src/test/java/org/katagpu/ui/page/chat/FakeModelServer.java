package org.katagpu.ui.page.chat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.katagpu.chat.Answer;
import org.katagpu.chat.ChatClient;
import org.katagpu.chat.ChatEvent;
import org.katagpu.chat.ChatRequest;
import org.katagpu.chat.Endpoint;
import org.katagpu.chat.Exchange;
import org.katagpu.chat.ServedModel;
import org.katagpu.chat.Statistics;
import org.katagpu.chat.Usage;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;

/** A model server that says what the test tells it to, when the test tells it to. */
final class FakeModelServer {
    final List<ChatRequest> requests = new CopyOnWriteArrayList<>();
    final List<Endpoint> asked = new CopyOnWriteArrayList<>();
    final List<Call> calls = new CopyOnWriteArrayList<>();
    volatile List<String> models = List.of("qwen");
    volatile @Nullable Problem refuses;

    ChatClient client(Endpoint endpoint) {
        return new ChatClient() {
            @Override
            public Endpoint endpoint() {
                return endpoint;
            }

            @Override
            public void health() {}

            @Override
            public List<ServedModel> models() throws ProblemException {
                asked.add(endpoint);
                Problem why = refuses;
                if (why != null) {
                    throw new ProblemException(why);
                }
                return models.stream().map(id -> new ServedModel(id, OptionalInt.empty())).toList();
            }

            @Override
            public Exchange send(ChatRequest request, Consumer<ChatEvent> events) {
                requests.add(request);
                Call call = new Call(events);
                calls.add(call);
                return call;
            }
        };
    }

    Call last() {
        return calls.getLast();
    }

    /** One request under way. */
    static final class Call implements Exchange {
        private final Consumer<ChatEvent> events;
        private final StringBuilder text = new StringBuilder();
        private final StringBuilder reasoning = new StringBuilder();
        private final List<String> parts = new ArrayList<>();
        boolean stopped;

        Call(Consumer<ChatEvent> events) {
            this.events = events;
        }

        void says(String part) {
            text.append(part);
            parts.add(part);
            events.accept(new ChatEvent.Text(part, figures(Optional.empty())));
        }

        void thinks(String part) {
            reasoning.append(part);
            parts.add(part);
            events.accept(new ChatEvent.Reasoning(part, figures(Optional.empty())));
        }

        void finishes() {
            events.accept(new ChatEvent.Finished(answer(Answer.Ending.COMPLETE)));
        }

        /** The limit of tokens is reached. */
        void isCut() {
            events.accept(new ChatEvent.Finished(answer(Answer.Ending.LENGTH)));
        }

        void fails(String key) {
            events.accept(new ChatEvent.Failed(Problem.of(Text.of(key), Text.of(key + ".next")),
                    answer(Answer.Ending.FAILED)));
        }

        private Answer answer(Answer.Ending ending) {
            return new Answer(text.toString(), reasoning.toString(), ending, "qwen-answers",
                    figures(Optional.of(new Usage(42, Math.max(1, parts.size())))));
        }

        private Statistics figures(Optional<Usage> usage) {
            return new Statistics(Optional.of(Duration.ofMillis(420)), Duration.ofMillis(25L * parts.size()),
                    parts.size(), usage);
        }

        @Override
        public void stop() {
            if (!stopped) {
                stopped = true;
                events.accept(new ChatEvent.Stopped(answer(Answer.Ending.STOPPED)));
            }
        }

        @Override
        public void await() {}
    }
}
