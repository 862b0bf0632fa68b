package org.katagpu.ui.page.hostcheck;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import org.katagpu.host.HostScan;
import org.katagpu.message.Messages;
import org.katagpu.setup.Finding;
import org.katagpu.setup.preflight.Concern;
import org.katagpu.setup.preflight.Concerns;
import org.katagpu.setup.preflight.HostCheck;
import org.katagpu.setup.preflight.HostChecks;
import org.katagpu.setup.preflight.HostReport;
import org.katagpu.setup.preflight.HostScanner;
import org.katagpu.setup.preflight.Judged;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.frame.ScanModel;
import org.katagpu.ui.frame.StepMark;
import org.katagpu.ui.frame.Wizard;

/** Every check judged from the host as last read. JavaFX thread only. */
public final class HostCheckModel {
    private final Wizard wizard;
    private final ScanModel scans;
    private final ReadOnlyObjectWrapper<List<Judged>> judged = new ReadOnlyObjectWrapper<>(List.of());

    public HostCheckModel(Wizard wizard, ScanModel scans) {
        this.wizard = wizard;
        this.scans = scans;
        scans.scanProperty().subscribe(this::judge);
        scans.staleProperty().subscribe(since -> mark());
        scans.readingProperty().subscribe(reading -> {
            if (reading) {
                wizard.mark(PageId.HOST_CHECK,
                        StepMark.RUNNING);
            } else {
                mark();
            }
        });
    }

    ReadOnlyObjectProperty<List<Judged>> judgedProperty() {
        return judged.getReadOnlyProperty();
    }

    ScanModel scans() {
        return scans;
    }

    Map<Finding.Status, Integer> counts() {
        Map<Finding.Status, Integer> counts = new EnumMap<>(Finding.Status.class);
        judged.get().forEach(one -> counts.merge(one.finding().status(), 1, Integer::sum));
        return counts;
    }

    /** To the page of what must be decided. */
    void shortWay() {
        wizard.open(PageId.ESSENTIALS);
    }

    void checkAgain(HostCheck check) {
        scans.read(check.sections());
    }

    /** Lets the host look up the names the steps download from: nothing is sent there unasked. */
    void lookUp() {
        scans.read(Set.of(HostScanner.NAMES));
    }

    /** What did not pass, by what puts it right. */
    List<Concern> concerns() {
        return scans.scanProperty().get().map(scan -> Concerns.of(scan, judged.get())).orElse(List.of());
    }

    /** The whole check as plain text; empty before the first reading. */
    Optional<String> report(Messages words) {
        return scans.scanProperty().get().flatMap(scan -> wizard.sessionProperty().get()
                .map(session -> new HostReport(words).text(session.host().label(), scan)));
    }

    private void judge(Optional<HostScan> scan) {
        judged.set(scan
                .map(found -> HostChecks.all().stream().map(check -> new Judged(check, check.on(found))).toList())
                .orElse(List.of()));
        mark();
    }

    private void mark() {
        if (wizard.sessionProperty().get().isEmpty() || scans.readingProperty().get()) {
            return;
        }
        if (scans.staleProperty().get().isPresent()) {
            wizard.mark(PageId.HOST_CHECK, StepMark.STALE);
            return;
        }
        boolean failed = counts().getOrDefault(Finding.Status.FAIL, 0) > 0 || scans.problemProperty().get().isPresent();
        wizard.mark(PageId.HOST_CHECK, judged.get().isEmpty() && !failed
                ? StepMark.OPEN
                : failed
                        ? StepMark.ATTENTION
                        : StepMark.DONE);
    }
}
