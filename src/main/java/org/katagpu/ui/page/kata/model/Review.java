package org.katagpu.ui.page.kata.model;

import java.util.List;
import java.util.Optional;

import org.katagpu.kataconf.change.DiffRow;
import org.katagpu.kataconf.change.ThreeWay;
import org.katagpu.message.Problem;
import org.katagpu.setup.kata.KataBackup;

/** Where the page is between editing and saving. */
public sealed interface Review {
    /** The page shows the editor. */
    record None() implements Review {}

    record Preparing() implements Review {}

    /** It cannot be saved as it is. */
    record Refused(Problem problem) implements Review {}

    /**
     * @param path what is written
     * @param rows changed lines with some around them
     * @param restored the backup that is put back; empty for an edit
     */
    record Ready(String path, List<DiffRow> rows, Optional<KataBackup> restored) implements Review {
        public Ready {
            rows = List.copyOf(rows);
        }
    }

    /** The file changed on the host since it was read. */
    record Changed(ThreeWay sides) implements Review {}

    /** @param now SHA-256 of the files on the host, to mark copies of what is there */
    record Backups(List<KataBackup> backups, List<String> now) implements Review {
        public Backups {
            backups = List.copyOf(backups);
            now = List.copyOf(now);
        }
    }
}
