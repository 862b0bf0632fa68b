package org.katagpu.ui.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.control.Hyperlink;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.katagpu.message.Messages;
import org.katagpu.message.Text;
import org.katagpu.setup.Finding;
import org.katagpu.ui.FxThread;

/** A sentence that sends its reader to another step has a link there. */
class StepLinksTest {
    @ParameterizedTest
    @CsvSource({"serve.finding.no_network.next, network", "serve.finding.no_image.next, model-image",
        "serve.finding.not_bound.next, gpus", "kata.finding.required.next, kata-config",
        "serve.finding.choice.next, model"})
    void inBothLanguages(String key, String step) {
        for (Locale language : List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE)) {
            Messages words = new Messages(language);
            assertThat(StepNames.in(words.get(key), words)).as(words.get(key)).containsExactly(step);
        }
    }

    @Test
    void aSentenceOfNoStepHasNone() {
        Messages words = new Messages(Locale.ENGLISH);
        assertThat(StepNames.in("Bind the GPU, then look at the model.", words)).isEmpty();
    }

    @Test
    void theLinkTellsTheWindowWhichStep() {
        Messages words = new Messages(Locale.ENGLISH);
        List<String> opened = new ArrayList<>();
        FxThread.run(() -> {
            FindingRow row = new FindingRow(words, new Finding("serve.no_network", Finding.Status.FAIL,
                    Text.of("serve.finding.no_network", "vllmnet"), "", Text.of("serve.finding.no_network.next")));
            VBox window = new VBox(row);
            window.addEventHandler(StepLink.FOLLOWED, link -> opened.add(link.step()));
            Optional.ofNullable((Hyperlink) row.lookup("#to-network")).orElseThrow().fire();
        });
        assertThat(opened).containsExactly("network");
    }
}
