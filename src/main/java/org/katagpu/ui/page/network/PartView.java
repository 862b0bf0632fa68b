package org.katagpu.ui.page.network;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

import org.katagpu.message.Messages;
import org.katagpu.message.Text;
import org.katagpu.setup.browse.WantedPath;
import org.katagpu.setup.network.NetworkChoice;
import org.katagpu.setup.network.NetworkPart;
import org.katagpu.setup.network.NetworkPart.Way;
import org.katagpu.ui.browse.BrowseButton;
import org.katagpu.ui.control.FormDrafts;
import org.katagpu.ui.control.SettingField;
import org.katagpu.ui.control.SettingField.Setting;
import org.katagpu.ui.stage.StageModel;

/** Where one program of the network comes from: the way, and what that way needs. */
final class PartView extends VBox {
    /** How the part sits in the choice. @param name {@code plugins} @param proposed where it is to be fetched from,
     * for the host as it is then */
    record Place(String name, List<Way> ways, Supplier<NetworkPart> proposed, Function<NetworkChoice, NetworkPart> read,
            Function<NetworkChoice, Function<NetworkPart, NetworkChoice>> write) {}

    private final Place place;
    private final NetworkModel model;
    private final ComboBox<Way> way = new ComboBox<>();
    private final SettingField url;
    private final SettingField file;
    private final SettingField sum;
    private boolean showing;

    PartView(Messages words, NetworkModel model, StageModel stage, Place place) {
        super(8);
        FormDrafts drafts = stage.drafts();
        this.model = model;
        this.place = place;
        String key = "network." + place.name();
        Label title = new Label(words.get(key));
        title.getStyleClass().add("part-title");
        Label hint = new Label(words.get(key + ".hint"));
        hint.setWrapText(true);
        hint.getStyleClass().add("hint");
        way.setId(key.replace('.', '-') + "-way");
        way.getItems().setAll(place.ways());
        way.setConverter(new StringConverter<>() {
            @Override
            public String toString(Way value) {
                return value == null ? "" : words.get("network.way." + value.name().toLowerCase(Locale.ROOT));
            }

            @Override
            public Way fromString(String text) {
                throw new UnsupportedOperationException();
            }
        });
        way.valueProperty().subscribe(chosen -> {
            if (chosen != null && !showing) {
                edit(part -> NetworkModel.inWay(part, chosen, place.proposed().get()));
            }
        });
        url = field(words, drafts, key + ".url", "network.wrong.url", NetworkPart::withUrl);
        file = field(words, drafts, key + ".file", "network.wrong.path", NetworkPart::withFile);
        file.beside(new BrowseButton(words, Text.of(key + ".file"), new BrowseButton.Of(
                place.name().equals("plugins") ? WantedPath.CNI_PLUGINS : WantedPath.CNI_SOURCE, stage::host, List::of),
                file::typedText, file::enter));
        sum = field(words, drafts, key + ".sha256", "network.wrong.sha256", NetworkPart::withSha256);
        getChildren().setAll(new VBox(3, title, way, hint), url, file, sum);
    }

    private interface Edit {
        NetworkPart apply(NetworkPart part, String text);
    }

    private SettingField field(Messages words, FormDrafts drafts, String key, String wrong, Edit edit) {
        return new SettingField(words, drafts, NetworkForm.setting(key,
                Setting.unless(text -> model.allows(within(part -> edit.apply(part, text))),
                        Text.of(wrong)),
                text -> edit(part -> edit.apply(part, text))));
    }

    private UnaryOperator<NetworkChoice> within(UnaryOperator<NetworkPart> edit) {
        return choice -> place.write().apply(choice).apply(edit.apply(place.read().apply(choice)));
    }

    private void edit(UnaryOperator<NetworkPart> edit) {
        model.change(within(edit));
    }

    void show(NetworkChoice choice) {
        NetworkPart part = place.read().apply(choice);
        showing = true;
        way.setValue(part.way());
        showing = false;
        url.counts(part.way() == Way.DOWNLOAD || part.way() == Way.BUILD);
        file.counts(part.way() == Way.FILE || part.way() == Way.BUILD);
        sum.counts(part.way() != Way.PRESENT);
        url.show(part.url());
        file.show(part.file());
        sum.show(part.sha256());
    }
}
