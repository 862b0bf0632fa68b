package org.katagpu.kataconf.check;

import java.util.List;
import java.util.stream.Stream;

import org.katagpu.kataconf.schema.TableKind;
import org.katagpu.kataconf.toml.Item;
import org.katagpu.kataconf.toml.TablePath;

/** Tables Kata does not read. */
final class TableCheck implements Check {
    @Override
    public List<Diagnostic> look(Inspection inspection) {
        return inspection.document().items().stream().filter(Item.Header.class::isInstance).map(Item.Header.class::cast)
                .filter(header -> !isRead(header.table())).map(header -> told(inspection, header)).toList();
    }

    private static boolean isRead(TablePath table) {
        List<String> parts = table.parts();
        boolean parent = parts.size() == 1 && (parts.getFirst().equals("hypervisor")
                || parts.getFirst().equals("agent"));
        boolean hypervisor = parts.size() >= 2 && parts.getFirst().equals("hypervisor");
        return parent || TableKind.of(table).isPresent()
                && (!hypervisor || TableKind.hypervisors().contains(parts.get(1)));
    }

    private static Diagnostic told(Inspection inspection, Item.Header header) {
        TablePath table = header.table();
        Stream<String> known = Stream.concat(Stream.of("runtime", "factory", "agent.kata", "image"),
                TableKind.hypervisors().stream().map(name -> "hypervisor." + name));
        return Spelling.nearest(table.header(), known)
                .map(meant -> Diagnostic.warning(inspection.document(), header.name(), List.of(),
                        "check.table.misspelt", table.toString(), "[" + meant + "]"))
                .orElseGet(() -> Diagnostic.warning(inspection.document(), header.name(), List.of(),
                        "check.table.unknown", table.toString()));
    }
}
