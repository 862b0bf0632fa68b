package org.katagpu.practice;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Made when it is first asked for: its keys take a moment. */
final class Lazy<T> implements Supplier<T> {
    private final Supplier<T> maker;
    private @Nullable T made;

    Lazy(Supplier<T> maker) {
        this.maker = maker;
    }

    @Override
    public synchronized T get() {
        T there = made;
        if (there == null) {
            there = maker.get();
            made = there;
        }
        return there;
    }
}
