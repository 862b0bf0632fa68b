package org.katagpu.ui.browse;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import org.katagpu.message.Messages;
import org.katagpu.setup.browse.HostEntry;
import org.katagpu.setup.browse.HostFolder;
import org.katagpu.ui.control.ProblemView;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Draws {@link BrowseModel}: the path to type, what was found, the folder, and the free space. */
final class BrowseView extends VBox {
    private static final double LEFT = 250;

    private final BrowseModel model;
    private final Messages words;
    private final TextField path = new TextField();
    private final TableView<HostEntry> table = new TableView<>();
    private final VBox found = new VBox(2);
    private final VBox problem = new VBox();
    private final Label space = new Label();
    private final Button take = new Button();
    private final DateTimeFormatter dates;
    private final Subscription shown;

    BrowseView(BrowseModel model, Messages words, Runnable cancel) {
        super(10);
        this.model = model;
        this.words = words;
        this.dates = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.SHORT).withLocale(words.locale())
                .withZone(ZoneId.systemDefault());
        getStyleClass().addAll("wizard", "page", "browse");
        table();
        VBox.setVgrow(table, Priority.ALWAYS);
        ScrollPane places = new ScrollPane(found);
        places.setFitToWidth(true);
        places.getStyleClass().add("edge-to-edge");
        places.setMinWidth(LEFT);
        places.setPrefWidth(LEFT);
        VBox right = new VBox(8, table, problem);
        HBox.setHgrow(right, Priority.ALWAYS);
        HBox middle = new HBox(14, places, right);
        VBox.setVgrow(middle, Priority.ALWAYS);
        getChildren().setAll(top(), middle, bottom(cancel));
        addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                cancel.run();
                event.consume();
            }
        });
        shown = Subscription.combine(model.folderProperty().subscribe(now -> now.ifPresent(this::show)),
                model.problemProperty().subscribe(why -> {
                    problem.getChildren().clear();
                    why.ifPresent(one -> problem.getChildren().setAll(new ProblemView(words, one)));
                }), model.foundProperty().subscribe(now -> places()),
                table.getSelectionModel().selectedItemProperty().subscribe(now -> selected()));
    }

    private HBox top() {
        Label name = new Label(words.get("browse.path"));
        name.setLabelFor(path);
        path.setId("browse-path");
        path.setOnAction(event -> typed(path.getText().strip()));
        HBox.setHgrow(path, Priority.ALWAYS);
        Button up = new Button(words.get("browse.up"), new FontIcon(Feather.CORNER_LEFT_UP));
        up.setId("browse-up");
        up.setMinWidth(Region.USE_PREF_SIZE);
        up.setOnAction(event -> model.up());
        HBox row = new HBox(8, name, path, up);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    /** A folder is gone into; of a file, its folder, with the file selected. */
    private void typed(String text) {
        boolean inFolder = model.folderProperty().get()
                .filter(now -> now.entries().stream().anyMatch(one -> now.of(one).equals(text)
                        && one.kind() == HostEntry.Kind.FILE))
                .isPresent();
        if (inFolder) {
            table.getItems().stream().filter(one -> text.endsWith("/" + one.name())).findFirst()
                    .ifPresent(table.getSelectionModel()::select);
            table.requestFocus();
        } else if (text.startsWith("/")) {
            model.open(text);
        }
    }

    private HBox bottom(Runnable cancel) {
        space.setId("browse-space");
        space.getStyleClass().add("hint");
        ProgressIndicator busy = new ProgressIndicator();
        busy.setPrefSize(18, 18);
        busy.visibleProperty().bind(model.readingProperty());
        Region between = new Region();
        HBox.setHgrow(between, Priority.ALWAYS);
        Button leave = new Button(words.get("browse.cancel"));
        leave.setOnAction(event -> cancel.run());
        take.setId("browse-take");
        take.setText(words.get(model.wanted().folder() ? "browse.take.folder" : "browse.take.file"));
        take.getStyleClass().add("accent");
        take.setOnAction(event -> model.target(selection()).ifPresent(model::take));
        for (Button button : new Button[]{leave, take}) {
            button.setMinWidth(Region.USE_PREF_SIZE);
        }
        HBox row = new HBox(10, space, busy, between, leave, take);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private void table() {
        table.setId("browse-table");
        table.setAccessibleText(words.get("browse.list"));
        table.getStyleClass().add("dense");
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_NEXT_COLUMN);
        Label nothing = new Label();
        // A folder not read yet is not an empty one.
        nothing.textProperty().bind(Bindings.createStringBinding(
                () -> model.readingProperty().get()
                        ? words.get("browse.reading")
                        : model.folderProperty().get().map(read -> words.get("browse.empty")).orElse(""),
                model.readingProperty(), model.folderProperty()));
        table.setPlaceholder(nothing);
        TableColumn<HostEntry, HostEntry> name = new TableColumn<>(words.get("browse.column.name"));
        name.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
        name.setCellFactory(any -> new NameCell(words));
        name.setPrefWidth(330);
        name.setSortable(false);
        table.getColumns().add(name);
        text("size", 90, entry -> entry.kind() == HostEntry.Kind.FILE ? size(entry.size()) : "");
        text("date", 140, entry -> dates.format(entry.modified()));
        table.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            Optional<HostEntry> chosen = selection();
            if (event.getCode() == KeyCode.ENTER && chosen.isPresent()) {
                model.enter(chosen.get());
                event.consume();
            } else if (event.getCode() == KeyCode.BACK_SPACE) {
                model.up();
                event.consume();
            }
        });
        table.setOnMouseClicked(event -> {
            if (event.getClickCount() == 2) {
                selection().ifPresent(model::enter);
            }
        });
    }

    private void text(String key, double width, Function<HostEntry, String> value) {
        TableColumn<HostEntry, String> column = new TableColumn<>(words.get("browse.column." + key));
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(value.apply(row.getValue())));
        column.setPrefWidth(width);
        column.setMinWidth(width);
        column.setSortable(false);
        table.getColumns().add(column);
    }

    private Optional<HostEntry> selection() {
        return Optional.ofNullable(table.getSelectionModel().getSelectedItem());
    }

    private void show(HostFolder now) {
        path.setText(now.path());
        table.getItems().setAll(now.entries());
        table.getSelectionModel().clearSelection();
        if (!now.entries().isEmpty()) {
            table.scrollTo(0);
        }
        space.setText(words.get(now.cut() ? "browse.space.cut" : "browse.space", size(now.freeBytes()),
                now.entries().size()));
        selected();
    }

    private void selected() {
        Optional<HostEntry> selected = selection();
        take.setDisable(model.target(selected).isEmpty());
        model.folderProperty().get().ifPresent(now -> path.setText(
                selected.filter(HostEntry::sayable).map(now::of).orElse(now.path())));
    }

    private void places() {
        found.getChildren().clear();
        if (!model.foundProperty().get().isEmpty()) {
            found.getChildren().add(title("browse.found"));
            model.foundProperty().get().forEach(one -> found.getChildren().add(link(one, () -> model.take(one))));
        }
        found.getChildren().add(title("browse.places"));
        model.places().forEach(one -> found.getChildren().add(link(one, () -> model.open(one))));
    }

    private Label title(String key) {
        Label title = new Label(words.get(key));
        title.getStyleClass().add("section-title");
        return title;
    }

    private static Hyperlink link(String text, Runnable act) {
        Hyperlink link = new Hyperlink(text);
        link.setWrapText(true);
        link.setOnAction(event -> act.run());
        return link;
    }

    /** {@code 1.5 GiB}. */
    static String size(long bytes) {
        double value = bytes;
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
        int unit = 0;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 || value >= 100 ? "%.0f %s" : "%.1f %s", value, units[unit]);
    }

    void dispose() {
        shown.unsubscribe();
        model.close();
    }
}
