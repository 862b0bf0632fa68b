package org.katagpu.ui.frame;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextArea;
import javafx.scene.image.ImageView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.katagpu.message.Messages;
import org.katagpu.ui.control.ClipboardText;

/** Version, licence, and the parts others made. */
final class AboutView extends VBox {
    private static final int ICON = 48;

    private final Messages words;

    AboutView(About about, Messages words) {
        this.words = words;
        getStyleClass().addAll("page", "about");
        String version = about.version().map(told -> words.get("frame.about", told))
                .orElse(words.get("frame.about.source"));
        String runtime = words.get("frame.about.runtime", System.getProperty("java.version", ""),
                System.getProperty("javafx.version", ""), System.getProperty("os.name", ""),
                System.getProperty("os.arch", ""));
        Label title = styled(new Label(version), "page-title");
        title.setId("about-version");
        Label licence = new Label(words.get("frame.about.licence"));
        licence.setWrapText(true);
        VBox told = new VBox(4, title, styled(new Label(runtime), "page-lead"), licence);
        HBox.setHgrow(told, Priority.ALWAYS);
        Button copy = new Button(words.get("frame.copy"));
        copy.setOnAction(event -> ClipboardText.copy(version + "\n" + runtime + "\n"));
        HBox head = new HBox(14, told, copy);
        WindowIcons.load().stream().filter(icon -> icon.getWidth() == ICON).findFirst()
                .ifPresent(icon -> head.getChildren().addFirst(new ImageView(icon)));
        TabPane tabs = new TabPane(tab("frame.about.parts", about.parts().orElse(words.get("frame.about.none"))),
                tab("frame.about.text", about.licence().orElse(words.get("frame.about.none"))));
        setVgrow(tabs, Priority.ALWAYS);
        getChildren().addAll(head, tabs);
    }

    private Tab tab(String titleKey, String content) {
        TextArea text = new TextArea(content);
        text.setEditable(false);
        text.getStyleClass().add("mono");
        Tab tab = new Tab(words.get(titleKey), text);
        tab.setClosable(false);
        return tab;
    }

    private static Label styled(Label label, String style) {
        label.getStyleClass().add(style);
        return label;
    }
}
