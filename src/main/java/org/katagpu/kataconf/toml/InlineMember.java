package org.katagpu.kataconf.toml;

import java.util.List;

/** A member of an inline table. @param path its key's parts, from the outermost inline table on */
public record InlineMember(List<String> path, Span key, Span span, TomlValue value) {}
