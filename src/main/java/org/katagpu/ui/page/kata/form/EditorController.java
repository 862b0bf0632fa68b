package org.katagpu.ui.page.kata.form;

import java.util.Optional;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.katagpu.kataconf.KeyRow;
import org.katagpu.message.Messages;
import org.katagpu.message.Problem;
import org.katagpu.ui.control.ProblemView;
import org.katagpu.ui.control.Views;
import org.katagpu.ui.page.kata.model.Analysis;
import org.katagpu.ui.page.kata.model.ConfigState;
import org.katagpu.ui.page.kata.model.KataConfigModel;
import org.katagpu.ui.page.kata.model.KeysModel;
import org.katagpu.ui.page.kata.text.TextPane;

/** The editor of one file: what this setup needs on top; below it the keys, the text and the problems. */
public final class EditorController {
    private final ConfigState.Editing editing;
    private final KataConfigModel config;
    private final Messages words;
    private final TextPane text;
    private final Parent view;
    private @Nullable Subscription shown;
    @FXML
    private VBox notice;
    @FXML
    private VBox recommended;
    @FXML
    private TabPane tabs;
    @FXML
    private TextField search;
    @FXML
    private CheckBox onlySet;
    @FXML
    private ListView<KeysModel.TableEntry> tables;
    @FXML
    private TableView<KeyRow> keys;
    @FXML
    private VBox detail;
    @FXML
    private Tab textTab;
    @FXML
    private Tab problemTab;
    @FXML
    private VBox problems;

    /** @param text the same document as text */
    public EditorController(ConfigState.Editing editing, KataConfigModel config, TextPane text, Messages words) {
        this.editing = editing;
        this.config = config;
        this.text = text;
        this.words = words;
        this.view = new Views(words).load(this);
    }

    public Parent view() {
        return view;
    }

    @FXML
    private void initialize() {
        boolean readOnly = !config.canChange();
        KeysModel inSight = editing.keys();
        inSight.speak(words);
        TableList tableList = new TableList(tables, inSight, words);
        KeyTable keyTable = new KeyTable(keys, editing.edit(), inSight, words);
        KeyDetail keyDetail = new KeyDetail(detail, editing.edit(), inSight, new PathCheck(config, words), readOnly,
                words);
        RecommendedCard card = new RecommendedCard(editing.edit(), ref -> {
            tabs.getSelectionModel().selectFirst();
            inSight.reveal(ref);
        }, readOnly, words);
        TranslateCard translate = new TranslateCard(editing.edit(), readOnly || editing.withDropIn(), words);
        recommended.getChildren().setAll(translate, card);
        search.textProperty().bindBidirectional(inSight.searchProperty());
        onlySet.selectedProperty().bindBidirectional(inSight.onlySetProperty());
        textTab.setContent(text);
        if (inSight.selectedProperty().get().isEmpty()) {
            keys.getSelectionModel().selectFirst();
        }
        shown = Subscription.combine(editing.edit().refusedProperty().subscribe(this::refused),
                editing.edit().judgedProperty().subscribe(this::judged),
                problemTab.selectedProperty().subscribe(now -> listProblems()), tableList::dispose, keyTable::dispose,
                keyDetail::dispose, card::dispose, translate::dispose);
    }

    private void refused(Optional<Problem> why) {
        ProblemView.fill(notice, words, why);
        if (editing.withDropIn() && why.isEmpty()) {
            Label merged = new Label(words.get("kata.page.dropin.shown", editing.path()));
            merged.setWrapText(true);
            merged.getStyleClass().add("hint");
            notice.getChildren().add(merged);
        }
        editing.notices().forEach(said -> {
            Label one = new Label(words.get(said));
            one.setWrapText(true);
            one.getStyleClass().addAll("caution", "layer-notice");
            notice.getChildren().add(one);
        });
    }

    private void judged(Analysis now) {
        problemTab.setText(now.problems().isEmpty()
                ? words.get("kata.page.tab.problems.none")
                : words.get("kata.page.tab.problems", String.valueOf(now.problems().size())));
        listProblems();
    }

    private void listProblems() {
        new ProblemList(problems, editing, !config.canChange(), words).show(problemTab.isSelected(), at -> {
            tabs.getSelectionModel().select(textTab);
            text.reveal(at);
        });
    }

    public void dispose() {
        Subscription subscription = shown;
        if (subscription != null) {
            subscription.unsubscribe();
        }
        search.textProperty().unbindBidirectional(editing.keys().searchProperty());
        onlySet.selectedProperty().unbindBidirectional(editing.keys().onlySetProperty());
        text.dispose();
    }
}
