package org.katagpu.setup.diagnosis;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.katagpu.message.Cause;

/**
 * Recognises known failures in a log while it passes by, a line at a time; keeps nothing of it but the lines that are
 * signs of one. For one log and one thread.
 */
public final class Diagnosis {
    /** What comes first is nearest to the root; a log that goes on failing says little more. */
    private static final int MOST_CAUSES = 4;
    /** Long enough for QEMU's command line, as Kata logs it. */
    private static final int MOST_READ = 16 << 10;
    private static final int MOST_SHOWN = 400;

    private final KnownFailures known;
    private final Map<String, Cause> causes = new LinkedHashMap<>();

    public Diagnosis(KnownFailures known) {
        this.known = known;
    }

    /** What was recognised in these lines, in the order it happened. */
    public static List<Cause> of(Iterable<String> lines) {
        Diagnosis diagnosis = new Diagnosis(KnownFailures.bundled());
        lines.forEach(diagnosis::line);
        return diagnosis.causes();
    }

    public void line(String text) {
        if (causes.size() < MOST_CAUSES) {
            String read = cut(text, MOST_READ);
            known.of(read).ifPresent(
                    symptom -> causes.putIfAbsent(symptom.id(), symptom.cause(excerpt(read, symptom))));
        }
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }

    /** Of a long line, what stands around the sign. */
    private static String excerpt(String line, Symptom symptom) {
        int from = Math.max(0, line.indexOf(symptom.pattern().needle()) - MOST_SHOWN / 2);
        return cut(line.substring(line.length() <= MOST_SHOWN ? 0 : from), MOST_SHOWN).strip();
    }

    /** Each failure once, with the first line that is a sign of it; a vague one only where no other says more. */
    public List<Cause> causes() {
        boolean told = causes.keySet().stream().anyMatch(id -> !KnownFailures.VAGUE.contains(id));
        return causes.entrySet().stream().filter(one -> !told || !KnownFailures.VAGUE.contains(one.getKey()))
                .map(Map.Entry::getValue).toList();
    }
}
