package org.katagpu.kataconf.check;

import org.katagpu.kataconf.schema.KataVersion;
import org.katagpu.kataconf.schema.Schema;
import org.katagpu.kataconf.schema.TableKind;
import org.katagpu.kataconf.toml.TablePath;
import org.katagpu.kataconf.toml.TomlDocument;

/** What is inspected, and against which Kata. */
record Inspection(TomlDocument document, Schema schema, KataVersion version) {
    /** The table of a kind in this file; QEMU's and {@code [agent.kata]} where it has none. */
    TablePath table(TableKind kind) {
        return kind.table(second("hypervisor", "qemu"), second("agent", "kata"));
    }

    private String second(String first, String otherwise) {
        return document.tables().stream().filter(table -> table.parts().size() == 2)
                .filter(table -> table.parts().getFirst().equals(first)).map(table -> table.parts().get(1))
                .findFirst().orElse(otherwise);
    }
}
