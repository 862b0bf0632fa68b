package org.katagpu.setup.preflight;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.katagpu.host.HostScan;
import org.katagpu.setup.Finding;

/** Every check of the host, in the order they are shown. */
public final class HostChecks {
    private static final List<HostCheck> ALL = Stream.of(MachineChecks.all(), VirtualisationChecks.all(),
            IommuChecks.all(), KataChecks.all(), ContainerChecks.all(), RuntimeTableChecks.all(),
            AdvisoryChecks.all(), ToolChecks.all(), ResourceChecks.all(),
            NetworkChecks.all()).flatMap(List::stream).toList();

    private HostChecks() {}

    public static List<HostCheck> all() {
        return ALL;
    }

    public static Optional<HostCheck> named(String id) {
        return ALL.stream().filter(check -> check.id().equals(id)).findFirst();
    }

    /** One finding per check, in their order. */
    public static List<Finding> judge(HostScan scan) {
        return ALL.stream().map(check -> check.on(scan)).toList();
    }
}
