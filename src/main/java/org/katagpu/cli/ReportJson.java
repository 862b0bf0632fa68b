package org.katagpu.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

import org.katagpu.message.Messages;
import org.katagpu.message.Problem;
import org.katagpu.setup.Change;
import org.katagpu.setup.Finding;
import org.katagpu.setup.StageReport;

/** Findings, changes, reports and problems as JSON; documented in docs/command-line.md. */
record ReportJson(Messages words) {
    static ObjectNode document(String form) {
        return JsonNodeFactory.instance.objectNode().put("form", form);
    }

    ObjectNode stage(String stage, StageReport report) {
        ObjectNode told = JsonNodeFactory.instance.objectNode().put("stage", stage).put("state",
                report.state().name().toLowerCase(Locale.ROOT));
        ArrayNode changes = told.putArray("changes");
        for (Change change : report.changes()) {
            changes.addObject().put("id", change.id()).put("done", change.done()).put("text",
                    words.get(change.what()));
        }
        findings(told, report.findings());
        return told;
    }

    void findings(ObjectNode into, List<Finding> findings) {
        ArrayNode all = into.putArray("findings");
        for (Finding finding : findings) {
            ObjectNode told = all.addObject().put("id", finding.id()).put("status", ReportPrinter.word(finding))
                    .put("text", words.get(finding.what())).put("evidence", finding.evidence());
            if (finding.status() != Finding.Status.PASS) {
                told.put("next", words.get(finding.next()));
            }
        }
    }

    ObjectNode problem(Problem problem) {
        ObjectNode told = JsonNodeFactory.instance.objectNode().put("id", problem.what().key())
                .put("text", words.get(problem.what())).put("next", words.get(problem.next()))
                .put("command", problem.command());
        problem.exit().ifPresent(exit -> told.put("exit", exit));
        ArrayNode lines = told.putArray("lastLines");
        problem.lastLines().forEach(lines::add);
        ArrayNode causes = told.putArray("causes");
        problem.causes().forEach(cause -> causes.addObject().put("text", words.get(cause.what()))
                .put("next", words.get(cause.next())).put("evidence", cause.evidence()));
        return told;
    }
}
