package org.katagpu.ui.page.kata.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.katagpu.ui.page.kata.model.Files.qemu;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.katagpu.kataconf.advice.Recommendations;
import org.katagpu.kataconf.toml.Edit;
import org.katagpu.kataconf.toml.TomlValue;
import org.katagpu.setup.kata.KataChoice;
import org.katagpu.setup.kata.WantedKey;

class PlannedKeysTest {
    private final EditModel edit = Files.edit(Files.TEXT);

    private KataChoice planned(KataChoice before) {
        return PlannedKeys.of(before, EditedConfig.of(edit.history()), edit.judgedProperty().get(),
                Recommendations.of(edit.history().base(), edit.judge().facts()));
    }

    @Test
    void whatIsEditedIsWantedAndNoLongerAfterAnUndo() {
        edit.edit(new Edit.Set(qemu("default_vcpus"), TomlValue.whole(8)));
        KataChoice choice = planned(KataChoice.DEFAULT);
        assertThat(choice.keys()).containsExactly(
                WantedKey.of(qemu("default_vcpus"), Optional.of(TomlValue.whole(8))));
        assertThat(edit.unsaved()).isEqualTo(1);
        assertThat(edit.isEdited(qemu("default_vcpus"))).isTrue();
        edit.undo();
        assertThat(planned(choice).keys()).isEmpty();
        assertThat(edit.unsaved()).isZero();
    }

    @Test
    void allRecommendedIsOneWishNotAListOfValues() {
        edit.applyAll();
        KataChoice choice = planned(KataChoice.DEFAULT.withRecommended(false));
        assertThat(choice.recommended()).isTrue();
        assertThat(choice.keys()).isEmpty();
    }

    @Test
    void aKeySavedBeforeStaysWanted() {
        WantedKey saved = WantedKey.of(qemu("default_memory"), Optional.of(TomlValue.whole(2048)));
        assertThat(planned(KataChoice.DEFAULT.withKeys(List.of(saved))).keys()).containsExactly(saved);
        assertThat(PlannedKeys.edits(KataChoice.DEFAULT.withKeys(List.of(saved)), edit.history().base())).isEmpty();
    }

    @Test
    void aTextEditedByHandIsKeptWholeWithTheFileItBelongsTo() {
        edit.text(edit.documentProperty().get().withText("# mine\n" + Files.TEXT));
        assertThat(planned(KataChoice.DEFAULT).text())
                .isEqualTo(KataChoice.EditedText.over(edit.history().base().bytes(), "# mine\n" + Files.TEXT));
        edit.undo();
        assertThat(planned(KataChoice.DEFAULT).text().isThere()).isFalse();
    }
}
