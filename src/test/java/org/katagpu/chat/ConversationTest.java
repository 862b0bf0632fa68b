package org.katagpu.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.katagpu.chat.Answer.Ending;
import org.katagpu.chat.Message.Role;

class ConversationTest {
    private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");
    private static final Conversation TWO = Conversation.begin(Settings.DEFAULT, NOW).ask("one", NOW)
            .answered(answer("1")).ask("two", NOW).answered(answer("2"));

    private static Answer answer(String text) {
        return new Answer(text, "thought", Ending.COMPLETE, "m", Statistics.NONE);
    }

    private static Message user(String text) {
        return new Message(Role.USER, text);
    }

    private static Message assistant(String text) {
        return new Message(Role.ASSISTANT, text);
    }

    @Test
    void whatIsSentIsTheTalkSoFarWithoutReasoning() {
        assertThat(TWO.ask("three", NOW).messages()).containsExactly(user("one"), assistant("1"), user("two"),
                assistant("2"), user("three"));
    }

    @Test
    void theSystemPromptComesFirstAndSettingsGoAlong() {
        Settings settings = new Settings("Be brief.", OptionalDouble.of(0), OptionalInt.of(9), OptionalLong.of(7));
        ChatRequest request = TWO.with(settings).ask("three", NOW).request("m");
        assertThat(request.messages().getFirst()).isEqualTo(new Message(Role.SYSTEM, "Be brief."));
        assertThat(request.temperature()).hasValue(0);
        assertThat(request.maxTokens()).hasValue(9);
        assertThat(request.seed()).hasValue(7);
        assertThat(request.stream()).isTrue();
    }

    /** Many templates refuse two questions in a row. */
    @Test
    void aQuestionThatGotNoTextIsNotSentAgain() {
        Conversation failed = TWO.ask("lost", NOW).answered(new Answer("", "", Ending.FAILED, "m", Statistics.NONE));
        assertThat(failed.ask("three", NOW).messages()).doesNotContain(user("lost")).endsWith(assistant("2"),
                user("three"));
    }

    @Test
    void aStoppedAnswerIsSentAsFarAsItCame() {
        Conversation stopped = TWO.ask("x", NOW).answered(new Answer("half", "", Ending.STOPPED, "m", Statistics.NONE));
        assertThat(stopped.ask("three", NOW).messages()).contains(user("x"), assistant("half"));
    }

    @Test
    void editingDropsWhatFollowed() {
        Conversation edited = TWO.edit(0, "other", NOW);
        assertThat(edited.messages()).containsExactly(user("other"));
        assertThat(edited.open()).isTrue();
        assertThat(TWO.turns()).as("the old value stays").hasSize(2);
    }

    @Test
    void regeneratingAsksTheLastQuestionAgain() {
        assertThat(TWO.regenerate(NOW).messages()).containsExactly(user("one"), assistant("1"), user("two"));
        assertThat(TWO.regenerate(NOW).id()).isEqualTo(TWO.id());
    }

    @Test
    void oneQuestionAtATime() {
        Conversation open = TWO.ask("three", NOW);
        assertThatThrownBy(() -> open.ask("four", NOW)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> TWO.answered(answer("x"))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> TWO.edit(2, "x", NOW)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void titles() {
        assertThat(Conversation.begin(Settings.DEFAULT, NOW).shownTitle()).isEmpty();
        assertThat(TWO.shownTitle()).isEqualTo("one");
        assertThat(TWO.titled("Named").shownTitle()).isEqualTo("Named");
        assertThat(Conversation.begin(Settings.DEFAULT, NOW).ask("🚀".repeat(90) + "\nmore", NOW).shownTitle())
                .isEqualTo("🚀".repeat(60) + "…");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 2.1, Double.NaN})
    void temperaturesOutOfRange(double temperature) {
        assertThatThrownBy(() -> new Settings("", OptionalDouble.of(temperature), OptionalInt.empty(),
                OptionalLong.empty())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void speedLeavesTheWaitOut() {
        Statistics counted = new Statistics(Optional.of(Duration.ofSeconds(9)), Duration.ofSeconds(2), 21,
                Optional.of(new Usage(5, 41)));
        assertThat(counted.tokensPerSecond()).hasValue(20);
        assertThat(counted.estimated()).isFalse();
        Statistics estimated = new Statistics(Optional.of(Duration.ofSeconds(9)), Duration.ofSeconds(2), 21,
                Optional.empty());
        assertThat(estimated.tokensPerSecond()).hasValue(10);
        assertThat(estimated.estimated()).isTrue();
        assertThat(new Statistics(Optional.empty(), Duration.ofSeconds(2), 1, Optional.of(new Usage(5, 40)))
                .tokensPerSecond()).as("in one piece").hasValue(20);
        assertThat(new Statistics(Optional.of(Duration.ofSeconds(9)), Duration.ZERO, 1, Optional.empty())
                .tokensPerSecond()).as("one part has no speed").isEmpty();
        assertThat(Statistics.NONE.tokensPerSecond()).isEmpty();
    }

    @Test
    void pins() {
        String hex = "0123456789abcdef".repeat(4);
        CertificatePin pin = new CertificatePin(hex);
        assertThat(CertificatePin.parse(" " + pin.withColons() + "\n")).isEqualTo(pin);
        assertThat(pin.withColons()).startsWith("01:23:45:67:89:AB:CD:EF:01");
        assertThatThrownBy(() -> CertificatePin.parse("12")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aHeldKeyIsGoneWhenClosed() {
        char[] given = "secret".toCharArray();
        HeldKey key = new HeldKey(given);
        given[0] = 'x';
        assertThat(key.copy().orElseThrow()).containsExactly('s', 'e', 'c', 'r', 'e', 't');
        assertThat(key.toString()).doesNotContain("secret");
        assertThat(new Endpoint("::1", 80, Optional.empty(), "m", key)).hasToString("Endpoint[http://[::1]:80 m]");
        key.close();
        assertThat(key.copy()).isEmpty();
    }
}
