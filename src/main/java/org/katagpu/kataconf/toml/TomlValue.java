package org.katagpu.kataconf.toml;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A value as Kata's parser would see it. */
public sealed interface TomlValue {
    record Text(String value) implements TomlValue {}

    record Whole(long value) implements TomlValue {}

    record Decimal(double value) implements TomlValue {}

    record Flag(boolean value) implements TomlValue {}

    record Array(List<TomlValue> items) implements TomlValue {
        public Array {
            items = List.copyOf(items);
        }
    }

    record Inline(Map<String, TomlValue> members) implements TomlValue {
        public Inline {
            members = Map.copyOf(members);
        }
    }

    /** A date or time, as written: Kata has no key of this type. */
    record Moment(String source) implements TomlValue {}

    static TomlValue text(String value) {
        return new Text(value);
    }

    static TomlValue whole(long value) {
        return new Whole(value);
    }

    static TomlValue flag(boolean value) {
        return new Flag(value);
    }

    static TomlValue texts(List<String> values) {
        return new Array(values.stream().map(TomlValue::text).toList());
    }

    /** The strings of a list of strings; empty when this is anything else. */
    default Optional<List<String>> asTexts() {
        if (!(this instanceof Array(List<TomlValue> items)) || !items.stream().allMatch(Text.class::isInstance)) {
            return Optional.empty();
        }
        return Optional.of(items.stream().map(item -> ((Text) item).value()).toList());
    }
}
