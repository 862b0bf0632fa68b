package org.katagpu.kataconf.change;

import java.util.List;

import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.message.Text;

/**
 * A configuration of one runtime as the other one reads it.
 *
 * @param open what was said there and has no counterpart here
 */
public record Translation(TomlDocument before, TomlDocument after, List<Text> open) {
    public Translation {
        open = List.copyOf(open);
    }

    public LineDiff diff() {
        return new LineDiff(before.text(), after.text());
    }
}
