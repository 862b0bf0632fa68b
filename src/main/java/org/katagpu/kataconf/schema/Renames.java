package org.katagpu.kataconf.schema;

import java.util.List;
import java.util.Optional;

/**
 * Keys that do the same in both runtimes but are called otherwise, stand in another table or count in another unit. Of
 * the Go runtime's, those it shares with all its versions.
 */
public final class Renames {
    private static final List<Rename> ALL = List.of(
            // Go waits so long for the agent in all; in Rust that is the budget for reconnecting, and dial_timeout_ms no
            // more than the pause between two attempts.
            new Rename(TableKind.AGENT, "dial_timeout", TableKind.AGENT, "reconnect_timeout_ms", 1_000),
            new Rename(TableKind.AGENT, "cdh_api_timeout", TableKind.AGENT, "cdh_api_timeout_ms", 1_000),
            new Rename(TableKind.RUNTIME, "create_container_timeout", TableKind.AGENT, "create_container_timeout", 1),
            new Rename(TableKind.HYPERVISOR, "seccompsandbox", TableKind.HYPERVISOR, "seccomp_sandbox", 1),
            new Rename(TableKind.HYPERVISOR, "remote_hypervisor_socket", TableKind.HYPERVISOR, "hypervisor_socket", 1),
            new Rename(TableKind.HYPERVISOR, "remote_hypervisor_timeout", TableKind.HYPERVISOR, "hypervisor_timeout",
                    1),
            new Rename(TableKind.RUNTIME, "guest_selinux_label", TableKind.HYPERVISOR, "selinux_label", 1),
            new Rename(TableKind.FACTORY, "enable_template", TableKind.VM_FACTORY, "enable_template", 1),
            new Rename(TableKind.FACTORY, "template_path", TableKind.VM_FACTORY, "template_path", 1));

    private Renames() {}

    /** @param factor what a number of Go's is multiplied with to be Rust's */
    public record Rename(TableKind go, String goName, TableKind rust, String rustName, long factor) {
        public TableKind kindIn(KataRuntime runtime) {
            return runtime == KataRuntime.GO ? go : rust;
        }

        public String nameIn(KataRuntime runtime) {
            return runtime == KataRuntime.GO ? goName : rustName;
        }

        /** The other runtime's number as this one's; empty where it cannot be told without a rest, or is too large. */
        public Optional<Long> number(long theirs, KataRuntime runtime) {
            if (runtime == KataRuntime.RUST) {
                return theirs < 0 || theirs > 4_294_967_295L / factor ? Optional.empty() : Optional.of(theirs * factor);
            }
            return theirs % factor == 0 ? Optional.of(theirs / factor) : Optional.empty();
        }
    }

    /** What the other runtime's key is in this one; empty where that has no name for it, or the same one. */
    public static Optional<Rename> to(KataRuntime runtime, TableKind kind, String name) {
        KataRuntime other = runtime == KataRuntime.GO ? KataRuntime.RUST : KataRuntime.GO;
        return ALL.stream().filter(one -> one.kindIn(other) == kind && one.nameIn(other).equals(name)).findFirst();
    }
}
