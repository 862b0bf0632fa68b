package org.katagpu.ui.page.connect;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import org.katagpu.message.Messages;
import org.katagpu.message.Text;
import org.katagpu.ui.control.FieldPlace;
import org.katagpu.ui.control.FormDrafts;
import org.katagpu.ui.control.SettingField;
import org.katagpu.ui.control.SettingField.Setting;
import org.katagpu.ui.control.SettingField.Taken;

/**
 * The fields that say which host, as one form.
 *
 * @param more holds all but the host; unfolded where one of them is filled
 */
record ConnectFields(ComboBox<String> host, TextField port, TextField user, TextField keyFile, TextField jump,
        CheckBox agent, TitledPane more) {
    /** Each field says what it takes while something else stands in it. */
    void check(Messages words, FormDrafts drafts) {
        FieldPlace.take(host, () -> new SettingField(words, drafts, setting("host", "host", ConnectRules::host), host));
        check(port, setting("port", "port", ConnectRules::port), words, drafts);
        check(user, setting("user", "user", ConnectRules::user), words, drafts);
        check(keyFile, setting("keyFile", "key", ConnectRules::key), words, drafts);
        check(jump, setting("jump", "jump", ConnectRules::jump), words, drafts);
    }

    private static void check(TextField field, Setting setting, Messages words, FormDrafts drafts) {
        FieldPlace.take(field, () -> new SettingField(words, drafts, setting, field));
    }

    private static Setting setting(String id, String key, Function<String, Optional<Text>> against) {
        return new Setting(id, Text.of("connect." + key), Optional.empty(), against, text -> {}, Taken.AT_ONCE);
    }

    ConnectForm typed() {
        return new ConnectForm(typedHost(), port.getText(), user.getText(), keyFile.getText(), jump.getText(),
                agent.isSelected());
    }

    String typedHost() {
        return host.getEditor().getText();
    }

    /** Offers hosts that have a name here; what is typed stays. */
    void offer(List<String> aliases) {
        String text = typedHost();
        host.getItems().setAll(aliases);
        host.getEditor().setText(text);
    }

    void fill(ConnectForm values) {
        host.getEditor().setText(values.host());
        port.setText(values.port());
        user.setText(values.user());
        keyFile.setText(values.keyFile());
        jump.setText(values.jump());
        agent.setSelected(values.useAgent());
        if (!values.port().isBlank() || !values.user().isBlank() || !values.keyFile().isBlank()
                || !values.jump().isBlank() || !values.useAgent()) {
            more.setExpanded(true);
        }
    }

    /** What was typed for the host is told apart where it can be seen. */
    void spread() {
        ConnectForm typed = typed();
        ConnectForm spread = typed.spread();
        if (!spread.equals(typed)) {
            fill(spread);
            more.setExpanded(true);
        }
    }
}
