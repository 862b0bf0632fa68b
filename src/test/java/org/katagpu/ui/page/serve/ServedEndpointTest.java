package org.katagpu.ui.page.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.katagpu.chat.ApiKey;
import org.katagpu.chat.Endpoint;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.setup.Plan;
import org.katagpu.setup.serve.ServeEndpoint;
import org.katagpu.setup.serve.ServeKey;
import org.katagpu.setup.serve.ServeKeys;

class ServedEndpointTest {
    private static final String PIN = "ab".repeat(32);

    private final ManualBackground background = new ManualBackground();
    private final ServedEndpoint served = new ServedEndpoint(background);

    private static ServeEndpoint server(int port, boolean keyed) {
        return new ServeEndpoint("c", "10.88.0.2", port, "qwen", Optional.of(PIN), keyed);
    }

    private Endpoint endpoint() {
        return served.endpointProperty().get().orElseThrow();
    }

    @Test
    void theKeyIsReadOnceAndWipedWhenTheServerIsGone() throws Exception {
        ServeKey key = ServeKey.random();
        char[] characters = ServeKeys.characters(key);
        served.serves(server(8000, true), Plan.EMPTY, plan -> Optional.of(key));
        assertThat(served.endpointProperty().get()).isEmpty();
        background.next();
        served.serves(server(8000, true), Plan.EMPTY, plan -> Optional.empty());
        assertThat(background.waiting()).isZero();
        ApiKey held = endpoint().key();
        assertThat(held.copy().orElseThrow()).isEqualTo(characters);
        assertThat(ServeKeys.characters(key)).as("the reader's own is wiped").containsOnly('\0');
        assertThat(endpoint().url()).isEqualTo("https://10.88.0.2:8000");
        assertThat(endpoint().pin().orElseThrow().sha256()).isEqualTo(PIN);
        served.gone();
        assertThat(served.endpointProperty().get()).isEmpty();
        assertThat(held.copy()).isEmpty();
    }

    @Test
    void aServerThatAsksForNoKeyIsThereAtOnce() {
        served.serves(server(8000, false), Plan.EMPTY, plan -> {
            throw new AssertionError("asked for a key");
        });
        assertThat(endpoint().key().copy()).isEmpty();
    }

    @Test
    void aKeyThatCannotBeReadIsAProblemAndTriedAgain() {
        Problem unread = Problem.of(Text.of("serve.key.unread", "c"), Text.of("serve.key.unread.next"));
        served.serves(server(8000, true), Plan.EMPTY, plan -> {
            throw new ProblemException(unread);
        });
        background.next();
        assertThat(served.problemProperty().get()).contains(unread);
        served.serves(server(8000, true), Plan.EMPTY, plan -> Optional.of(ServeKey.random()));
        background.next();
        assertThat(served.problemProperty().get()).isEmpty();
        assertThat(endpoint().key().copy()).isPresent();
    }

    @Test
    void aServerThatWentMeanwhileIsNotTold() {
        served.serves(server(8000, true), Plan.EMPTY, plan -> Optional.of(ServeKey.random()));
        served.gone();
        assertThat(background.waiting()).isZero();
        assertThat(served.endpointProperty().get()).isEmpty();
    }
}
