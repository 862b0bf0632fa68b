package org.katagpu.kataconf.advice;

import java.util.Optional;
import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.kataconf.toml.TablePath;
import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.kataconf.toml.TomlValue;

/**
 * How a configuration holds the guest to the bytes of its image. Only images the wizard made are looked at: what another
 * image is bound by is its maker's. Kata from 3.27 on makes the kernel's parameters itself, for an image with
 * partitions; before, and for a plain image, they are written out.
 */
final class VerityBinding {
    static final String KEY = "kernel_verity_params";

    private static final String TABLE = "dm-mod.create";
    private static final String MAPPED = "/dev/dm-0";

    private final TomlDocument document;
    private final SetupFacts facts;
    private final TablePath hypervisor;

    VerityBinding(TomlDocument document, SetupFacts facts, TablePath hypervisor) {
        this.document = document;
        this.facts = facts;
        this.hypervisor = hypervisor;
    }

    /** The image's tree; empty where the wizard did not make it, or it is no longer the file it made. */
    private Optional<VerityTree> tree() {
        String image = text("image").orElse("");
        return facts.trees().stream().filter(one -> one.image().equals(image) && one.intact()).findFirst();
    }

    /** What kernel_verity_params must be; empty where it may stay as it is. */
    Optional<String> key() {
        return tree().flatMap(tree -> {
            String wanted = tree.isThere() && byKata(tree) ? tree.parameters() : "";
            return text(KEY).orElse("").equals(wanted) ? Optional.empty() : Optional.of(wanted);
        });
    }

    /** The command line as it must be. */
    KernelParameters line(KernelParameters line) {
        return tree().map(tree -> {
            if (tree.isThere() && !byKata(tree)) {
                return line.with(TABLE, tree.table(device())).with("root", MAPPED);
            }
            boolean bound = line.value(TABLE).filter(value -> value.startsWith("\"dm-verity,")).isPresent();
            return bound ? line.without(TABLE).without("root", MAPPED) : line;
        }).orElse(line);
    }

    private boolean byKata(VerityTree tree) {
        return tree.partitioned() && facts.version().isAtLeast(3, 27);
    }

    /** A confidential guest has its image as a disk; another may have it as non-volatile memory. */
    private String device() {
        boolean memory = facts.variant() == Variant.PLAIN && !is("disable_image_nvdimm") && !is("confidential_guest");
        return memory ? "/dev/pmem0" : "/dev/vda";
    }

    private boolean is(String key) {
        return document.value(new KeyRef(hypervisor, key)).equals(Optional.of(TomlValue.flag(true)));
    }

    private Optional<String> text(String key) {
        return document.value(new KeyRef(hypervisor, key))
                .flatMap(value -> value instanceof TomlValue.Text(String text) ? Optional.of(text) : Optional.empty());
    }
}
