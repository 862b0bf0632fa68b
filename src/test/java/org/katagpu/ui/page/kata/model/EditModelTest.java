package org.katagpu.ui.page.kata.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.katagpu.ui.page.kata.model.Files.qemu;

import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.katagpu.kataconf.KeyRow;
import org.katagpu.kataconf.toml.Edit;
import org.katagpu.kataconf.toml.TablePath;
import org.katagpu.kataconf.toml.TomlValue;
import org.katagpu.message.Messages;

class EditModelTest {
    private final EditModel edit = Files.edit(Files.TEXT);
    private final KeysModel keys = new KeysModel(edit);

    @Test
    void allRecommendedKeysAreOneStepBack() {
        assertThat(edit.judgedProperty().get().unsatisfied()).isPositive();
        edit.applyAll();
        assertThat(edit.judgedProperty().get().unsatisfied()).isZero();
        assertThat(edit.documentProperty().get().value(qemu("cold_plug_vfio")))
                .contains(TomlValue.text("root-port"));
        assertThat(edit.documentProperty().get().text()).contains("#cold_plug_vfio = \"no-port\"\ncold_plug_vfio");
        edit.undo();
        assertThat(edit.documentProperty().get().text()).isEqualTo(Files.TEXT);
        assertThat(edit.changedFromHost()).isFalse();
        edit.redo();
        assertThat(edit.judgedProperty().get().unsatisfied()).isZero();
    }

    @Test
    void anEditThatCannotBeMadeIsSaidAndChangesNothing() {
        edit.edit(new Edit.Unset(qemu("nothing_like_this")));
        assertThat(edit.refusedProperty().get()).isPresent();
        assertThat(edit.documentProperty().get().text()).isEqualTo(Files.TEXT);
        edit.edit(new Edit.Set(qemu("default_memory"), TomlValue.whole(4096)));
        assertThat(edit.refusedProperty().get()).isEmpty();
    }

    @Test
    void eachRowSaysWhetherItsKeyIsSetCommentedOutOrAbsent() {
        assertThat(keys.tableProperty().get()).contains(Files.QEMU);
        assertThat(row("default_memory").state()).isEqualTo(KeyRow.State.ACTIVE);
        assertThat(row("cold_plug_vfio").state()).isEqualTo(KeyRow.State.COMMENTED_OUT);
        assertThat(row("cold_plug_vfio").effective()).contains(TomlValue.text("no-port"));
        assertThat(row("guest_hook_path").state()).isEqualTo(KeyRow.State.ABSENT);
        assertThat(row("my_own_key").known()).isFalse();
    }

    @Test
    void theSearchLooksInKeysValuesCommentsAndMeanings() {
        keys.speak(new Messages(Locale.ENGLISH));
        keys.searchProperty().set("devices are attached");
        assertThat(keys.rowsProperty().get()).extracting(row -> row.ref().key()).contains("cold_plug_vfio");
        keys.searchProperty().set("bypasses the host's page cache");
        assertThat(keys.rowsProperty().get()).extracting(row -> row.ref().key())
                .contains("block_device_cache_direct");
        keys.searchProperty().set("dial_timeout");
        assertThat(keys.tableProperty().get()).as("found in another table").isEmpty();
        assertThat(keys.rowsProperty().get()).extracting(row -> row.ref().table())
                .containsExactly(TablePath.of("agent", "kata"));
        keys.searchProperty().set("");
        keys.onlySetProperty().set(true);
        assertThat(keys.rowsProperty().get()).extracting(row -> row.ref().key())
                .containsExactly("path", "default_memory", "my_own_key");
    }

    @Test
    void aRevealedKeyIsInSightWhateverWasSearched() {
        keys.searchProperty().set("memory");
        keys.reveal(new org.katagpu.kataconf.toml.KeyRef(TablePath.of("agent", "kata"), "dial_timeout"));
        assertThat(keys.rowsProperty().get()).contains(keys.selectedRow().orElseThrow());
        assertThat(keys.tableProperty().get()).isEqualTo(Optional.of(TablePath.of("agent", "kata")));
    }

    private KeyRow row(String key) {
        return keys.rowsProperty().get().stream().filter(row -> row.ref().key().equals(key)).findFirst().orElseThrow();
    }
}
