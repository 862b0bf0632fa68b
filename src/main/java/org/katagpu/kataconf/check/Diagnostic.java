package org.katagpu.kataconf.check;

import java.util.List;

import org.katagpu.kataconf.toml.Position;
import org.katagpu.kataconf.toml.Span;
import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.message.Text;

/**
 * Something wrong or doubtful at one place of the file.
 *
 * @param span what to mark in the raw view
 * @param fixes what can be done about it by one click, the best first; may be empty
 */
public record Diagnostic(Severity severity, Text what, Span span, Position at, List<Fix> fixes) {
    public Diagnostic {
        fixes = List.copyOf(fixes);
    }

    static Diagnostic error(TomlDocument document, Span span, List<Fix> fixes, String key, Object... arguments) {
        return new Diagnostic(Severity.ERROR, Text.of("kataconf." + key, arguments), span,
                document.position(span.start()), fixes);
    }

    static Diagnostic warning(TomlDocument document, Span span, List<Fix> fixes, String key, Object... arguments) {
        return new Diagnostic(Severity.WARNING, Text.of("kataconf." + key, arguments), span,
                document.position(span.start()), fixes);
    }
}
