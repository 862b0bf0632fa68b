package org.katagpu.kataconf.toml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.katagpu.kataconf.change.Intent;
import org.katagpu.kataconf.change.SaveGuard;
import org.katagpu.message.ProblemException;

/** Random edits of every configuration: only the edited keys change, in bytes and in what another parser reads. */
class RandomEditsTest {
    private static final int LONGEST_SEQUENCE = 6;

    private final List<TomlDocument> documents = Templates.all().map(Templates::document).toList();
    private final SaveGuard guard = new SaveGuard();

    @Test
    void randomEditsChangeOnlyTheirKeys() throws Exception {
        run(300, 20261123);
    }

    @Test
    @Tag("real")
    void tenThousandRandomSequencesChangeOnlyTheirKeys() throws Exception {
        run(10_000, 1);
    }

    private void run(int sequences, long seed) throws Exception {
        Random random = new Random(seed);
        for (int i = 0; i < sequences; i++) {
            TomlDocument base = documents.get(random.nextInt(documents.size()));
            TomlDocument now = base;
            Intent intent = Intent.NOTHING;
            int edits = 1 + random.nextInt(LONGEST_SEQUENCE);
            for (int n = 0; n < edits; n++) {
                Edit edit = randomEdit(now, random);
                try {
                    TomlDocument next = now.after(edit);
                    assertOnlyOwnLinesChanged(now, next, edit);
                    assertMeaning(now, next, edit);
                    now = next;
                    intent = intent.and(Intent.of(edit.touches()));
                } catch (ProblemException refused) {
                    assertThat(refused.problem().what().key()).startsWith("kataconf.edit.");
                }
            }
            if (i % 20 == 0) {
                guard.check(base, now, intent);
            }
        }
    }

    private static Edit randomEdit(TomlDocument document, Random random) {
        List<TablePath> tables = document.tables();
        TablePath table = tables.get(random.nextInt(tables.size()));
        List<Row> rows = document.rows(table);
        boolean fresh = rows.isEmpty() || random.nextInt(8) == 0;
        KeyRef ref = fresh
                ? new KeyRef(random.nextInt(10) == 0 ? TablePath.of("made", "t" + random.nextInt(3)) : table,
                        "new_key_" + random.nextInt(20))
                : rows.get(random.nextInt(rows.size())).ref();
        return switch (random.nextInt(6)) {
            case 0 -> new Edit.Unset(ref);
            case 1 -> new Edit.Enable(ref);
            case 2 -> new Edit.Remove(ref);
            default -> new Edit.Set(ref, randomValue(random));
        };
    }

    private static TomlValue randomValue(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> TomlValue.whole(random.nextInt(2) == 0 ? random.nextLong() : random.nextInt(100_000));
            case 1 -> TomlValue.flag(random.nextBoolean());
            case 2 -> new TomlValue.Decimal(random.nextInt(1000) / 8.0);
            case 3 -> {
                List<String> items = new ArrayList<>();
                for (int n = random.nextInt(5); n > 0; n--) {
                    items.add(randomText(random));
                }
                yield TomlValue.texts(items);
            }
            default -> TomlValue.text(randomText(random));
        };
    }

    private static String randomText(Random random) {
        String letters = "ab_- /=.#\"'\\\t\n[]{},é中\u0001😀machine_type";
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(12); n > 0; n--) {
            text.appendCodePoint(letters.codePointAt(letters.offsetByCodePoints(0,
                    random.nextInt(letters.codePointCount(0, letters.length())))));
        }
        return text.toString();
    }

    /** By another parser: every leaf but the edited key's is as before, and that one is as meant. */
    private static void assertMeaning(TomlDocument before, TomlDocument after, Edit edit) {
        Map<String, String> expected = JacksonToml.of(before);
        String path = JacksonToml.path(edit.ref());
        switch (edit) {
            case Edit.Set(KeyRef _, TomlValue value) -> expected.put(path, JacksonToml.shown(value));
            case Edit.Enable(KeyRef ref) -> expected.put(path,
                    JacksonToml.shown(before.commentedOut(ref).getLast().content().orElseThrow()));
            default -> expected.remove(path);
        }
        assertThat(JacksonToml.of(after)).as("%s", edit).isEqualTo(expected);
    }

    /** What differs between the two texts lies in lines of the edited key, and in a table made for it. */
    private static void assertOnlyOwnLinesChanged(TomlDocument before, TomlDocument after, Edit edit) {
        String left = before.text();
        String right = after.text();
        Span own = ownLines(before, edit.ref());
        if (own.length() > 0 && !(edit instanceof Edit.Set && before.active(edit.ref()).isEmpty())) {
            assertThat(right).as("%s", edit).startsWith(left.substring(0, own.start()))
                    .endsWith(left.substring(own.end()));
        } else {
            int head = 0;
            while (head < left.length() && left.charAt(head) == right.charAt(head)) {
                head++;
            }
            assertThat(right).as("nothing but added by %s", edit).endsWith(left.substring(head));
            String added = right.substring(head, right.length() - left.length() + head);
            assertThat(added.strip().lines().count()).as("%s adds %s", edit, added).isLessThanOrEqualTo(2);
        }
    }

    private static Span ownLines(TomlDocument document, KeyRef ref) {
        return document.active(ref).map(entry -> entry.item().lines()).orElseGet(() -> {
            List<Item.Disabled> twins = document.commentedOut(ref);
            return twins.isEmpty() ? new Span(0, 0) : twins.getLast().lines();
        });
    }
}
