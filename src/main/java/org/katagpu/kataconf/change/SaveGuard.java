package org.katagpu.kataconf.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.katagpu.kataconf.toml.Entry;
import org.katagpu.kataconf.toml.Item;
import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.kataconf.toml.TablePath;
import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;

/** The last look before a file leaves for the host: it must be valid, and differ only where it was meant to. */
public final class SaveGuard {
    /** @throws ProblemException when the result is invalid, or anything else changed; names what */
    public void check(TomlDocument base, TomlDocument result, Intent intent) throws ProblemException {
        ParsedValues after = ParsedValues.of(result).orElseThrow(() -> refused("invalid"));
        if (intent.freeText()) {
            return;
        }
        Optional<ParsedValues> before = ParsedValues.of(base);
        if (before.isPresent()) {
            Set<KeyRef> unmeant = before.get().differs(after);
            unmeant.removeAll(intent.keys());
            if (!unmeant.isEmpty()) {
                throw refused("keys",
                        unmeant.stream().map(KeyRef::toString).sorted().collect(Collectors.joining(", ")));
            }
        }
        compare(untouched(base, intent, headers(base)), untouched(result, intent, headers(base)));
    }

    /** Every item that holds no key of the intent; without the headers made for such keys and the line above them. */
    private static List<Line> untouched(TomlDocument document, Intent intent, Set<TablePath> headersBefore) {
        List<Line> lines = new ArrayList<>();
        for (Item item : document.items()) {
            if (item instanceof Item.Header header && !headersBefore.contains(header.table())
                    && intent.keys().stream().anyMatch(key -> key.table().equals(header.table()))) {
                if (!lines.isEmpty() && lines.getLast().text.isEmpty()) {
                    lines.removeLast();
                }
            } else if (keys(item).noneMatch(intent.keys()::contains) && !commentedOut(item, intent)) {
                String text = item.lines().of(document.text());
                lines.add(new Line(text.endsWith("\n") ? text.substring(0, text.length() - 1) : text,
                        document.position(item.lines().start()).line()));
            }
        }
        return lines;
    }

    /** Below a commented-out header a line that was commented out is prose to the scanner; here it is still its key's. */
    private static boolean commentedOut(Item item, Intent intent) {
        return item instanceof Item.Comment comment && intent.keys().stream().anyMatch(ref -> comment.text().strip()
                .startsWith(ref.key()) && comment.text().strip().substring(ref.key().length()).strip().startsWith("="));
    }

    private record Line(String text, int number) {}

    private static void compare(List<Line> before, List<Line> after) throws ProblemException {
        int most = Math.max(before.size(), after.size());
        for (int i = 0; i < most; i++) {
            if (i >= after.size() || i >= before.size() || !before.get(i).text.equals(after.get(i).text)) {
                Line line = i < after.size() ? after.get(i) : before.get(i);
                throw refused("lines", String.valueOf(line.number));
            }
        }
    }

    private static Set<TablePath> headers(TomlDocument document) {
        return document.items().stream().filter(Item.Header.class::isInstance)
                .map(item -> ((Item.Header) item).table()).collect(Collectors.toSet());
    }

    private static Stream<KeyRef> keys(Item item) {
        return switch (item) {
            case Item.Assignment assignment -> assignment.entries().stream().map(Entry::ref);
            case Item.Disabled disabled -> Stream.of(disabled.ref());
            default -> Stream.empty();
        };
    }

    private static ProblemException refused(String why, Object... arguments) {
        return new ProblemException(Problem.of(Text.of("kataconf.guard." + why, arguments),
                Text.of("kataconf.guard.next")));
    }
}
