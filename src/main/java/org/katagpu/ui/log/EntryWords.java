package org.katagpu.ui.log;

import org.katagpu.message.Messages;
import org.katagpu.message.Text;

/** An entry's text in the reader's language. */
final class EntryWords {
    private final Messages messages;

    EntryWords(Messages messages) {
        this.messages = messages;
    }

    StyledText styled(LogEntry entry) {
        return entry instanceof LogEntry.Line line
                ? AnsiText.parse(line.start(), line.text())
                : StyledText.plain(plain(entry));
    }

    /** Without escapes: searched, copied and saved. */
    String plain(LogEntry entry) {
        return switch (entry) {
            case LogEntry.Line line -> AnsiText.plain(line.text());
            case LogEntry.Heading heading -> heading(heading.n(), heading.of(), heading.title());
            case LogEntry.Said said -> AnsiText.plain(words(said.text()));
        };
    }

    /** As printed, escapes and all. */
    String raw(LogEntry entry) {
        return entry instanceof LogEntry.Line line ? line.text() : plain(entry);
    }

    String heading(int n, int of, Text title) {
        if (of == 0) {
            return messages.get("log.step.open", String.valueOf(n), words(title));
        }
        return messages.get("log.step", String.valueOf(n), String.valueOf(of), words(title));
    }

    /** A text whose room has no such key (a script newer than the wizard) shows its key, never an error. */
    String words(Text text) {
        if (messages.has(text.key())) {
            return messages.get(text);
        }
        StringBuilder bare = new StringBuilder(text.key());
        text.arguments().forEach(argument -> bare.append(' ').append(argument instanceof Text nested
                ? words(nested)
                : argument));
        return bare.toString();
    }
}
