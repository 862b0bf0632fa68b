package org.katagpu.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.katagpu.message.Messages;
import org.katagpu.message.Text;
import org.katagpu.setup.diagnosis.Diagnosis;

class ProblemWordsTest {
    @Test
    void whatIsCopiedHoldsTheRecognisedCauseWithItsRemedy() {
        String line = "sh: 1: nvidia-smi: not found";
        Problem problem = new Problem(Text.of("stage.failed_early"), Text.of("stage.failed.next"), "root@here",
                "serve/apply", OptionalInt.of(2), List.of("last line"), Diagnosis.of(List.of(line)));
        Messages words = new Messages(Locale.ENGLISH);
        assertThat(ProblemWords.all(words, problem).lines()).containsSubsequence(
                words.get("stage.failed_early"), "Recognised in the log (the guest)",
                words.get("diagnosis.nvidia-smi-missing"), words.get("diagnosis.nvidia-smi-missing.next"), line,
                "Command: serve/apply", "last line");
    }
}
