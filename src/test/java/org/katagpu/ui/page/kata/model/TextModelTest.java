package org.katagpu.ui.page.kata.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.katagpu.ui.page.kata.model.Files.qemu;

import org.junit.jupiter.api.Test;
import org.katagpu.kataconf.toml.Edit;
import org.katagpu.kataconf.toml.TomlValue;

class TextModelTest {
    private final EditModel edit = Files.edit(Files.TEXT);
    private final TextModel text = over(edit);

    private static TextModel over(EditModel edit) {
        TextModel model = new TextModel(edit, new Files.AtOnce(), () -> {});
        edit.documentProperty().subscribe(model::follow);
        return model;
    }

    private int line(String content) {
        return text.lines().indexOf(content);
    }

    @Test
    void whatIsTypedIsReadWhenTheTypingPauses() {
        text.type(line("default_memory = 2048"), "default_memory = 4096");
        assertThat(edit.documentProperty().get().text()).isEqualTo(Files.TEXT);
        text.settle();
        assertThat(edit.documentProperty().get().value(qemu("default_memory"))).contains(TomlValue.whole(4096));
        edit.undo();
        assertThat(text.lines()).contains("default_memory = 2048");
    }

    @Test
    void theTextFollowsTheForm() {
        edit.edit(new Edit.Set(qemu("default_memory"), TomlValue.whole(8192)));
        assertThat(String.join("\n", text.lines())).isEqualTo(edit.documentProperty().get().text());
        assertThat(text.lines()).contains("default_memory = 8192");
    }

    @Test
    void anInvalidTextIsKeptNamedAndCannotBeSaved() {
        int at = line("default_memory = 2048");
        text.type(at, "default_memory = oops");
        text.settle();
        assertThat(edit.judgedProperty().get().blocked()).isTrue();
        assertThat(edit.judgedProperty().get().problems().getFirst().at().line()).isEqualTo(at + 1);
        assertThat(String.join("\n", text.lines())).isEqualTo(edit.documentProperty().get().text())
                .contains("default_memory = oops");
        text.type(at, "default_memory = 1024");
        text.settle();
        assertThat(edit.judgedProperty().get().blocked()).isFalse();
    }

    @Test
    void linesAreSplitJoinedAndPasted() {
        int at = line("default_memory = 2048");
        text.insert(at, 0, 0, "a = 1\nb = 2\n");
        assertThat(text.lines().subList(at, at + 3)).containsExactly("a = 1", "b = 2", "default_memory = 2048");
        assertThat(text.caretLineProperty().get()).isEqualTo(at + 2);
        assertThat(text.caretColumn()).isZero();
        text.remove(at, at + 2);
        text.insert(at, 7, 7, "\n");
        assertThat(text.lines().subList(at, at + 2)).containsExactly("default", "_memory = 2048");
        text.joinWithPrevious(at + 1);
        text.settle();
        assertThat(edit.documentProperty().get().text()).isEqualTo(Files.TEXT);
    }

    @Test
    void carriageReturnsStay() {
        EditModel windows = Files.edit(Files.TEXT.replace("\n", "\r\n"));
        TextModel lines = over(windows);
        int at = lines.lines().indexOf("default_memory = 2048\r");
        lines.type(at, "default_memory = 4096");
        lines.insert(at, 0, 0, "x = 1\n");
        lines.settle();
        assertThat(windows.documentProperty().get().text())
                .isEqualTo(Files.TEXT.replace("default_memory = 2048", "x = 1\ndefault_memory = 4096")
                        .replace("\n", "\r\n"));
    }
}
