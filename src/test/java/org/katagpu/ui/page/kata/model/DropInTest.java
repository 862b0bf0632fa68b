package org.katagpu.ui.page.kata.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.katagpu.ui.page.kata.model.Files.qemu;

import org.junit.jupiter.api.Test;
import org.katagpu.kataconf.toml.Edit;
import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.kataconf.toml.TomlValue;
import org.katagpu.message.ProblemException;
import org.katagpu.setup.kata.OwnDropIn;

class DropInTest {
    private final TomlDocument main = TomlDocument.of(Files.TEXT);
    private final OwnDropIn dropIn = new OwnDropIn(main, Files.SCHEMA, Files.VERSION);
    private final TomlDocument none = OwnDropIn.empty(Files.PATH);

    @Test
    void onlyWhatDiffersIsWrittenAndSeenOverTheFile() throws Exception {
        EditModel edit = Files.edit(Files.TEXT);
        edit.applyAll();
        TomlDocument wanted = edit.documentProperty().get();
        TomlDocument written = dropIn.toSee(wanted, none);
        assertThat(written.text()).startsWith("# Made by").contains("[hypervisor.qemu]", "cold_plug_vfio");
        assertThat(written.active(qemu("path"))).isEmpty();
        TomlDocument seen = dropIn.over(written);
        assertThat(seen.activeKeys()).isEqualTo(wanted.activeKeys());
        assertThat(seen.activeKeys()).allSatisfy(key -> assertThat(seen.value(key)).isEqualTo(wanted.value(key)));
        assertThat(dropIn.toSee(main, written).activeKeys()).as("back to what the file says").isEmpty();
    }

    @Test
    void aKeyTakenAwayGetsItsDefaultOrIsRefused() throws Exception {
        TomlDocument large = main.after(new Edit.Set(qemu("default_memory"), TomlValue.whole(4096)));
        OwnDropIn over = new OwnDropIn(large, Files.SCHEMA, Files.VERSION);
        TomlDocument without = large.after(new Edit.Unset(qemu("default_memory")));
        assertThat(over.toSee(without, none).value(qemu("default_memory"))).contains(TomlValue.whole(2048));
        assertThatThrownBy(() -> dropIn.toSee(main.after(new Edit.Unset(qemu("my_own_key"))), none))
                .isInstanceOf(ProblemException.class);
    }
}
