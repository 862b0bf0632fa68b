package org.katagpu.ui.page.chat;

import java.util.Optional;
import java.util.function.Function;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import org.katagpu.message.Messages;
import org.katagpu.message.Text;
import org.katagpu.ui.chat.model.ServerForm;
import org.katagpu.ui.control.FieldPlace;
import org.katagpu.ui.control.FormDrafts;
import org.katagpu.ui.control.SecretCheck;
import org.katagpu.ui.control.SecretField;
import org.katagpu.ui.control.SettingField;
import org.katagpu.ui.control.SettingField.Setting;
import org.katagpu.ui.control.SettingField.Taken;

/** The fields that say which server to talk to, as one form. */
record ServerFields(TextField address, TextField port, TextField fingerprint, SecretField key) {
    /** Each field says what it takes while something else stands in it. */
    void check(Messages words, FormDrafts drafts) {
        check(address, setting("address", ServerForm::againstAddress), words, drafts);
        check(port, setting("port", ServerForm::againstPort), words, drafts);
        check(fingerprint, setting("fingerprint", ServerForm::againstFingerprint), words, drafts);
        FieldPlace.take(key, () -> new VBox(3, key, new SecretCheck(words, drafts, key, Text.of("chatpanel.key"),
                Text.of("chatpanel.field.key.wrong"), ServerForm::isKey)));
    }

    private static void check(TextField field, Setting setting, Messages words, FormDrafts drafts) {
        FieldPlace.take(field, () -> new SettingField(words, drafts, setting, field));
    }

    private static Setting setting(String field, Function<String, Optional<Text>> against) {
        return new Setting("chat-" + field, Text.of("chatpanel." + field), Optional.empty(), against, text -> {},
                Taken.AT_ONCE);
    }

    ServerForm typed() {
        return new ServerForm(address.getText(), port.getText(), fingerprint.getText());
    }

    void fill(ServerForm form) {
        address.setText(form.address());
        port.setText(form.port());
        fingerprint.setText(form.fingerprint());
    }
}
