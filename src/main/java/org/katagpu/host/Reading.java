package org.katagpu.host;

import java.util.Optional;
import java.util.function.Function;

/** A fact of the host as the scan told it: its value, or why there is none. Unknown is never taken for a value. */
public sealed interface Reading<T> {
    record Known<T>(T get) implements Reading<T> {}

    /**
     * @param reason one of the scan's words, {@code not-permitted}; text: {@code host.unknown.<reason>}
     * @param detail what was asked or what it answered, verbatim; may be empty
     */
    record Unknown<T>(String reason, String detail) implements Reading<T> {}

    /** The section was not scanned, or its script ended early. */
    static <T> Reading<T> untold() {
        return new Unknown<>("untold", "");
    }

    default Optional<T> value() {
        return this instanceof Known<T>(T known) ? Optional.of(known) : Optional.empty();
    }

    default <R> Reading<R> map(Function<T, R> change) {
        return switch (this) {
            case Known<T>(T known) -> new Known<>(change.apply(known));
            case Unknown<T>(String reason, String detail) -> new Unknown<>(reason, detail);
        };
    }
}
