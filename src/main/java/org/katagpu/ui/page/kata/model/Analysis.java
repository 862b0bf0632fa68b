package org.katagpu.ui.page.kata.model;

import java.util.List;
import java.util.Map;

import org.katagpu.kataconf.KeyRow;
import org.katagpu.kataconf.advice.Recommendation;
import org.katagpu.kataconf.check.Diagnostic;
import org.katagpu.kataconf.check.Inspector;
import org.katagpu.kataconf.toml.TablePath;
import org.katagpu.kataconf.toml.TomlDocument;

/**
 * Everything that follows from one version of the document.
 *
 * @param tables every table with its keys, in the order shown
 */
public record Analysis(TomlDocument document, Map<TablePath, List<KeyRow>> tables, List<Recommendation> recommended,
        List<Diagnostic> problems) {
    /** Whether it must not be saved. */
    public boolean blocked() {
        return Inspector.blocks(problems);
    }

    public long unsatisfied() {
        return recommended.stream().filter(one -> !one.satisfied()).count();
    }

    /** What is wrong in the line a key stands in. */
    public List<Diagnostic> problemsAt(KeyRow row) {
        return row.position().map(place -> problems.stream().filter(one -> one.at().line() == place.line()).toList())
                .orElse(List.of());
    }
}
