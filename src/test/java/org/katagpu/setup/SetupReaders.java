package org.katagpu.setup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Locale;
import org.katagpu.job.JobLine;
import org.katagpu.message.Messages;
import org.katagpu.setup.diagnosis.KnownFailures;

/** What this room reads of a host and of own files, for the fuzz targets. */
public final class SetupReaders {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Messages> LANGUAGES = List.of(new Messages(Locale.ENGLISH),
            new Messages(Locale.SIMPLIFIED_CHINESE));
    private static final KnownFailures FAILURES = KnownFailures.bundled();

    private SetupReaders() {}

    /** Control lines, each an object whose field {@code as} says its kind; others are log. All told is also worded. */
    public static Object events(List<String> lines) {
        StageEvents events = new StageEvents(new StageWords(LANGUAGES.getFirst()::has, "gpu"), FAILURES);
        for (String line : lines) {
            StageEvent event = events.event(line(line));
            switch (event) {
                case StageEvent.StepBegan began -> LANGUAGES.forEach(words -> words.get(began.title()));
                case StageEvent.FindingMade made -> LANGUAGES.forEach(words -> {
                    words.get(made.finding().what());
                    words.get(made.finding().next());
                });
                case StageEvent.Changed changed -> LANGUAGES.forEach(words -> words.get(changed.change().what()));
                default -> {
                }
            }
        }
        StageReport report = events.report();
        report.findings().forEach(finding -> ChecksumQuestion.of(report, finding));
        return report.state() + "/" + report.changes().size() + "/" + report.findings().size() + "/"
                + events.causes().size();
    }

    private static JobLine line(String line) {
        try {
            JsonNode body = JSON.readTree(line);
            for (JobLine.Kind kind : JobLine.Kind.values()) {
                if (kind.name().toLowerCase(Locale.ROOT).equals(body.path("as").asText())) {
                    return new JobLine.Control(kind, body);
                }
            }
        } catch (JsonProcessingException log) {
            return new JobLine.Log(line, false);
        }
        return new JobLine.Log(line, false);
    }

    public static Object plan(List<JsonNode> kept) {
        return kept.stream().map(json -> new PlanReader().read(json).refused().toString()).toList().toString();
    }
}
