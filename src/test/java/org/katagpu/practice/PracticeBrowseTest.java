package org.katagpu.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.message.ProblemException;
import org.katagpu.setup.browse.FolderReader;
import org.katagpu.setup.browse.HostEntry;
import org.katagpu.setup.browse.HostFolder;

/** Folders of the practice host, over its own link. */
class PracticeBrowseTest {
    @TempDir(factory = FastTempDir.class)
    Path temp;

    @Test
    void itsFoldersAreLookedThroughAndNothingElseIs() throws Exception {
        try (ScriptedHost host = new ScriptedHost(Persona.KUNPENG_4GPU, temp)) {
            FolderReader reader = new FolderReader(host.host());
            HostFolder root = reader.read("/");
            assertThat(root.path()).isEqualTo("/");
            assertThat(root.entries()).filteredOn(one -> one.kind() == HostEntry.Kind.FOLDER)
                    .extracting(HostEntry::name).contains("etc", "opt").doesNotContain("work");
            assertThat(reader.read("/etc/../etc").path()).isEqualTo("/etc");
            assertThatThrownBy(() -> reader.read("/../../../..")).isInstanceOf(ProblemException.class);
            HostFolder etc = reader.read("/etc");
            assertThat(etc.parent()).isEqualTo("/");
            assertThat(etc.freeBytes()).isPositive();
        }
    }
}
