package org.katagpu.kataconf.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.katagpu.kataconf.change.SequenceDiff.Block;
import org.katagpu.kataconf.toml.Entry;
import org.katagpu.kataconf.toml.Item;
import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;

/** The last look before a file leaves for the host: it must be valid, and differ only where it was meant to. */
public final class SaveGuard {
    /** @throws ProblemException when the result is invalid, or anything else changed; names what */
    public void check(TomlDocument base, TomlDocument result, Intent intent) throws ProblemException {
        Meaning after = Meaning.of(result).orElseThrow(() -> refused("invalid"));
        if (intent.freeText()) {
            return;
        }
        Optional<Meaning> before = Meaning.of(base);
        if (before.isPresent()) {
            Set<KeyRef> unmeant = before.get().differs(after);
            unmeant.removeAll(intent.keys());
            if (!unmeant.isEmpty()) {
                throw refused("keys", unmeant.stream().map(KeyRef::toString).sorted().collect(Collectors.joining(", ")));
            }
        }
        LineDiff diff = new LineDiff(base.text(), result.text());
        List<Item> left = owners(base);
        List<Item> right = owners(result);
        for (Block block : diff.blocks()) {
            allow(left, block.leftFrom(), block.leftTo(), intent, false);
            allow(right, block.rightFrom(), block.rightTo(), intent, true);
        }
    }

    private static void allow(List<Item> owners, int from, int to, Intent intent, boolean added)
            throws ProblemException {
        for (int line = from; line < to; line++) {
            Item owner = owners.get(line);
            boolean newTable = added && (owner instanceof Item.Blank || owner instanceof Item.Header header
                    && intent.keys().stream().anyMatch(key -> key.table().equals(header.table())));
            if (!newTable && keys(owner).noneMatch(intent.keys()::contains)) {
                throw refused("lines", String.valueOf(line + 1));
            }
        }
    }

    private static Stream<KeyRef> keys(Item item) {
        return switch (item) {
            case Item.Assignment assignment -> assignment.entries().stream().map(Entry::ref);
            case Item.Disabled disabled -> Stream.of(disabled.ref());
            default -> Stream.empty();
        };
    }

    /** For every line the item it is part of. */
    private static List<Item> owners(TomlDocument document) {
        List<Item> owners = new ArrayList<>();
        for (Item item : document.items()) {
            long lines = LineDiff.lines(item.lines().of(document.text())).size();
            for (long i = 0; i < lines; i++) {
                owners.add(item);
            }
        }
        return owners;
    }

    private static ProblemException refused(String why, Object... arguments) {
        return new ProblemException(Problem.of(Text.of("kataconf.guard." + why, arguments),
                Text.of("kataconf.guard.next")));
    }
}
