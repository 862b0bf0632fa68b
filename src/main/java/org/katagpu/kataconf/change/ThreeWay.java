package org.katagpu.kataconf.change;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.katagpu.kataconf.toml.Edit;
import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.message.ProblemException;

/**
 * The file changed on the host while it was edited here.
 *
 * @param base as it was read
 * @param mine as edited here
 * @param theirs as it now stands on the host
 */
public record ThreeWay(TomlDocument base, TomlDocument mine, TomlDocument theirs) {
    /** Every key that is not the same on all three sides. */
    public List<KeyMerge> keys() {
        Set<KeyRef> all = new LinkedHashSet<>(base.activeKeys());
        all.addAll(theirs.activeKeys());
        all.addAll(mine.activeKeys());
        return all.stream().map(ref -> new KeyMerge(ref, base.value(ref), mine.value(ref), theirs.value(ref)))
                .filter(key -> key.kind() != KeyMerge.Kind.SAME).toList();
    }

    public boolean conflicts() {
        return keys().stream().anyMatch(key -> key.kind() == KeyMerge.Kind.CONFLICT);
    }

    public LineDiff myLines() {
        return new LineDiff(base.text(), mine.text());
    }

    public LineDiff theirLines() {
        return new LineDiff(base.text(), theirs.text());
    }

    /**
     * The host's file with my edits made again in it.
     *
     * @param keepMine the keys in conflict whose value of mine is taken; for the others theirs stays
     * @return a history that begins with the host's file, so that the merge can be undone and guarded like any edit
     */
    public History merged(Set<KeyRef> keepMine) throws ProblemException {
        List<Edit> edits = new ArrayList<>();
        for (KeyMerge key : keys()) {
            boolean take = key.kind() == KeyMerge.Kind.MINE
                    || key.kind() == KeyMerge.Kind.CONFLICT && keepMine.contains(key.ref());
            if (take) {
                edits.add(key.mine().<Edit>map(value -> new Edit.Set(key.ref(), value))
                        .orElseGet(() -> new Edit.Unset(key.ref())));
            }
        }
        History history = new History(theirs);
        history.apply(edits);
        return history;
    }
}
