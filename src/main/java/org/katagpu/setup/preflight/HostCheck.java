package org.katagpu.setup.preflight;

import java.util.Set;
import java.util.function.BiFunction;

import org.katagpu.host.HostScan;
import org.katagpu.message.Text;
import org.katagpu.setup.Finding;

/** One thing the wizard wants to be true of a host, judged from a scan: the same scan gives the same finding. */
public final class HostCheck {
    private final String id;
    private final CheckGroup group;
    private final Set<String> sections;
    private final BiFunction<HostScan, FindingBuilder, Finding> judge;

    HostCheck(String id, CheckGroup group, Set<String> sections, BiFunction<HostScan, FindingBuilder, Finding> judge) {
        this.id = id;
        this.group = group;
        this.sections = Set.copyOf(sections);
        this.judge = judge;
    }

    static HostCheck of(String id, CheckGroup group, String section,
            BiFunction<HostScan, FindingBuilder, Finding> judge) {
        return new HostCheck(id, group, Set.of(section), judge);
    }

    /** Stable name; its texts are {@code check.<id>} (title), {@code check.<id>.pass}, {@code .warn} … */
    public String id() {
        return id;
    }

    public CheckGroup group() {
        return group;
    }

    /** The sections of the scan it is judged by: what to scan anew to check it again. */
    public Set<String> sections() {
        return sections;
    }

    public Text title() {
        return Text.of("check." + id);
    }

    public Finding on(HostScan scan) {
        return judge.apply(scan, new FindingBuilder(id));
    }
}
