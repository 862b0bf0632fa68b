package org.katagpu.setup;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What one run of a stage's script told. @param facts the fact objects, in order */
public record StageReport(StageState state, List<Change> changes, List<Finding> findings, List<JsonNode> facts) {
    public StageReport {
        changes = List.copyOf(changes);
        findings = List.copyOf(findings);
        facts = List.copyOf(facts);
    }
}
