package org.katagpu.kataconf.toml;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Names a table: {@code [hypervisor.qemu]} is {@code hypervisor, qemu}. An element of an array of tables adds its
 * index as a part of its own, {@code [0]}. The root table has no parts.
 */
public record TablePath(List<String> parts) {
    public static final TablePath ROOT = new TablePath(List.of());

    public TablePath {
        parts = List.copyOf(parts);
    }

    public static TablePath of(String... parts) {
        return new TablePath(List.of(parts));
    }

    public TablePath child(String part) {
        List<String> longer = new ArrayList<>(parts);
        longer.add(part);
        return new TablePath(longer);
    }

    public TablePath child(List<String> more) {
        List<String> longer = new ArrayList<>(parts);
        longer.addAll(more);
        return new TablePath(longer);
    }

    public TablePath element(int index) {
        return child("[" + index + "]");
    }

    /** Whether some part is an element of an array of tables, which has no header of its own name. */
    public boolean inArray() {
        return parts.stream().anyMatch(part -> part.startsWith("["));
    }

    public boolean startsWith(TablePath other) {
        return parts.size() >= other.parts.size() && parts.subList(0, other.parts.size()).equals(other.parts);
    }

    /** As it stands between the brackets of a header, parts quoted where needed. */
    public String header() {
        return parts.stream().map(Literal::key).collect(Collectors.joining("."));
    }

    /** As shown: {@code [hypervisor.qemu]}. */
    @Override
    public String toString() {
        return "[" + header() + "]";
    }
}
