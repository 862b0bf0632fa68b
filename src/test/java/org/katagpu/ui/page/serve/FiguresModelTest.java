package org.katagpu.ui.page.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.setup.serve.LiveFigures;
import org.katagpu.setup.serve.ServerFigures;

class FiguresModelTest {
    private static final Problem LOST = Problem.of(Text.of("serve.figures.unread"),
            Text.of("serve.figures.unread.next"));

    private final ManualBackground background = new ManualBackground();
    private final FiguresModel figures = new FiguresModel(background, Duration.ZERO);
    private final Deque<Optional<LiveFigures>> host = new ArrayDeque<>();

    private LiveFigures sample() throws ProblemException {
        return host.remove().orElseThrow(() -> new ProblemException(LOST));
    }

    private void tells(double seconds, double tokens) {
        OptionalDouble none = OptionalDouble.empty();
        host.add(Optional.of(new LiveFigures(seconds, true, List.of(),
                Optional.of(new ServerFigures(none, none, none, none, OptionalDouble.of(tokens))))));
        background.next();
    }

    private OptionalDouble rate() {
        return figures.sampleProperty().get().orElseThrow().tokensPerSecond();
    }

    @Test
    void theRateIsThatBetweenTwoSamplesAndNoneAfterTheServerBeganAnew() {
        figures.follow(this::sample);
        tells(100, 1_000);
        assertThat(rate()).isEmpty();
        tells(104, 1_200);
        assertThat(rate()).hasValue(50);
        tells(106, 10);
        assertThat(rate()).isEmpty();
        tells(106, 20);
        assertThat(rate()).as("no time has passed").isEmpty();
    }

    @Test
    void aSampleThatFailsIsToldAndTheNextTakenAllTheSame() {
        figures.follow(this::sample);
        tells(1, 5);
        host.add(Optional.empty());
        background.next();
        assertThat(figures.problemProperty().get()).contains(LOST);
        assertThat(figures.sampleProperty().get()).as("the last figures stay").isPresent();
        tells(2, 6);
        assertThat(figures.problemProperty().get()).isEmpty();
    }

    @Test
    void nothingIsAskedWhileNobodyLooks() {
        figures.follow(this::sample);
        figures.follow(this::sample);
        assertThat(background.waiting()).isEqualTo(1);
        tells(1, 5);
        figures.pause();
        assertThat(background.waiting()).isZero();
        assertThat(figures.sampleProperty().get()).isPresent();
        figures.forget();
        assertThat(figures.sampleProperty().get()).isEmpty();
    }
}
