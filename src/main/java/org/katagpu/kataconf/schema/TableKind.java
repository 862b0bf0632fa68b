package org.katagpu.kataconf.schema;

import java.util.List;
import java.util.Optional;
import org.katagpu.kataconf.toml.TablePath;

/** The kinds of tables Kata reads; {@code [hypervisor.qemu]} and {@code [hypervisor.clh]} are of one kind. */
public enum TableKind {
    HYPERVISOR("hypervisor"), AGENT("agent", true), RUNTIME("runtime"), FACTORY("factory"), IMAGE("image"),
    /** {@code [[hypervisor.qemu.guest_extension_images]]}. */
    GUEST_EXTENSION_IMAGE("guestExtensionImage"),
    /** {@code [hypervisor.qemu.factory]}, of the runtime in Rust as all below. */
    VM_FACTORY("vmFactory", true),
    /** {@code [agent.kata.mem_agent]}. */
    MEM_AGENT("memAgent", true),
    /** {@code [[runtime.shared_mounts]]}. */
    SHARED_MOUNT("sharedMount", true),
    /** {@code [hypervisor.qemu.rootless_user]}. */
    ROOTLESS_USER("rootlessUser", true);

    private static final List<String> HYPERVISORS = List.of("qemu", "clh", "cloud-hypervisor", "firecracker",
            "stratovirt", "dragonball", "acrn", "remote", "openvmm");

    private final String word;
    private final boolean strictInRust;

    TableKind(String word) {
        this(word, false);
    }

    TableKind(String word, boolean strictInRust) {
        this.word = word;
        this.strictInRust = strictInRust;
    }

    /** Whether this Kata starts no container at all with a key in such a table that it does not know. */
    public boolean refusesUnknown(KataVersion version) {
        return version.rust() && strictInRust;
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
            case 3 -> third(parts);
            case 4 -> parts.getFirst().equals("hypervisor") && parts.get(2).equals("guest_extension_images")
                    ? Optional.of(GUEST_EXTENSION_IMAGE)
                    : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<TableKind> third(List<String> parts) {
        return switch (parts.getFirst()) {
            case "hypervisor" -> switch (parts.get(2)) {
                case "factory" -> Optional.of(VM_FACTORY);
                case "rootless_user" -> Optional.of(ROOTLESS_USER);
                default -> Optional.empty();
            };
            case "agent" -> parts.get(2).equals("mem_agent") ? Optional.of(MEM_AGENT) : Optional.empty();
            case "runtime" -> parts.get(1).equals("shared_mounts") ? Optional.of(SHARED_MOUNT) : Optional.empty();
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
            case VM_FACTORY -> TablePath.of("hypervisor", hypervisor, "factory");
            case ROOTLESS_USER -> TablePath.of("hypervisor", hypervisor, "rootless_user");
            case MEM_AGENT -> TablePath.of("agent", agent, "mem_agent");
            case SHARED_MOUNT -> TablePath.of("runtime", "shared_mounts").element(0);
            case GUEST_EXTENSION_IMAGE ->
                TablePath.of("hypervisor", hypervisor, "guest_extension_images").element(0);
            default -> TablePath.of(word);
        };
    }
}
