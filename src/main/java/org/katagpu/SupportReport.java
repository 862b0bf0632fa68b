package org.katagpu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.katagpu.host.HostScan;
import org.katagpu.message.Messages;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.export.Redaction;
import org.katagpu.setup.export.ReportMarkdown;
import org.katagpu.setup.export.SetupReport;
import org.katagpu.setup.preflight.HostChecks;
import org.katagpu.setup.serve.Proof;
import org.katagpu.ui.frame.ScanModel;
import org.katagpu.ui.frame.Wizard;
import org.katagpu.ui.stage.StageModel;

/** What helps others to help: the program, what is known of the host, and the program's own last log lines. */
final class SupportReport {
    private static final int MOST_LOG_BYTES = 60_000;
    private static final String FENCE = "~~~~~~~~~~~~\n";

    private final Wizard wizard;
    private final ScanModel scans;
    private final StagePages stages;
    private final Path logFolder;
    private final InstantSource clock;

    /** What the window knows at one moment. */
    record Known(Optional<String> host, Optional<HostScan> scan, Map<String, StageReport> stages, Proof proof) {}

    SupportReport(Wizard wizard, ScanModel scans, StagePages stages, Path logFolder, InstantSource clock) {
        this.wizard = wizard;
        this.scans = scans;
        this.stages = stages;
        this.logFolder = logFolder;
        this.clock = clock;
    }

    /** JavaFX thread only. */
    Known known() {
        Map<String, StageReport> reports = new LinkedHashMap<>();
        for (StageModel stage : stages.models()) {
            switch (stage.viewProperty().get()) {
                case StageModel.View.Known(StageReport report, var _) -> reports.put(stage.stageId(), report);
                case StageModel.View.Stale stale -> reports.put(stage.stageId(), stale.was().report());
                default -> {
                    // Nothing was read of it.
                }
            }
        }
        return new Known(wizard.sessionProperty().get().map(tied -> tied.host().label()), scans.scanProperty().get(),
                reports, stages.proof());
    }

    /** Without what looks like a secret. Blocks on the log's file. */
    String text(Messages words, Known known) {
        StringBuilder text = new StringBuilder();
        text.append("Kata GPU Wizard ").append(Version.ofThis()).append(", Java ")
                .append(System.getProperty("java.version")).append(", JavaFX ")
                .append(System.getProperty("javafx.version")).append(", ").append(System.getProperty("os.name"))
                .append(' ').append(System.getProperty("os.arch")).append("\n\n");
        if (known.host().isPresent()) {
            text.append(new ReportMarkdown(words).text(new SetupReport(known.host().get(), clock.instant(),
                    known.scan().map(HostChecks::judge).orElse(List.of()), known.stages(), known.proof(), List.of())));
        }
        text.append("\n## wizard.0.log\n\n").append(FENCE).append(lastLines()).append(FENCE);
        return Redaction.of(text.toString());
    }

    private String lastLines() {
        try {
            byte[] whole = Files.readAllBytes(logFolder.resolve("wizard.0.log"));
            int from = Math.max(0, whole.length - MOST_LOG_BYTES);
            // The rest of a line that was cut may be the half of a secret, without what tells it.
            while (from > 0 && from < whole.length && whole[from - 1] != '\n') {
                from++;
            }
            return new String(whole, from, whole.length - from, StandardCharsets.UTF_8);
        } catch (IOException none) {
            return none + "\n";
        }
    }
}
