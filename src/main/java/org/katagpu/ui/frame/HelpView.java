package org.katagpu.ui.frame;

import java.util.EnumMap;
import java.util.Map;

import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;

import org.katagpu.message.Messages;

/** What each step is for, and what to do when something fails. */
final class HelpView extends ScrollPane {
    private static final Map<PageId, String> LEADS = new EnumMap<>(Map.of(PageId.CONNECT, "connect.lead",
            PageId.HOST_CHECK, "hostcheck.lead", PageId.GPUS, "gpu.page.lead", PageId.GUEST_IMAGE, "rootfs.lead",
            PageId.KATA_CONFIG, "kata.page.lead", PageId.MODEL_IMAGE, "image.page.lead", PageId.NETWORK,
            "network.lead", PageId.MODEL, "serve.page.lead", PageId.REVIEW, "review.lead", PageId.CHAT,
            "chatpanel.lead"));

    HelpView(StepOrder order, Wizard wizard, Messages words) {
        VBox page = new VBox();
        page.getStyleClass().add("page");
        getStyleClass().addAll("edge-to-edge", "help");
        setFitToWidth(true);
        page.getChildren().add(styled(words.get("frame.menu.help"), "page-title"));
        page.getChildren().add(styled(words.get("connect.promise"), "page-lead"));
        for (PageId step : order.steps()) {
            Hyperlink name = new Hyperlink(order.number(step) + "  " + words.get(step.titleKey()));
            name.setDisable(!wizard.canOpen(step));
            name.setOnAction(event -> wizard.open(step));
            page.getChildren()
                    .add(new VBox(2, name, styled(words.get(LEADS.getOrDefault(step, "frame.title")), "hint")));
        }
        page.getChildren().addAll(styled(words.get("frame.help.fails"), "section-title"),
                styled(words.get("frame.help.fails.text"), "help-text"),
                styled(words.get("frame.help.safe"), "section-title"),
                styled(words.get("frame.help.safe.text"), "help-text"));
        setContent(page);
    }

    private static Hyperlink link(String name, Runnable open) {
        Hyperlink link = new Hyperlink(name);
        link.setOnAction(event -> open.run());
        return link;
    }

    private static Label styled(String text, String style) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.getStyleClass().add(style);
        return label;
    }
}
