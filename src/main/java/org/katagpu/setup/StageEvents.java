package org.katagpu.setup;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.katagpu.job.JobLine;
import org.katagpu.message.Cause;
import org.katagpu.message.Problem;
import org.katagpu.message.Text;
import org.katagpu.setup.diagnosis.Diagnosis;
import org.katagpu.setup.diagnosis.KnownFailures;

/** Turns one run's lines into events, and keeps what its report and, should it fail, its problem are made of. */
final class StageEvents {
    /** Things told in one run: some hundreds on the largest host. */
    static final int MOST_KEPT = 20_000;
    /** Of their JSON together. */
    static final long MOST_CHARACTERS = 32 << 20;

    private final StageWords words;
    private final Diagnosis diagnosis;
    private final List<Change> changes = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final List<JsonNode> facts = new ArrayList<>();
    /** What was printed before each finding: lines after it tell of the rollback. */
    private final Map<Finding, List<String>> before = new IdentityHashMap<>();
    private final Deque<String> lastLines = new ArrayDeque<>();
    private @Nullable StageState state;
    private String boot = "";
    private int kept;
    private long keptCharacters;
    private @Nullable Text step;

    StageEvents(StageWords words, KnownFailures known) {
        this.words = words;
        this.diagnosis = new Diagnosis(known);
    }

    StageEvent event(JobLine line) {
        return switch (line) {
            case JobLine.Log(String text, boolean replacesLast) -> log(text, replacesLast);
            case JobLine.Control(JobLine.Kind kind, JsonNode body) -> control(kind, body);
        };
    }

    private StageEvent log(String text, boolean replacesLast) {
        if (replacesLast) {
            lastLines.pollLast();
        }
        lastLines.addLast(text);
        diagnosis.line(text);
        if (lastLines.size() > Problem.MOST_LINES) {
            lastLines.removeFirst();
        }
        return new StageEvent.LogLine(text, replacesLast);
    }

    private StageEvent control(JobLine.Kind kind, JsonNode body) {
        String id = body.path("id").asText("");
        JsonNode arguments = body.path("args");
        return switch (kind) {
            case STEP -> {
                Text title = words.step(id, arguments);
                step = title;
                yield new StageEvent.StepBegan(body.path("n").asInt(), body.path("of").asInt(), title);
            }
            case PROGRESS -> new StageEvent.Progress(body.path("done").asLong(), body.path("total").asLong(),
                    oneOf(StageEvent.Unit.values(), body.path("unit").asText(""), StageEvent.Unit.COUNT));
            case FACT -> {
                if (hasRoom(body)) {
                    facts.add(body);
                }
                yield new StageEvent.FactFound(body);
            }
            case FINDING -> {
                Finding.Status status = oneOf(Finding.Status.values(), body.path("status").asText(""),
                        Finding.Status.UNKNOWN);
                Finding finding = new Finding(id, status, words.finding(id, status, arguments),
                        body.path("evidence").asText(""), words.next(id, arguments));
                if (hasRoom(body)) {
                    findings.add(finding);
                    before.put(finding, lastLines());
                }
                yield new StageEvent.FindingMade(finding);
            }
            case CHANGE -> {
                boolean done = body.path("done").asBoolean();
                Change change = new Change(id, done, words.change(id, done, arguments));
                if (hasRoom(body)) {
                    changes.add(change);
                }
                yield new StageEvent.Changed(change);
            }
            case STATE -> {
                StageState told = oneOf(StageState.values(), body.path("state").asText(""), StageState.BLOCKED);
                state = told;
                boot = body.path("boot").asText("");
                yield new StageEvent.Verdict(told);
            }
        };
    }

    /** Whether one thing more is kept. What a report is made of ends somewhere, however long a host goes on telling. */
    private boolean hasRoom(JsonNode told) {
        kept++;
        keptCharacters += told.toString().length();
        return !overflowed();
    }

    /** Whether the script told more than is kept: then its report is no answer. */
    boolean overflowed() {
        return kept > MOST_KEPT || keptCharacters > MOST_CHARACTERS;
    }

    private static <E extends Enum<E>> E oneOf(E[] values, String name, E otherwise) {
        for (E value : values) {
            if (value.name().toLowerCase(Locale.ROOT).equals(name)) {
                return value;
            }
        }
        return otherwise;
    }

    StageReport report() {
        return new StageReport(state == null ? StageState.BLOCKED : state, changes, findings, facts, boot);
    }

    boolean hasVerdict() {
        return state != null;
    }

    Optional<Text> step() {
        return Optional.ofNullable(step);
    }

    List<String> lastLines() {
        return List.copyOf(lastLines);
    }

    /** What speaks for a finding: what it told as its evidence, else what was printed before it. */
    List<String> evidence(Finding finding) {
        return finding.evidence().isBlank()
                ? before.getOrDefault(finding, List.of())
                : finding.evidence().strip().lines().toList();
    }

    List<Cause> causes() {
        return diagnosis.causes();
    }
}
