package org.katagpu.kataconf.check;

import java.util.ArrayList;
import java.util.List;

import org.katagpu.kataconf.toml.Item;
import org.katagpu.kataconf.toml.Span;

/** Lines that are no TOML, each in our own words. */
final class SyntaxCheck implements Check {
    @Override
    public List<Diagnostic> look(Inspection inspection) {
        List<Diagnostic> found = new ArrayList<>();
        for (Item item : inspection.document().items()) {
            if (item instanceof Item.Broken broken) {
                int end = Math.max(broken.at() + 1, broken.lines().end());
                found.add(new Diagnostic(Severity.ERROR, broken.what(), new Span(broken.at(), end),
                        inspection.document().position(broken.at()), List.of()));
            }
        }
        return found;
    }
}
