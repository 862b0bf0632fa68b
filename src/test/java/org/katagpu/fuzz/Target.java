package org.katagpu.fuzz;

import java.util.Arrays;
import java.util.List;

/**
 * One parser: its name is that of its corpus, {@code src/test/resources/fuzz/NAME}.
 *
 * @param form of its input, which is varied accordingly
 * @param tokens that mean something to it
 * @param documented what it may throw
 * @param believed whether a library behind it makes room for a length it read, and what is beyond all memory is caught
 */
record Target(String name, Form form, List<String> tokens, List<Class<? extends Throwable>> documented, Reader reader,
        boolean believed) {
    enum Form {
        BYTES, JSON_LINES
    }

    static Target bytes(String name, Reader reader, String... tokens) {
        return new Target(name, Form.BYTES, Arrays.asList(tokens), List.of(), reader, false);
    }

    /** The reader takes lines, each a JSON value. */
    static Target json(String name, Reader reader, String... tokens) {
        return new Target(name, Form.JSON_LINES, Arrays.asList(tokens), List.of(), reader, false);
    }

    @SafeVarargs
    final Target mayThrow(Class<? extends Throwable>... types) {
        return new Target(name, form, tokens, List.of(types), reader, believed);
    }

    /** sshj believes the lengths in a key; that costs garbage only, and PrivateKeyFile catches what cannot be had. */
    Target believingLengths() {
        return new Target(name, form, tokens, documented, reader, true);
    }

    boolean documents(Throwable thrown) {
        return documented.stream().anyMatch(type -> type.isInstance(thrown));
    }
}
