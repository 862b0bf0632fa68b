package org.katagpu.setup.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.katagpu.job.JobTexts;
import org.katagpu.message.Messages;
import org.katagpu.remote.BundledText;
import org.katagpu.setup.ScriptLibrary;
import org.katagpu.setup.SetupText;
import org.katagpu.setup.Stage;
import org.katagpu.setup.Stages;

/** The collection {@code katagpu.setup}: the same for every host. */
public record AnsibleCollection(Messages words) {
    private static final List<String> FIXED = List.of("galaxy.yml", "README.md", "CHANGELOG.md", "meta/runtime.yml",
            "plugins/modules/stage.py", "plugins/modules/gpus.py", "plugins/action/stage.py",
            "plugins/action/gpus.py", "plugins/module_utils/katagpu.py");

    /** By path below the collection's folder. */
    public Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        FIXED.forEach(file -> files.put(file, SetupText.of("export/ansible/" + file)));
        files.put("LICENSE", BundledText.of("META-INF/kata-gpu-wizard/LICENSE"));
        JobTexts.ofRunbook().forEach((name, text) -> files.put("files/job/" + name + ".sh", text));
        StringBuilder scan = new StringBuilder();
        ScriptLibrary.parts("preflight/check").forEach(part -> scan.append(SetupText.of(part)).append('\n'));
        files.put("files/scan.sh", scan.toString());
        try {
            for (Stage stage : Stages.all().values()) {
                files.putAll(new AnsibleRole(stage, words).files());
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        return files;
    }
}
