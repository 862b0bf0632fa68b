package org.katagpu.ui.control;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

import javafx.animation.PauseTransition;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

import org.katagpu.message.Messages;
import org.katagpu.message.Text;
import org.katagpu.message.VisibleText;
import org.katagpu.ui.control.FormDrafts.Draft;

/**
 * One setting as text: the field, and below it what it takes while something else stands in it, or else a sentence that
 * explains it. What cannot be used is kept as typed and held among the form's drafts, which stop every act. What can be
 * is taken on Enter, when the field is left, or when the hands rest.
 */
public final class SettingField extends VBox {
    /** When what is typed is taken, besides Enter and leaving the field. */
    public enum Taken {
        /** Not before: half of it may be a secret, or mean another thing. */
        WHEN_LEFT,
        /** When nothing was typed for a moment. */
        AT_REST,
        /** As it is typed: nobody is asked anything by it. */
        AT_ONCE
    }

    /**
     * What a field is for.
     *
     * @param id of the field in the window
     * @param name what it is called
     * @param hint the sentence that explains it; empty: none
     * @param against what the field takes, where the text is nothing it takes
     * @param take takes a text nothing speaks against
     */
    public record Setting(String id, Text name, Optional<Text> hint, Function<String, Optional<Text>> against,
            Consumer<String> take, Taken taken) {
        /** For a field that has one sentence for all that it does not take. */
        public static Function<String, Optional<Text>> unless(Predicate<String> allowed, Text expected) {
            return text -> allowed.test(text) ? Optional.empty() : Optional.of(expected);
        }
    }

    private static final PseudoClass DANGER = PseudoClass.getPseudoClass("danger");
    /** Long enough to finish a word: each change of the choice is asked of the host. */
    private static final Duration REST = Duration.millis(700);

    private final TextField field;
    private final Label wrong = new Label();
    private final Label hint = new Label();
    private final Messages words;
    private final FormDrafts drafts;
    private final Setting setting;
    private final Consumer<String> write;
    private final PauseTransition rest = new PauseTransition(REST);
    private String known = "";
    private boolean counts = true;

    /** A field with its name above it. */
    public SettingField(Messages words, FormDrafts drafts, Setting setting) {
        this(words, drafts, setting, new TextField());
        Label name = new Label(words.get(setting.name()));
        name.setLabelFor(field);
        name.setWrapText(true);
        getChildren().addFirst(name);
        field.setId(setting.id());
    }

    /** A field the page has laid out itself, beside its name. */
    public SettingField(Messages words, FormDrafts drafts, Setting setting, TextField field) {
        this(words, drafts, setting, field, field, field::setText);
    }

    /** A field that also offers what is usual; a choice among it is taken at once. */
    public SettingField(Messages words, FormDrafts drafts, Setting setting, ComboBox<String> box) {
        this(words, drafts, setting, box.getEditor(), box, box::setValue);
        box.valueProperty().addListener((_, _, _) -> commit());
        box.focusedProperty().subscribe((before, focused) -> {
            if (!focused) {
                commit();
            }
        });
    }

    private SettingField(Messages words, FormDrafts drafts, Setting setting, TextField field, Node shown,
            Consumer<String> write) {
        super(3);
        this.write = write;
        this.words = words;
        this.drafts = drafts;
        this.setting = setting;
        this.field = field;
        wrong.setWrapText(true);
        wrong.setId(setting.id() + "-wrong");
        wrong.getStyleClass().add("danger-text");
        hint.setText(setting.hint().map(words::get).orElse(""));
        hint.setWrapText(true);
        hint.getStyleClass().add("hint");
        getChildren().setAll(shown, wrong, hint);
        AccessibleName.give(shown, words.get(setting.name()));
        explain();
        field.textProperty().addListener((_, _, _) -> typed());
        field.setOnAction(event -> commit());
        field.focusedProperty().subscribe((before, focused) -> {
            if (!focused) {
                commit();
            }
        });
        rest.setOnFinished(event -> commit());
    }

    private String text() {
        String text = field.getText();
        return text == null ? "" : text.strip();
    }

    /** What is not seen would stand in the field as something else than what the host gets. */
    private Optional<Text> wrong() {
        OptionalInt hidden = VisibleText.firstHidden(text());
        return hidden.isPresent()
                ? Optional.of(Text.of("panel.hidden-character", VisibleText.number(hidden.getAsInt())))
                : setting.against().apply(text());
    }

    private void typed() {
        Optional<Text> wrong = explain();
        if (counts && !text().equals(known)) {
            wrong.ifPresentOrElse(
                    expected -> drafts.put(setting.id(), new Draft(setting.name(), field.getText(), expected)),
                    this::right);
        } else {
            rest.stop();
            drafts.drop(setting.id());
        }
    }

    /** Right, and not yet taken: what was wrong before stays so until it is. */
    private void right() {
        if (setting.taken() == Taken.AT_ONCE) {
            commit();
            return;
        }
        if (drafts.text(setting.id()).isPresent()) {
            drafts.put(setting.id(), new Draft(setting.name(), field.getText(), Text.of("panel.not-taken")));
        }
        if (setting.taken() == Taken.AT_REST) {
            rest.playFromStart();
        }
    }

    /** @return what the field takes, where something else stands in it */
    private Optional<Text> explain() {
        Optional<Text> expected = wrong();
        wrong.setText(expected.map(words::get).orElse(""));
        show(wrong, expected.isPresent());
        show(hint, expected.isEmpty() && setting.hint().isPresent());
        field.pseudoClassStateChanged(DANGER, expected.isPresent());
        return expected;
    }

    private static void show(Label label, boolean now) {
        label.setVisible(now);
        label.setManaged(now);
    }

    private void commit() {
        rest.stop();
        String text = text();
        if (!text.equals(known) && wrong().isEmpty()) {
            known = text;
            setting.take().accept(text);
            drafts.drop(setting.id());
        }
    }

    /** Shows the value of the choice, unless something else is being typed or waits to be mended. */
    public void show(String value) {
        boolean typing = field.isFocused() && !text().equals(known);
        known = value;
        Optional<String> draft = counts ? drafts.text(setting.id()) : Optional.empty();
        if (draft.isPresent()) {
            write.accept(draft.get());
            typed();
        } else if (!typing) {
            write.accept(value);
        }
        // What one field takes can hang on another.
        explain();
    }

    /** A button that fills the field, at its end. */
    public void beside(Node button) {
        Node shown = getChildren().get(getChildren().indexOf(wrong) - 1);
        int at = getChildren().indexOf(shown);
        HBox row = new HBox(6);
        getChildren().set(at, row);
        HBox.setHgrow(shown, Priority.ALWAYS);
        row.getChildren().setAll(shown, button);
    }

    /** What stands in the field now. */
    public String typedText() {
        return text();
    }

    /** Puts a text there as if it were typed and taken. */
    public void enter(String text) {
        write.accept(text);
        commit();
    }

    /** What stands in the empty field. */
    public void prompt(String text) {
        field.setPromptText(text);
    }

    /** Whether the choice as it is now needs this field: one that does not count stops nothing. */
    public void counts(boolean now) {
        boolean other = now != counts;
        counts = now;
        setVisible(now);
        setManaged(now);
        // A field just made has nothing to say yet: what was typed before it is still among the drafts.
        if (other) {
            typed();
        }
    }

    /** Nothing is taken any more. */
    public void dispose() {
        rest.stop();
    }
}
