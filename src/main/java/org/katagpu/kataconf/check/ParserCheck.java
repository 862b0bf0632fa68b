package org.katagpu.kataconf.check;

import java.util.List;

import org.katagpu.kataconf.toml.Span;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlPosition;
import org.tomlj.TomlVersion;

/** The second opinion: what a complete TOML parser rejects although our own reading found nothing. */
final class ParserCheck implements Check {
    @Override
    public List<Diagnostic> look(Inspection inspection) {
        String text = inspection.document().text();
        return Toml.parse(text, TomlVersion.V1_0_0).errors().stream().map(error -> {
            int offset = offset(text, error.position());
            return Diagnostic.error(inspection.document(), new Span(offset, Math.min(offset + 1, text.length())),
                    List.of(), "syntax.parser", message(error));
        }).toList();
    }

    private static String message(TomlParseError error) {
        String message = error.getMessage();
        return message == null ? "" : message;
    }

    private static int offset(String text, TomlPosition position) {
        int at = 0;
        for (int line = 1; line < position.line(); line++) {
            int newline = text.indexOf('\n', at);
            if (newline < 0) {
                break;
            }
            at = newline + 1;
        }
        return Math.min(at + position.column() - 1, text.length());
    }
}
