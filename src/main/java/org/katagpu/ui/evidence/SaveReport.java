package org.katagpu.ui.evidence;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.function.Supplier;
import javafx.scene.Scene;
import javafx.stage.FileChooser;
import org.katagpu.attest.report.ReportFile;
import org.katagpu.message.Problem;
import org.katagpu.message.Text;
import org.katagpu.setup.serve.TakenEvidence;

/** Writes the report of the evidence shown to a file of the admin's choice. */
public final class SaveReport {
    private final EvidenceModel model;
    private final Supplier<Scene> scene;

    public SaveReport(EvidenceModel model, Supplier<Scene> scene) {
        this.model = model;
        this.scene = scene;
    }

    public void save() {
        model.takenProperty().get().ifPresent(taken -> {
            FileChooser chooser = new FileChooser();
            chooser.setInitialFileName("evidence.json");
            File file = chooser.showSaveDialog(scene.get().getWindow());
            if (file != null) {
                write(taken, file);
            }
        });
    }

    private void write(TakenEvidence taken, File file) {
        try {
            Files.write(file.toPath(), new ReportFile().write(taken.report()));
        } catch (IOException e) {
            model.failed(Problem.of(Text.of("evidence.save.failed", file.toString(), String.valueOf(e.getMessage())),
                    Text.of("evidence.save.failed.next")));
        }
    }
}
