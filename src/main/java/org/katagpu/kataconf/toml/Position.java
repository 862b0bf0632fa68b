package org.katagpu.kataconf.toml;

/** A place in the file as editors count it: lines and columns from 1, columns in UTF-16 units. */
public record Position(int line, int column) {}
