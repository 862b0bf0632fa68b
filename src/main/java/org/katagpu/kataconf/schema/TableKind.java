package org.katagpu.kataconf.schema;

import java.util.List;
import java.util.Optional;
import org.katagpu.kataconf.toml.TablePath;

/** The kinds of tables Kata reads; {@code [hypervisor.qemu]} and {@code [hypervisor.clh]} are of one kind. */
public enum TableKind {
    HYPERVISOR("hypervisor"), AGENT("agent"), RUNTIME("runtime"), FACTORY("factory"), IMAGE("image"),
    /** {@code [[hypervisor.qemu.guest_extension_images]]}. */
    GUEST_EXTENSION_IMAGE("guestExtensionImage");

    private static final List<String> HYPERVISORS = List.of("qemu", "clh", "cloud-hypervisor", "firecracker",
            "stratovirt", "dragonball", "acrn", "remote");

    private final String word;

    TableKind(String word) {
        this.word = word;
    }

    /** As in the schema's data and the bundles' keys. */
    public String word() {
        return word;
    }

    /** Names Kata knows below {@code [hypervisor.…]}. */
    public static List<String> hypervisors() {
        return HYPERVISORS;
    }

    static TableKind ofWord(String word) {
        for (TableKind kind : values()) {
            if (kind.word.equals(word)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no kind of table: " + word);
    }

    /** Empty for a table Kata does not read. */
    public static Optional<TableKind> of(TablePath table) {
        List<String> parts = table.parts();
        return switch (parts.size()) {
            case 1 -> switch (parts.getFirst()) {
                case "runtime" -> Optional.of(RUNTIME);
                case "factory" -> Optional.of(FACTORY);
                case "image" -> Optional.of(IMAGE);
                default -> Optional.empty();
            };
            case 2 -> switch (parts.getFirst()) {
                case "hypervisor" -> Optional.of(HYPERVISOR);
                case "agent" -> Optional.of(AGENT);
                default -> Optional.empty();
            };
            case 4 -> parts.getFirst().equals("hypervisor") && parts.get(2).equals("guest_extension_images")
                    ? Optional.of(GUEST_EXTENSION_IMAGE)
                    : Optional.empty();
            default -> Optional.empty();
        };
    }

    /**
     * The table of this kind beside {@code neighbour}: the hypervisor's in use, otherwise QEMU's.
     *
     * @param hypervisor {@code qemu}
     * @param agent {@code kata}
     */
    public TablePath table(String hypervisor, String agent) {
        return switch (this) {
            case HYPERVISOR -> TablePath.of("hypervisor", hypervisor);
            case AGENT -> TablePath.of("agent", agent);
            case GUEST_EXTENSION_IMAGE ->
                TablePath.of("hypervisor", hypervisor, "guest_extension_images").element(0);
            default -> TablePath.of(word);
        };
    }
}
