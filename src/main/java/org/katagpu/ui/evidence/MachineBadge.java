package org.katagpu.ui.evidence;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;

import org.katagpu.attest.Verdict;
import org.katagpu.attest.rung.Ladder;
import org.katagpu.attest.rung.Rung;
import org.katagpu.attest.trust.Authority;
import org.katagpu.message.Messages;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** In a few words what is proved of the machine a conversation goes to; every rung as its tooltip. */
public final class MachineBadge extends Label {
    private final Messages words;

    public MachineBadge(Messages words) {
        this.words = words;
        setId("machine-badge");
        setMinWidth(Region.USE_PREF_SIZE);
    }

    public void show(Optional<Ladder> ladder) {
        getStyleClass().removeAll("finding-pass", "finding-fail", "finding-unknown");
        String key = key(ladder);
        setText(words.get("evidence.badge." + key));
        getStyleClass().add(switch (key) {
            case "proved", "practice" -> "finding-pass";
            case "refused" -> "finding-fail";
            default -> "finding-unknown";
        });
        setGraphic(new FontIcon(switch (key) {
            case "proved", "practice" -> Feather.SHIELD;
            case "refused" -> Feather.SHIELD_OFF;
            default -> Feather.HELP_CIRCLE;
        }));
        setTooltip(new Tooltip(ladder.map(this::rungs).orElseGet(() -> words.get("evidence.none"))));
    }

    private static String key(Optional<Ladder> ladder) {
        if (ladder.isEmpty()) {
            return "open";
        }
        if (ladder.get().refused()) {
            return "refused";
        }
        if (!ladder.get().proved()) {
            return "open";
        }
        return ladder.get().verdict()
                .filter(verdict -> verdict instanceof Verdict.Genuine genuine
                        && genuine.authority() == Authority.PRACTICE)
                .isPresent() ? "practice" : "proved";
    }

    private String rungs(Ladder ladder) {
        return Stream.of(Rung.values()).map(rung -> words.get("evidence.rung",
                words.get("evidence.state." + RungStyle.word(ladder.of(rung).state())), words.get(rung.text()),
                words.get(ladder.of(rung).reason()))).collect(Collectors.joining("\n"));
    }
}
