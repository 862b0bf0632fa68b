package org.katagpu.message;

/**
 * A known failure that was recognised.
 *
 * @param where whose log it shows up in: {@code QEMU}
 * @param what the cause, in a sentence
 * @param next the remedy
 * @param evidence the line it was recognised by
 */
public record Cause(Text where, Text what, Text next, String evidence) {}
