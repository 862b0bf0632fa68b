package org.katagpu.kataconf.schema;

import org.katagpu.kataconf.toml.TomlValue;

/** How a key's value is edited and what TOML type it must have. */
public enum ValueKind {
    FLAG, INTEGER,
    /** A number that may have a fraction; Kata takes an integer there, too. */
    NUMBER, TEXT,
    /** One of a few words. */
    CHOICE,
    /** A list of strings. */
    LIST,
    /** An array of tables or of numbers: edited as text. */
    TABLES;

    public boolean admits(TomlValue value) {
        return switch (this) {
            case FLAG -> value instanceof TomlValue.Flag;
            case INTEGER -> value instanceof TomlValue.Whole;
            case NUMBER -> value instanceof TomlValue.Whole || value instanceof TomlValue.Decimal;
            case TEXT, CHOICE -> value instanceof TomlValue.Text;
            case LIST -> value.asTexts().isPresent();
            case TABLES -> value instanceof TomlValue.Array;
        };
    }
}
