package org.katagpu.ui.page.network;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.scene.control.CheckBox;
import javafx.scene.layout.Pane;
import org.katagpu.message.Messages;
import org.katagpu.message.Text;
import org.katagpu.setup.browse.WantedPath;
import org.katagpu.setup.network.ContainerNetwork;
import org.katagpu.setup.network.NetworkChoice;
import org.katagpu.setup.network.NetworkPart;
import org.katagpu.setup.network.NetworkPart.Way;
import org.katagpu.ui.browse.BrowseButton;
import org.katagpu.ui.control.ChoiceForm;
import org.katagpu.ui.control.SettingField;
import org.katagpu.ui.control.SettingField.Setting;
import org.katagpu.ui.control.SettingField.Taken;
import org.katagpu.ui.stage.StageModel;

/** The network's settings, each in its place on the page. */
final class NetworkForm {
    private final NetworkModel model;
    private final StageModel network;
    private final Messages words;
    private final ChoiceForm<NetworkChoice> form;

    NetworkForm(NetworkModel model, StageModel network, Messages words) {
        this.model = model;
        this.network = network;
        this.words = words;
        this.form = new ChoiceForm<>(model::change);
    }

    void addresses(Pane to) {
        field(to, "network.name", NetworkChoice::name, NetworkChoice::withName);
        field(to, "network.bridge", NetworkChoice::bridge, NetworkChoice::withBridge);
        subnet(to);
    }

    void rules(CheckBox masquerade, CheckBox hairpin, CheckBox openForward) {
        form.tick(masquerade, NetworkChoice::masquerade, NetworkChoice::withMasquerade);
        form.tick(hairpin, NetworkChoice::hairpin, NetworkChoice::withHairpin);
        form.tick(openForward, NetworkChoice::openForward, NetworkChoice::withOpenForward);
    }

    void folder(Pane to) {
        SettingField field = field(to, "network.folder", NetworkChoice::folder, NetworkChoice::withFolder);
        field.beside(new BrowseButton(words, Text.of("network.folder"), new BrowseButton.Of(WantedPath.CNI_FOLDER,
                network::host, List::of), field::typedText, field::enter));
    }

    /** Where the programs that make the network come from. */
    void programs(Pane to) {
        part(to, new PartView.Place("plugins", List.of(Way.PRESENT, Way.DOWNLOAD, Way.FILE), model::plugins,
                NetworkChoice::plugins, choice -> choice::withPlugins));
        part(to, new PartView.Place("cnitool", List.of(Way.PRESENT, Way.BUILD, Way.FILE), () -> NetworkPart.CNITOOL,
                NetworkChoice::cnitool, choice -> choice::withCnitool));
    }

    void show(NetworkChoice choice) {
        form.show(choice);
    }

    void dispose() {
        form.dispose();
    }

    /** @param key of its name, with {@code .hint} its sentence */
    static Setting setting(String key, Function<String, Optional<Text>> against, Consumer<String> take) {
        return new Setting(key.replace('.', '-'), Text.of(key), Optional.of(Text.of(key + ".hint")), against, take,
                Taken.WHEN_LEFT);
    }

    /** What the host has stands in the empty field. */
    private void subnet(Pane to) {
        SettingField field = new SettingField(words, network.drafts(), setting("network.subnet",
                model::againstSubnet, text -> model.change(choice -> choice.withSubnet(text))));
        form.text(field, NetworkChoice::subnet);
        form.also(choice -> field.prompt(model.networkProperty().get().map(ContainerNetwork::subnet).orElse("")));
        to.getChildren().add(field);
    }

    private SettingField field(Pane to, String key, Function<NetworkChoice, String> read,
            BiFunction<NetworkChoice, String, NetworkChoice> write) {
        SettingField field = new SettingField(words, network.drafts(), setting(key,
                Setting.unless(text -> model.allows(choice -> write.apply(choice, text)),
                        Text.of("network.wrong." + key.substring(key.indexOf('.') + 1))),
                text -> model.change(choice -> write.apply(choice, text))));
        form.text(field, read);
        to.getChildren().add(field);
        return field;
    }

    private void part(Pane to, PartView.Place where) {
        PartView part = new PartView(words, model, network, where);
        form.also(part::show);
        to.getChildren().add(part);
    }
}
