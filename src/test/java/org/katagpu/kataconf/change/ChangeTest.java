package org.katagpu.kataconf.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.katagpu.CpuTime;
import org.katagpu.kataconf.toml.Edit;
import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.kataconf.toml.TablePath;
import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.kataconf.toml.TomlValue;
import org.katagpu.message.ProblemException;

class ChangeTest {
    private static final KeyRef MEMORY = new KeyRef(TablePath.of("hypervisor", "qemu"), "default_memory");
    private static final KeyRef DIAL = new KeyRef(TablePath.of("agent", "kata"), "dial_timeout");
    private static final String BASE = "[hypervisor.qemu]\n# MiB\ndefault_memory = 2048\n\n[agent.kata]\ndial_timeout = 45\n";

    private static TomlDocument doc(String text) {
        return TomlDocument.of(text);
    }

    @Test
    void blocksTurnOneListIntoTheOtherAndAreFew() {
        Random random = new Random(3);
        for (int i = 0; i < 2_000; i++) {
            List<Integer> left = random.ints(random.nextInt(12), 0, 4).boxed().toList();
            List<Integer> right = random.ints(random.nextInt(12), 0, 4).boxed().toList();
            List<Integer> rebuilt = new ArrayList<>();
            int at = 0;
            int changes = 0;
            for (SequenceDiff.Block block : new SequenceDiff<>(left, right).blocks()) {
                rebuilt.addAll(left.subList(at, block.leftFrom()));
                rebuilt.addAll(right.subList(block.rightFrom(), block.rightTo()));
                at = block.leftTo();
                changes += block.leftTo() - block.leftFrom() + block.rightTo() - block.rightFrom();
            }
            rebuilt.addAll(left.subList(at, left.size()));
            assertThat(rebuilt).isEqualTo(right);
            assertThat(changes).isEqualTo(left.size() + right.size() - 2 * longestCommon(left, right));
        }
    }

    private static int longestCommon(List<Integer> left, List<Integer> right) {
        int[][] best = new int[left.size() + 1][right.size() + 1];
        for (int i = 1; i <= left.size(); i++) {
            for (int j = 1; j <= right.size(); j++) {
                best[i][j] = left.get(i - 1).equals(right.get(j - 1))
                        ? best[i - 1][j - 1] + 1
                        : Math.max(best[i - 1][j], best[i][j - 1]);
            }
        }
        return best[left.size()][right.size()];
    }

    @Test
    void changedWordsAreMarked() {
        List<DiffRow> rows = new LineDiff(BASE, BASE.replace("2048", "20480")).rows(1);
        assertThat(rows).extracting(DiffRow::kind).containsExactly(DiffRow.Kind.SAME, DiffRow.Kind.CHANGED,
                DiffRow.Kind.SAME);
        DiffRow changed = rows.get(1);
        assertThat(changed.leftMarks()).extracting(mark -> mark.of(changed.left())).containsExactly("2048");
        assertThat(changed.rightMarks()).extracting(mark -> mark.of(changed.right())).containsExactly("20480");
        assertThat(changed.leftLine()).isEqualTo(3);
    }

    @Test
    void addedLinesShiftTheRightNumbers() {
        List<DiffRow> rows = new LineDiff("a\nb\n", "a\nx\nb\n").rows();
        assertThat(rows).extracting(DiffRow::kind).containsExactly(DiffRow.Kind.SAME, DiffRow.Kind.ADDED,
                DiffRow.Kind.SAME);
        assertThat(rows.getLast().rightLine()).isEqualTo(3);
        assertThat(new LineDiff("a\n", "a\n").rows()).hasSize(1);
    }

    @Test
    void filesThatHaveNothingInCommonDoNotStall() {
        StringBuilder left = new StringBuilder();
        StringBuilder right = new StringBuilder();
        for (int i = 0; i < 30_000; i++) {
            left.append("l").append(i).append('\n');
            right.append("r").append(i).append('\n');
        }
        long start = CpuTime.nanos();
        assertThat(new LineDiff(left.toString(), right.toString()).isEmpty()).isFalse();
        assertThat(CpuTime.nanos() - start).isLessThan(1_000_000_000L);
    }

    @Test
    void historyGoesBackAndForthAndForgetsWhatWasUndone() throws Exception {
        History history = new History(doc(BASE));
        history.apply(new Edit.Set(MEMORY, TomlValue.whole(1)));
        history.apply(new Edit.Set(DIAL, TomlValue.whole(2)));
        assertThat(history.intent().keys()).containsExactlyInAnyOrder(MEMORY, DIAL);
        history.undo();
        assertThat(history.intent().keys()).containsExactly(MEMORY);
        assertThat(history.canRedo()).isTrue();
        history.apply(new Edit.Unset(MEMORY));
        assertThat(history.canRedo()).isFalse();
        assertThat(history.undo().value(MEMORY)).contains(TomlValue.whole(1));
        assertThat(history.undo()).isEqualTo(doc(BASE));
        assertThat(history.canUndo()).isFalse();
    }

    @Test
    void theGuardLetsOnlyWhatWasMeantPass() throws Exception {
        SaveGuard guard = new SaveGuard();
        Intent memory = Intent.of(Set.of(MEMORY));
        guard.check(doc(BASE), doc(BASE.replace("2048", "4096")), memory);
        assertRefused("keys", BASE.replace("2048", "4096").replace("45", "60"), memory);
        assertRefused("lines", BASE.replace("2048", "4096").replace("MiB", "MB"), memory);
        assertRefused("lines", BASE.replace("\n\n", "\n"), memory);
        assertRefused("invalid", BASE + "x = ", Intent.FREE_TEXT);
        guard.check(doc(BASE), doc(BASE.replace("MiB", "MB")), Intent.FREE_TEXT);
    }

    private static void assertRefused(String why, String result, Intent intent) {
        assertThatThrownBy(() -> new SaveGuard().check(doc(BASE), doc(result), intent)).isInstanceOfSatisfying(
                ProblemException.class,
                refused -> assertThat(refused.problem().what().key()).isEqualTo("kataconf.guard." + why));
    }

    @Test
    void threeVersionsMergeByKey() throws Exception {
        TomlDocument mine = doc(BASE.replace("2048", "20480").replace("45", "60"));
        TomlDocument theirs = doc(BASE.replace("2048", "8192") + "enable_debug = true\n");
        ThreeWay threeWay = new ThreeWay(doc(BASE), mine, theirs);
        assertThat(threeWay.keys()).extracting(KeyMerge::kind).containsExactly(KeyMerge.Kind.CONFLICT,
                KeyMerge.Kind.MINE, KeyMerge.Kind.THEIRS);
        assertThat(threeWay.conflicts()).isTrue();
        assertThat(threeWay.merged(Set.of()).present().text())
                .isEqualTo(BASE.replace("2048", "8192").replace("45", "60") + "enable_debug = true\n");
        assertThat(threeWay.merged(Set.of(MEMORY)).present().value(MEMORY)).contains(TomlValue.whole(20480));
        assertThat(threeWay.merged(Set.of()).base()).isEqualTo(theirs);
    }
}
