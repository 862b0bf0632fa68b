package org.katagpu.ui.page.kata.form;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import org.jspecify.annotations.Nullable;
import org.katagpu.kataconf.KeyRow;
import org.katagpu.kataconf.advice.Recommendation;
import org.katagpu.kataconf.check.Diagnostic;
import org.katagpu.kataconf.schema.KeySpec;
import org.katagpu.kataconf.toml.Edit;
import org.katagpu.kataconf.toml.TomlValue;
import org.katagpu.message.Messages;
import org.katagpu.message.Text;
import org.katagpu.ui.control.AccessibleName;
import org.katagpu.ui.page.kata.model.EditModel;
import org.katagpu.ui.page.kata.model.KeysModel;

/** The selected key: what it means, its editor, what can be done with its line, and what the file says above it. */
final class KeyDetail {
    private final VBox box;
    private final EditModel edit;
    private final KeysModel keys;
    private final PathCheck paths;
    private final Messages words;
    private final boolean readOnly;
    private final Subscription shown;
    private @Nullable KeyRow drawn;

    KeyDetail(VBox box, EditModel edit, KeysModel keys, PathCheck paths, boolean readOnly, Messages words) {
        this.box = box;
        this.edit = edit;
        this.keys = keys;
        this.paths = paths;
        this.readOnly = readOnly;
        this.words = words;
        shown = Subscription.combine(keys.selectedProperty().subscribe(ref -> draw()),
                edit.judgedProperty().subscribe(judged -> draw()));
    }

    private void draw() {
        Optional<KeyRow> row = keys.selectedRow();
        if (row.isEmpty()) {
            drawn = null;
            box.getChildren().setAll(wrapped(words.get("kata.page.detail.none"), "hint"));
        } else if (!row.get().equals(drawn)) {
            drawn = row.get();
            box.getChildren().clear();
            fill(row.get());
        }
    }

    private void fill(KeyRow row) {
        Label name = wrapped(row.ref().key(), "detail-key");
        Label place = wrapped(row.position().map(at -> words.get("kata.page.detail.line", row.ref().table().toString(),
                String.valueOf(at.line()))).orElse(row.ref().table().toString()), "hint");
        box.getChildren().add(new VBox(name, place));
        if (row.state() != KeyRow.State.ACTIVE || !row.known()) {
            box.getChildren().add(state(row));
        }
        row.spec().map(KeySpec::meaning).map(Text::key).filter(words::has)
                .ifPresent(meaning -> box.getChildren().add(wrapped(words.get(meaning), "detail-meaning")));
        Node editor = new ValueEditor(words, edit.drafts(), paths, value -> set(row, value)).of(row);
        AccessibleName.give(editor, row.ref().key());
        editor.setDisable(readOnly);
        box.getChildren().add(editor);
        paths.check(row).ifPresent(box.getChildren()::add);
        recommended(row).ifPresent(box.getChildren()::add);
        FlowPane acts = new FlowPane(8, 8);
        acts(row, acts);
        acts.setDisable(readOnly);
        box.getChildren().add(acts);
        for (Diagnostic problem : edit.judgedProperty().get().problemsAt(row)) {
            box.getChildren().add(new ProblemRow(words, problem, edit, readOnly));
        }
        if (!row.help().isEmpty()) {
            Label title = wrapped(words.get("kata.page.detail.comment"), "section-title");
            box.getChildren().addAll(title, wrapped(row.help(), "detail-comment"));
        }
        if (!row.remark().isEmpty()) {
            box.getChildren().add(wrapped("# " + row.remark(), "detail-comment"));
        }
    }

    private Label state(KeyRow row) {
        String key = row.known() ? row.state().name().toLowerCase(Locale.ROOT) : "unknown";
        Label label = wrapped(words.get("kata.page.state." + key + ".hint",
                edit.judge().facts().version().label(), row.source()), "detail-state");
        label.getStyleClass().add("state-" + key);
        return label;
    }

    private void set(KeyRow row, TomlValue value) {
        if (row.state() != KeyRow.State.ACTIVE || !row.value().equals(Optional.of(value))) {
            edit.edit(new Edit.Set(row.ref(), value));
        }
    }

    private Optional<Node> recommended(KeyRow row) {
        Optional<Recommendation> one = edit.judgedProperty().get().recommended().stream()
                .filter(found -> found.ref().equals(row.ref())).findFirst();
        return one.map(found -> wrapped(words.get("kata.page.detail.recommended",
                ValueWords.of(Optional.of(found.value()), row.spec()), found.why()), "detail-recommended"));
    }

    private void acts(KeyRow row, FlowPane acts) {
        switch (row.state()) {
            case ACTIVE -> acts.getChildren().add(button("unset", event -> edit.edit(new Edit.Unset(row.ref()))));
            case COMMENTED_OUT -> {
                if (row.value().isPresent()) {
                    acts.getChildren().add(button("enable", event -> edit.edit(new Edit.Enable(row.ref()))));
                }
            }
            case ABSENT -> row.effective().ifPresent(
                    value -> acts.getChildren().add(button("write", event -> set(row, value))));
        }
    }

    private Button button(String act, Consumer<Object> action) {
        Button button = new Button(words.get("kata.page.act." + act));
        button.setId("key-" + act);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(action::accept);
        return button;
    }

    private static Label wrapped(String text, String style) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.getStyleClass().addAll(List.of(style));
        return label;
    }

    void dispose() {
        shown.unsubscribe();
    }
}
