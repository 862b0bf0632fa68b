package org.katagpu.ui.page.serve;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import org.jspecify.annotations.Nullable;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.setup.serve.LiveFigures;
import org.katagpu.setup.serve.ServerFigures;
import org.katagpu.ui.control.Background;

/** What the running server does, sampled while somebody looks. JavaFX thread only. */
final class FiguresModel {
    /** Takes one sample; blocks. */
    @FunctionalInterface
    interface Sampler {
        LiveFigures sample() throws ProblemException, InterruptedException;
    }

    /** @param tokensPerSecond generated between this sample and the one before; empty at first */
    record Sample(LiveFigures figures, OptionalDouble tokensPerSecond) {}

    private final Background background;
    private final Duration pause;
    private final ReadOnlyObjectWrapper<Optional<Sample>> sample = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem = new ReadOnlyObjectWrapper<>(Optional.empty());
    private Background.@Nullable Running sampling;

    /** @param pause between two samples */
    FiguresModel(Background background, Duration pause) {
        this.background = background;
        this.pause = pause;
    }

    ReadOnlyObjectProperty<Optional<Sample>> sampleProperty() {
        return sample.getReadOnlyProperty();
    }

    /** Why the last sample could not be taken; the next is tried all the same. */
    ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** Samples until {@link #pause()} or {@link #forget()}; a second call while it goes on changes nothing. */
    void follow(Sampler sampler) {
        if (sampling == null) {
            take(sampler, Duration.ZERO);
        }
    }

    private void take(Sampler sampler, Duration before) {
        sampling = background.run(() -> {
            Thread.sleep(before);
            return sampler.sample();
        }, figures -> {
            sample.set(Optional.of(new Sample(figures, rate(figures))));
            problem.set(Optional.empty());
            take(sampler, pause);
        }, why -> {
            problem.set(Optional.of(why));
            take(sampler, pause);
        });
    }

    /** A restarted server counts from nothing again: no rate then. */
    private OptionalDouble rate(LiveFigures figures) {
        Optional<LiveFigures> before = sample.get().map(Sample::figures);
        OptionalDouble then = tokens(before);
        OptionalDouble now = tokens(Optional.of(figures));
        double seconds = figures.seconds() - before.map(LiveFigures::seconds).orElse(0.0);
        boolean known = then.isPresent() && now.isPresent() && seconds > 0 && now.getAsDouble() >= then.getAsDouble();
        return known ? OptionalDouble.of((now.getAsDouble() - then.getAsDouble()) / seconds) : OptionalDouble.empty();
    }

    private static OptionalDouble tokens(Optional<LiveFigures> figures) {
        return figures.flatMap(LiveFigures::server).map(ServerFigures::generatedTokens).orElse(OptionalDouble.empty());
    }

    /** Nobody looks: the last figures stay. */
    void pause() {
        if (sampling != null) {
            sampling.cancel();
            sampling = null;
        }
    }

    void forget() {
        pause();
        sample.set(Optional.empty());
        problem.set(Optional.empty());
    }
}
