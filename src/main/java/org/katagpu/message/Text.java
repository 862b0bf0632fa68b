package org.katagpu.message;

import java.util.List;

/**
 * A sentence for the admin that is not yet in a language: a key of the resource bundles with its arguments.
 *
 * @param key for example {@code connect.refused}; the part before the first dot names the bundle
 * @param arguments filled into the bundle's {@code {0}}, {@code {1}} …; a nested {@link Text} is put into words first
 */
public record Text(String key, List<Object> arguments) {
    public Text {
        arguments = List.copyOf(arguments);
    }

    public static Text of(String key, Object... arguments) {
        return new Text(key, List.of(arguments));
    }
}
