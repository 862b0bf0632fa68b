package org.katagpu.attest.report;

import org.katagpu.message.Text;

/** A file is no report of evidence. */
public final class ReportException extends Exception {
    private static final long serialVersionUID = 1;

    private final String field;

    ReportException(String field) {
        super("not a report: " + field);
        this.field = field;
    }

    public Text text() {
        return Text.of("attest.report.unreadable", field);
    }
}
