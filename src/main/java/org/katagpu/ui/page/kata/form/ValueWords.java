package org.katagpu.ui.page.kata.form;

import java.util.Optional;

import org.katagpu.kataconf.schema.KeySpec;
import org.katagpu.kataconf.toml.Literal;
import org.katagpu.kataconf.toml.TomlValue;

/** Values as the form shows them: as TOML writes them, with their unit. */
public final class ValueWords {
    private static final String NONE = "–";

    private ValueWords() {}

    /** {@code 2048 MiB}, {@code "root-port"}; a dash where there is none. */
    public static String of(Optional<TomlValue> value, Optional<KeySpec> spec) {
        if (value.isEmpty()) {
            return NONE;
        }
        String unit = spec.map(KeySpec::unit).orElse("");
        boolean number = value.get() instanceof TomlValue.Whole || value.get() instanceof TomlValue.Decimal;
        return Literal.of(value.get()) + (number && !unit.isEmpty() ? " " + unit : "");
    }
}
