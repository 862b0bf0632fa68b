package org.katagpu.ui.log;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.katagpu.job.JobEnd;
import org.katagpu.job.JobLine;
import org.katagpu.job.JobListener;
import org.katagpu.message.Text;

/** Writes a followed job into its log. Facts and states are for the pages and are left out. */
public final class JobLog implements JobListener {
    private final LogModel log;

    public JobLog(LogModel log) {
        this.log = log;
    }

    @Override
    public void line(JobLine line, long offsetAfter) {
        switch (line) {
            case JobLine.Log(String text, boolean replacesLast) when replacesLast -> log.redraw(text);
            case JobLine.Log(String text, boolean _) -> log.line(text);
            case JobLine.Control(JobLine.Kind kind, JsonNode body) -> control(kind, body);
        }
    }

    public void ended(JobEnd end) {
        log.end(switch (end) {
            case JobEnd.Cancelled _ -> LogStatus.State.CANCELLED;
            case JobEnd.Exited _ when end.succeeded() -> LogStatus.State.SUCCEEDED;
            default -> LogStatus.State.FAILED;
        });
    }

    private void control(JobLine.Kind kind, JsonNode body) {
        String id = body.path("id").asText();
        switch (kind) {
            case STEP -> log.step(body.path("n").asInt(), body.path("of").asInt(), text("step." + id, body));
            case PROGRESS -> log.progress(body.path("done").asLong(), body.path("total").asLong(), unit(body));
            case FINDING -> log.say(level(body.path("status").asText()), text("finding." + id, body));
            case CHANGE -> log.say(LogLevel.PLAIN,
                    text("change." + id + (body.path("done").asBoolean() ? ".done" : ""), body));
            case FACT, STATE -> {
            }
        }
    }

    private static LogStatus.Unit unit(JsonNode body) {
        return switch (body.path("unit").asText().toLowerCase(Locale.ROOT)) {
            case "bytes" -> LogStatus.Unit.BYTES;
            case "percent" -> LogStatus.Unit.PERCENT;
            default -> LogStatus.Unit.COUNT;
        };
    }

    private static LogLevel level(String status) {
        return switch (status) {
            case "fail" -> LogLevel.ERROR;
            case "warn", "unknown" -> LogLevel.WARN;
            default -> LogLevel.PLAIN;
        };
    }

    private static Text text(String key, JsonNode body) {
        List<Object> arguments = new ArrayList<>();
        body.path("args").forEach(argument -> arguments.add(argument.asText()));
        return new Text(key, arguments);
    }
}
