package org.katagpu.kataconf.toml;

/**
 * One active key: a line of its own, or a member of an inline table.
 *
 * @param value where the value stands
 * @param item the lines that hold it
 * @param inline whether it shares its lines with others, inside of {@code { … }}
 */
public record Entry(KeyRef ref, Span key, Span value, TomlValue content, Item.Assignment item, boolean inline) {}
