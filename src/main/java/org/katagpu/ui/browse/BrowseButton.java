package org.katagpu.ui.browse;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.layout.Region;
import javafx.stage.Modality;
import javafx.stage.Stage;

import org.katagpu.message.Messages;
import org.katagpu.message.Text;
import org.katagpu.remote.Host;
import org.katagpu.setup.browse.WantedPath;
import org.katagpu.ui.control.FxBackground;
import org.katagpu.ui.theme.Theme;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Opens the chooser for a field that takes a path of the host. */
public final class BrowseButton extends Button {
    private static final int WIDTH = 860;
    private static final int HEIGHT = 560;

    /**
     * What the chooser works for.
     *
     * @param host the one connected; empty: none
     * @param known paths the host check told of
     */
    public record Of(WantedPath wanted, Supplier<Optional<Host>> host, Supplier<List<String>> known) {}

    /** @param name of the field @param typed what stands in it @param chosen gets the path */
    public BrowseButton(Messages words, Text name, Of of, Supplier<String> typed, Consumer<String> chosen) {
        super(words.get("browse.button"), new FontIcon(Feather.FOLDER));
        setMinWidth(Region.USE_PREF_SIZE);
        setAccessibleText(words.get("browse.button.of", words.get(name)));
        setOnAction(event -> of.host().get().ifPresent(host -> open(words, name, of, host, typed.get(), chosen)));
    }

    private void open(Messages words, Text name, Of of, Host host, String typed, Consumer<String> chosen) {
        Stage window = new Stage();
        BrowseModel model = new BrowseModel(host, of.wanted(), of.known().get(), new FxBackground(), path -> {
            chosen.accept(path);
            window.close();
        });
        BrowseView view = new BrowseView(model, words, window::close);
        window.initOwner(getScene().getWindow());
        window.initModality(Modality.WINDOW_MODAL);
        window.setTitle(words.get("browse.title", words.get(name), host.label()));
        Scene scene = new Scene(view, WIDTH, HEIGHT);
        scene.getStylesheets().add(Theme.stylesheet());
        window.setScene(scene);
        window.setOnHidden(event -> view.dispose());
        model.begin(typed);
        window.show();
    }
}
