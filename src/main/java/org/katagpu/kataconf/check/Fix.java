package org.katagpu.kataconf.check;

import java.util.List;

import org.katagpu.kataconf.toml.Edit;
import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;

/** One way to mend a finding, offered as a button. @param label what it does */
public record Fix(Text label, List<Edit> edits) {
    public Fix {
        edits = List.copyOf(edits);
    }

    static Fix of(Edit edit, String label, Object... arguments) {
        return new Fix(Text.of("kataconf.fix." + label, arguments), List.of(edit));
    }

    public TomlDocument applyTo(TomlDocument document) throws ProblemException {
        TomlDocument mended = document;
        for (Edit edit : edits) {
            mended = mended.after(edit);
        }
        return mended;
    }
}
