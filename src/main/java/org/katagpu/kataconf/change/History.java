package org.katagpu.kataconf.change;

import java.util.ArrayList;
import java.util.List;

import org.katagpu.kataconf.toml.Edit;
import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.message.ProblemException;

/** The versions of a document under edit, for undo and redo. Not shared between threads. */
public final class History {
    private record Step(TomlDocument document, Intent intent) {}

    private final List<Step> steps = new ArrayList<>();
    private int now;

    public History(TomlDocument base) {
        steps.add(new Step(base, Intent.NOTHING));
    }

    /** As read from the host. */
    public TomlDocument base() {
        return steps.getFirst().document;
    }

    public TomlDocument present() {
        return steps.get(now).document;
    }

    /** Everything meant to change between base and present. */
    public Intent intent() {
        return steps.subList(0, now + 1).stream().map(Step::intent).reduce(Intent.NOTHING, Intent::and);
    }

    public TomlDocument apply(Edit edit) throws ProblemException {
        return add(present().after(edit), Intent.of(edit.touches()));
    }

    /** Several edits as one step: one undo takes all of them back. None is kept if one is refused. */
    public TomlDocument apply(List<Edit> edits) throws ProblemException {
        TomlDocument changed = present();
        Intent intent = Intent.NOTHING;
        for (Edit edit : edits) {
            changed = changed.after(edit);
            intent = intent.and(Intent.of(edit.touches()));
        }
        return add(changed, intent);
    }

    /** The text as edited in the raw view. */
    public TomlDocument replaceText(String text) {
        return replace(present().withText(text));
    }

    /** The same, for a text that was already read elsewhere. */
    public TomlDocument replace(TomlDocument edited) {
        return add(edited, Intent.FREE_TEXT);
    }

    private TomlDocument add(TomlDocument document, Intent intent) {
        if (!document.equals(present())) {
            steps.subList(now + 1, steps.size()).clear();
            steps.add(new Step(document, intent));
            now++;
        }
        return present();
    }

    public boolean canUndo() {
        return now > 0;
    }

    public boolean canRedo() {
        return now < steps.size() - 1;
    }

    public TomlDocument undo() {
        now = Math.max(0, now - 1);
        return present();
    }

    public TomlDocument redo() {
        now = Math.min(steps.size() - 1, now + 1);
        return present();
    }
}
