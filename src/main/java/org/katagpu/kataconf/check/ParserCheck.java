package org.katagpu.kataconf.check;

import java.util.List;

import org.katagpu.kataconf.toml.Span;
import org.katagpu.kataconf.toml.StrictReading;

/** The second opinion: what a complete TOML parser rejects although our own reading found nothing. */
final class ParserCheck implements Check {
    @Override
    public List<Diagnostic> look(Inspection inspection) {
        int length = inspection.document().text().length();
        return new StrictReading(inspection.document()).faults().stream().map(fault -> {
            Span span = new Span(fault.offset(), Math.min(fault.offset() + 1, length));
            return Diagnostic.error(inspection.document(), span, List.of(), "syntax.parser", fault.message());
        }).toList();
    }
}
