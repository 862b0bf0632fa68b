package org.katagpu.chat.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.katagpu.chat.Answer;
import org.katagpu.chat.Answer.Ending;
import org.katagpu.chat.Conversation;
import org.katagpu.chat.Settings;
import org.katagpu.chat.Statistics;
import org.katagpu.chat.Turn;
import org.katagpu.chat.Usage;

/**
 * A conversation as JSON, for export and for storage. {@code messages} is in the shape of the OpenAI protocol
 * (role, content), with more fields where we know more. It holds neither an address nor a key.
 */
public final class ConversationJson {
    private static final int VERSION = 1;
    private static final double NANOS = 1e9;

    private final ObjectMapper json = new ObjectMapper();

    /** Indented, with a final newline. */
    public String write(Conversation conversation) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("version", VERSION).put("id", conversation.id()).put("title", conversation.title())
                .put("created", conversation.created().toString());
        Settings settings = conversation.settings();
        ObjectNode set = root.putObject("settings");
        set.put("system", settings.systemPrompt());
        settings.temperature().ifPresent(value -> set.put("temperature", value));
        settings.maxTokens().ifPresent(value -> set.put("max_tokens", value));
        settings.seed().ifPresent(value -> set.put("seed", value));
        var messages = root.putArray("messages");
        for (Turn turn : conversation.turns()) {
            messages.addObject().put("role", "user").put("content", turn.question())
                    .put("asked", turn.asked().toString());
            turn.answer().ifPresent(answer -> messages.add(written(answer)));
        }
        return root.toPrettyString() + "\n";
    }

    private static ObjectNode written(Answer answer) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("role", "assistant").put("content", answer.text());
        if (!answer.reasoning().isEmpty()) {
            node.put("reasoning_content", answer.reasoning());
        }
        node.put("model", answer.model()).put("ending", answer.ending().name().toLowerCase(Locale.ROOT));
        Statistics figures = answer.statistics();
        ObjectNode statistics = node.putObject("statistics");
        figures.firstToken().ifPresent(wait -> statistics.put("first_token_seconds", wait.toNanos() / NANOS));
        statistics.put("generation_seconds", figures.generation().toNanos() / NANOS).put("parts", figures.parts());
        figures.usage().ifPresent(usage -> statistics.put("prompt_tokens", usage.prompt()).put("completion_tokens",
                usage.completion()));
        return node;
    }

    /** @throws ConversationFormatException for text that {@link #write} did not make */
    public Conversation read(String text) throws ConversationFormatException {
        try {
            JsonNode root = json.readTree(text);
            if (root.path("version").asInt() != VERSION) {
                throw new ConversationFormatException("version " + root.path("version"), null);
            }
            return new Conversation(string(root, "id"), string(root, "title"), instant(root, "created"),
                    settings(root.path("settings")), turns(root.path("messages")));
        } catch (JsonProcessingException | DateTimeException | IllegalArgumentException e) {
            throw new ConversationFormatException(e.getMessage(), e);
        }
    }

    private static Settings settings(JsonNode node) {
        JsonNode temperature = node.path("temperature");
        JsonNode maxTokens = node.path("max_tokens");
        JsonNode seed = node.path("seed");
        return new Settings(string(node, "system"),
                temperature.isNumber() ? OptionalDouble.of(temperature.asDouble()) : OptionalDouble.empty(),
                maxTokens.isNumber() ? OptionalInt.of(maxTokens.asInt()) : OptionalInt.empty(),
                seed.isNumber() ? OptionalLong.of(seed.asLong()) : OptionalLong.empty());
    }

    private static List<Turn> turns(JsonNode messages) {
        List<Turn> turns = new ArrayList<>();
        for (JsonNode message : messages) {
            if (string(message, "role").equals("user")) {
                turns.add(Turn.open(string(message, "content"), instant(message, "asked")));
            } else if (turns.isEmpty() || turns.getLast().answer().isPresent()) {
                throw new IllegalArgumentException("an answer without a question");
            } else {
                Turn asked = turns.removeLast();
                turns.add(new Turn(asked.question(), asked.asked(), Optional.of(answer(message))));
            }
        }
        return turns;
    }

    private static Answer answer(JsonNode node) {
        JsonNode figures = node.path("statistics");
        JsonNode first = figures.path("first_token_seconds");
        JsonNode completion = figures.path("completion_tokens");
        return new Answer(string(node, "content"), node.path("reasoning_content").asText(),
                Ending.valueOf(string(node, "ending").toUpperCase(Locale.ROOT)), string(node, "model"),
                new Statistics(first.isNumber() ? Optional.of(seconds(first)) : Optional.empty(),
                        seconds(figures.path("generation_seconds")), figures.path("parts").asInt(),
                        completion.isNumber()
                                ? Optional.of(new Usage(figures.path("prompt_tokens").asInt(), completion.asInt()))
                                : Optional.empty()));
    }

    private static Duration seconds(JsonNode node) {
        return Duration.ofNanos(Math.round(node.asDouble() * NANOS));
    }

    private static Instant instant(JsonNode node, String field) {
        return Instant.parse(string(node, field));
    }

    private static String string(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("no " + field);
        }
        return value.asText();
    }
}
