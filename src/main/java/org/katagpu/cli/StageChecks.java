package org.katagpu.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.remote.LinkLostException;
import org.katagpu.setup.Stage;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageState;
import org.katagpu.setup.Stages;

/** Asks stages one after another what is true of the host now, tells each, and keeps what they said. */
final class StageChecks {
    private final HostSession tie;
    private final Printer printer;
    private final ArrayNode told;
    private final Map<String, StageReport> reports = new LinkedHashMap<>();
    private ExitCode worst = ExitCode.DONE;

    /** @param told gets each stage as JSON */
    StageChecks(HostSession tie, Printer printer, ArrayNode told) {
        this.tie = tie;
        this.printer = printer;
        this.told = told;
    }

    void look(Map<String, Stage> stages) throws ProblemException, InterruptedException {
        for (Map.Entry<String, Stage> stage : stages.entrySet()) {
            look(stage.getKey(), stage.getValue());
        }
    }

    /** What each said; those that could not be asked are missing. */
    Map<String, StageReport> reports() {
        return reports;
    }

    /** Stages with something to do, or that may have once those before them are done. */
    List<String> needed() {
        return reports.entrySet().stream().filter(one -> one.getValue().state() != StageState.DONE)
                .map(Map.Entry::getKey).toList();
    }

    ExitCode worst() {
        return worst;
    }

    private void look(String id, Stage stage) throws ProblemException, InterruptedException {
        try {
            StageReport report = tie.runner().check(stage, tie.plan());
            reports.put(id, report);
            told.add(new ReportJson(printer.words()).stage(id, report));
            if (!printer.asJson()) {
                new ReportPrinter(printer).stage(id, report);
            }
            // What waits for another stage alone is freed by it.
            if (report.state() == StageState.BLOCKED && Stages.WHOLE.startsByItself(id)) {
                worst = worst.or(ExitCode.BLOCKED);
            }
        } catch (LinkLostException lost) {
            throw lost;
        } catch (ProblemException e) {
            worst = worst.or(ExitCode.FAILED);
            told.addObject().put("stage", id).put("state", "unknown").set("problem",
                    new ReportJson(printer.words()).problem(e.problem()));
            if (!printer.asJson()) {
                new ReportPrinter(printer).heading(id, Text.of("review.state.failed"));
                printer.trouble(e.problem());
            }
        }
    }
}
