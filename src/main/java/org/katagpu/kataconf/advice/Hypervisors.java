package org.katagpu.kataconf.advice;

import java.util.List;
import java.util.Optional;

import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.message.Text;

/** Which hypervisor a configuration is for: the one that has a table in it. */
public final class Hypervisors {
    private static final String QEMU = "qemu";

    private Hypervisors() {}

    /** The tables below {@code hypervisor} with an active key. */
    static List<String> of(TomlDocument document) {
        return document.activeKeys().stream().map(ref -> ref.table().parts())
                .filter(parts -> parts.size() > 1 && parts.getFirst().equals("hypervisor")).map(parts -> parts.get(1))
                .distinct().sorted().toList();
    }

    /**
     * Why this configuration is not to be set up for a GPU: with two hypervisors' tables Kata takes one at random, and
     * of those it has, QEMU alone passes a GPU to a confidential guest. No second table is ever added.
     */
    public static Optional<Text> fault(TomlDocument effective) {
        List<String> found = of(effective);
        if (found.size() > 1) {
            return Optional.of(Text.of("kataconf.hypervisor.several", String.join(", ", found)));
        }
        return found.stream().filter(name -> !name.equals(QEMU)).findFirst()
                .map(name -> Text.of("kataconf.hypervisor.other", name));
    }
}
