package org.katagpu.chat.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.katagpu.chat.Answer;
import org.katagpu.chat.Answer.Ending;
import org.katagpu.chat.Conversation;
import org.katagpu.chat.Settings;
import org.katagpu.chat.Statistics;
import org.katagpu.chat.Usage;
import org.katagpu.message.Messages;

class ExportsTest {
    private static final Instant NOW = Instant.parse("2026-11-24T08:30:00.123456789Z");
    private static final Conversation TALK = Conversation
            .begin(new Settings("Be brief.", OptionalDouble.of(0.7), OptionalInt.of(64), OptionalLong.of(-1)), NOW)
            .ask("What is **SMMU**?\nIn \"short\".", NOW)
            .answered(new Answer("An *IOMMU* of Arm.\n\n```\ncode\n```", "Think.\n\nMore.", Ending.LENGTH, "qwen",
                    new Statistics(Optional.of(Duration.ofMillis(120)), Duration.ofNanos(1_234_567_891), 12,
                            Optional.of(new Usage(30, 14)))))
            .ask("你好", NOW).answered(new Answer("", "", Ending.FAILED, "", Statistics.NONE)).ask("again", NOW);

    @Test
    void jsonKeepsEverything() throws Exception {
        ConversationJson json = new ConversationJson();
        assertThat(json.read(json.write(TALK))).isEqualTo(TALK);
        Conversation empty = Conversation.begin(Settings.DEFAULT, NOW).titled("题");
        assertThat(json.read(json.write(empty))).isEqualTo(empty);
        assertThat(json.write(TALK)).contains("\"reasoning_content\" : \"Think.\\n\\nMore.\"").endsWith("}\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{}", "{\"version\":2}",
        "{\"version\":1,\"id\":\"x\",\"title\":\"\",\"created\":\"2026-11-24T08:30:00Z\",\"settings\":{\"system\":\"\"}}",
        "{\"version\":1,\"id\":\"00000000-0000-0000-0000-000000000000\",\"title\":\"\",\"created\":\"then\"}",
        "{\"version\":1,\"id\":\"00000000-0000-0000-0000-000000000000\",\"title\":\"\","
                + "\"created\":\"2026-11-24T08:30:00Z\",\"settings\":{\"system\":\"\"},"
                + "\"messages\":[{\"role\":\"assistant\",\"content\":\"x\"}]}"})
    void whatIsNoConversation(String text) {
        assertThatThrownBy(() -> new ConversationJson().read(text)).isInstanceOf(ConversationFormatException.class);
    }

    @Test
    void markdown() {
        assertThat(new ConversationMarkdown(new Messages(Locale.ENGLISH), ZoneOffset.UTC).write(TALK))
                .startsWith("# What is **SMMU**?\n\nStarted ").contains("2026").endsWith("""
                        ## Settings

                        - temperature 0.7
                        - at most 64 tokens
                        - seed -1

                        ## System prompt

                        Be brief.

                        ## Question

                        What is **SMMU**?
                        In "short".

                        ## Answer of qwen

                        > **Reasoning**
                        >
                        > Think.
                        >
                        > More.

                        An *IOMMU* of Arm.

                        ```
                        code
                        ```

                        *Cut off: the token limit was reached.*

                        ## Question

                        你好

                        ## Answer

                        *Broken off by a failure.*

                        ## Question

                        again
                        """);
    }

    @Test
    void markdownInChinese() {
        assertThat(new ConversationMarkdown(new Messages(Locale.SIMPLIFIED_CHINESE), ZoneOffset.UTC).write(TALK))
                .contains("## 提问", "## qwen 的回答", "> **思考过程**");
    }
}
