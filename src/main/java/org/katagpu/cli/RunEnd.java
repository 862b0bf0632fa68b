package org.katagpu.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

import org.katagpu.message.Text;
import org.katagpu.setup.Action;
import org.katagpu.setup.run.Progress;
import org.katagpu.setup.run.RunState;

/** How a run of several stages ended: told a stage a line, and as exit status. */
record RunEnd(String host, RunState state) {
    ExitCode tell(Printer printer, ObjectNode document) {
        ArrayNode stages = document.put("host", host).put("action", state.action().script()).putArray("run");
        ExitCode code = ExitCode.DONE;
        for (Map.Entry<String, Progress> stage : state.progress().entrySet()) {
            Progress now = stage.getValue();
            ObjectNode told = stages.addObject().put("stage", stage.getKey()).put("progress", word(now));
            if (now instanceof Progress.Failed(var why)) {
                told.set("problem", new ReportJson(printer.words()).problem(why));
            }
            if (!printer.asJson()) {
                printer.say("cli.line.stage", Text.of(stage.getKey() + ".title"), sentence(now));
            }
            code = code.or(code(now));
        }
        if (printer.asJson()) {
            printer.json(document);
        }
        return code;
    }

    private Text sentence(Progress now) {
        return switch (now) {
            case Progress.Done _ when state.action() == Action.UNDO -> Text.of("review.state.taken-back");
            case Progress.NotBegun(Text why) -> why;
            case Progress.Failed(var why) -> Text.of("cli.run.failed", why.what(), why.next());
            case Progress.Waiting _,Progress.UnderWay _,Progress.Done _,Progress.Stopped _,Progress.Asks _ -> Text
                    .of("review.state." + word(now));
        };
    }

    private static String word(Progress now) {
        return switch (now) {
            case Progress.Waiting _ -> "waiting";
            case Progress.UnderWay _ -> "running";
            case Progress.Done _ -> "done";
            case Progress.Failed _ -> "failed";
            case Progress.Stopped _ -> "stopped";
            case Progress.Asks _ -> "asks";
            case Progress.NotBegun _ -> "not-begun";
        };
    }

    private static ExitCode code(Progress now) {
        return switch (now) {
            case Progress.Done _ -> ExitCode.DONE;
            case Progress.Asks _,Progress.NotBegun _ -> ExitCode.BLOCKED;
            case Progress.Failed _,Progress.Stopped _,Progress.Waiting _,Progress.UnderWay _ -> ExitCode.FAILED;
        };
    }
}
