package org.katagpu.setup;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What one run of a stage's script told.
 *
 * @param facts the fact objects, in order
 * @param boot the host's boot id while it ran; empty where it was not told
 */
public record StageReport(StageState state, List<Change> changes, List<Finding> findings, List<JsonNode> facts,
        String boot) {
    public StageReport {
        changes = List.copyOf(changes);
        findings = List.copyOf(findings);
        facts = List.copyOf(facts);
    }

    /** With more findings; one that failed stands in the way. */
    public StageReport with(List<Finding> more) {
        List<Finding> all = new ArrayList<>(findings);
        all.addAll(more);
        boolean failed = more.stream().anyMatch(finding -> finding.status() == Finding.Status.FAIL);
        return new StageReport(failed ? StageState.BLOCKED : state, changes, all, facts, boot);
    }

    /** What the admin is asked, where nothing failed: the first such finding. */
    public Optional<Finding> question() {
        boolean failed = findings.stream().anyMatch(finding -> finding.status() == Finding.Status.FAIL);
        return failed
                ? Optional.empty()
                : findings.stream().filter(finding -> finding.status() == Finding.Status.ASK).findFirst();
    }

    /** Whether it is blocked, and by nothing but these findings. */
    public boolean isBlockedOnlyBy(Set<String> ids) {
        List<String> failed = findings.stream().filter(finding -> finding.status() == Finding.Status.FAIL)
                .map(Finding::id).toList();
        return state == StageState.BLOCKED && !failed.isEmpty() && ids.containsAll(failed);
    }

    /** How many things undo would take back; empty where the stage's facts do not tell. */
    public OptionalInt recorded() {
        List<JsonNode> told = facts.stream().filter(fact -> fact.has("recorded")).toList();
        return told.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of((int) told.stream().filter(fact -> fact.path("recorded").asBoolean()).count());
    }
}
