package org.katagpu.cli;

import java.util.Locale;

import org.katagpu.message.Text;
import org.katagpu.setup.Finding;
import org.katagpu.setup.Outcome;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageListener;

/** A running stage as lines; how far it is, drawn on a terminal and at every tenth elsewhere. For one run. */
final class EventPrinter implements StageListener {
    private static final int TENTHS = 10;
    private static final int BAR = 30;

    private final Printer printer;
    private final Text stage;
    private final boolean onTerminal;
    private long lastTenth = -1;

    /** @param stage named before each line, since several may run side by side */
    EventPrinter(Printer printer, Text stage, boolean onTerminal) {
        this.printer = printer;
        this.stage = stage;
        this.onTerminal = onTerminal;
    }

    @Override
    public void event(StageEvent event, long offsetAfter) {
        switch (event) {
            case StageEvent.LogLine(String text, boolean replacesLast) when replacesLast && onTerminal -> printer
                    .draw(printer.words().get("cli.line.log", stage, text));
            case StageEvent.LogLine(String text, boolean replacesLast) when !replacesLast -> printer
                    .say("cli.line.log", stage, text);
            case StageEvent.LogLine _ -> {
                // A line drawn over many times: where nothing can be drawn over, its end stands in the next line.
            }
            case StageEvent.StepBegan(int number, int of, var title) -> {
                lastTenth = -1;
                // How many there are may not be known before the host was looked at.
                if (of > 0) {
                    printer.say("cli.line.step", stage, String.valueOf(number), String.valueOf(of), title);
                } else {
                    printer.say("cli.line.step.open", stage, String.valueOf(number), title);
                }
            }
            case StageEvent.Progress progress -> progress(progress);
            case StageEvent.FindingMade(Finding finding) -> finding(finding);
            case StageEvent.Changed(var change) -> printer.say("cli.line.log", stage, change.what());
            case StageEvent.FactFound _,StageEvent.Verdict _ -> {
            }
            case StageEvent.Ended ended -> ended(ended);
        }
    }

    private void progress(StageEvent.Progress told) {
        long total = told.unit() == StageEvent.Unit.PERCENT ? 100 : told.total();
        if (total <= 0) {
            return;
        }
        long tenth = Math.clamp(told.done() * TENTHS / total, 0, TENTHS);
        String percent = Math.clamp(told.done() * 100 / total, 0, 100) + " %";
        if (onTerminal) {
            int full = (int) Math.clamp(told.done() * BAR / total, 0, BAR);
            printer.draw(printer.words().get("cli.line.log", stage,
                    "[" + "#".repeat(full) + " ".repeat(BAR - full) + "] " + percent));
        } else if (tenth != lastTenth) {
            lastTenth = tenth;
            printer.say("cli.line.log", stage, percent);
        }
    }

    private void finding(Finding finding) {
        if (finding.status() == Finding.Status.PASS) {
            printer.say("cli.line.log", stage, finding.what());
            return;
        }
        printer.say("cli.line.log", stage, Text.of("cli.line.told", Text.of("frame.status."
                + finding.status().name().toLowerCase(Locale.ROOT)), finding.what()));
        finding.evidence().strip().lines().forEach(line -> printer.say("cli.line.log", stage, "| " + line));
    }

    private void ended(StageEvent.Ended ended) {
        if (ended.outcome() == Outcome.FAILED) {
            ended.problem().ifPresent(printer::trouble);
        }
    }
}
