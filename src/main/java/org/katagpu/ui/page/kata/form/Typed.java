package org.katagpu.ui.page.kata.form;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

import org.katagpu.kataconf.schema.KeySpec;
import org.katagpu.kataconf.schema.ValueKind;
import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.kataconf.toml.Literal;
import org.katagpu.kataconf.toml.TablePath;
import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.kataconf.toml.TomlValue;
import org.katagpu.message.Text;
import org.katagpu.message.VisibleText;

/**
 * What a text in a key's field stands for.
 *
 * @param id of the field in the window
 * @param value the value a text is; empty: it is none
 * @param expected what the field takes
 */
record Typed(String id, Function<String, Optional<TomlValue>> value, Text expected) {
    private static final KeyRef PROBE = new KeyRef(TablePath.ROOT, "value");
    private static final String WHOLE = "0|-?[1-9][0-9_]{0,17}";

    /** Why a text cannot be used; empty where it can. */
    Optional<Text> against(String text) {
        OptionalInt hidden = VisibleText.firstHidden(text.replace("\n", ""));
        if (hidden.isPresent()) {
            return Optional.of(Text.of("panel.hidden-character", VisibleText.number(hidden.getAsInt())));
        }
        return value.apply(text).isEmpty() ? Optional.of(expected) : Optional.empty();
    }

    /** A whole number that Kata would not refuse; one it takes though it is unusual is told of beside it. */
    static Typed whole(KeySpec spec) {
        long least = spec.least().orElse(0);
        String example = String.valueOf(Math.max(least, 1));
        Text expected = spec.most().isPresent()
                ? Text.of("kata.page.expected.between", String.valueOf(least), String.valueOf(spec.most().getAsLong()),
                        example)
                : Text.of("kata.page.expected.whole", String.valueOf(least), example);
        return new Typed("value-number", text -> Optional.of(text.strip()).filter(digits -> digits.matches(WHOLE))
                .map(digits -> Long.parseLong(digits.replace("_", ""))).filter(number -> !spec.refuses(number))
                .map(TomlValue::whole), expected);
    }

    static Typed number(KeySpec spec) {
        return new Typed("value-text", text -> parse(text).filter(spec.kind()::admits),
                Text.of("kata.page.expected.number"));
    }

    /** A text; where it is a path, one from the root on. */
    static Typed text(KeySpec spec, String shown) {
        boolean path = spec.where() != KeySpec.Where.NO_PATH && spec.kind() == ValueKind.TEXT;
        return new Typed("value-text",
                text -> path && !text.isEmpty() && !text.startsWith("/")
                        ? Optional.empty()
                        : Optional.of(TomlValue.text(text)),
                Text.of("kata.page.expected.path", shown.startsWith("/") ? shown : "/usr/bin/qemu-system-aarch64"));
    }

    /** A value as TOML writes it, quotes and all: for keys Kata is not known to read. */
    static Typed source() {
        return new Typed("value-text", Typed::parse, Text.of("kata.page.expected.source"));
    }

    static Typed list() {
        return new Typed("value-list", text -> Optional.of(TomlValue.texts(
                text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList())), Text.of("panel.not-taken"));
    }

    /** The value a piece of TOML is; empty when it is none, or more than one. */
    private static Optional<TomlValue> parse(String source) {
        TomlDocument document = TomlDocument.of("value = " + source);
        boolean one = document.items().size() == 1 && document.activeKeys().size() == 1
        // Nothing behind it, not even a comment: it would not come back into the field.
                && document.all(PROBE).getFirst().value().of(document.text()).equals(source.strip());
        return one ? document.value(PROBE) : Optional.empty();
    }

    /** As the field shows a value. */
    static String shown(Optional<TomlValue> value) {
        return value.map(one -> one instanceof TomlValue.Text(String text) ? text : Literal.of(one)).orElse("");
    }
}
