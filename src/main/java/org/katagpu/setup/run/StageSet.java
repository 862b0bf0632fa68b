package org.katagpu.setup.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.katagpu.setup.Stage;
import org.katagpu.setup.gpu.GpuStage;
import org.katagpu.setup.image.ImageStage;
import org.katagpu.setup.kata.KataStage;
import org.katagpu.setup.network.NetworkStage;
import org.katagpu.setup.rootfs.RootfsStage;
import org.katagpu.setup.serve.ServeStage;

/** The stages of {@code Stages.WHOLE}, where no window has models of its own for them. */
public final class StageSet {
    private StageSet() {}

    /** By their names, in the order of the window's pages. @param serve with the tokens of the models' sources */
    public static Map<String, Stage> all(ServeStage serve) {
        Map<String, Stage> stages = new LinkedHashMap<>();
        for (Stage stage : List.of(new GpuStage(), new RootfsStage(), new KataStage(), new ImageStage(),
                new NetworkStage(), serve)) {
            stages.put(stage.id(), stage);
        }
        return stages;
    }
}
