package org.katagpu.setup.kata;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.katagpu.remote.Payload;
import org.katagpu.setup.Action;
import org.katagpu.setup.Plan;
import org.katagpu.setup.Stage;

/**
 * Replaces Kata's configuration as a whole: one object for one save. Without one its check says whether the keys that
 * every GPU container needs are active; undo takes back the last save, whoever made it.
 */
public final class KataStage implements Stage {
    /** KEY and VALUE, or KEY and the least number. */
    private static final String NEEDS = String.join("\n", "hypervisor.qemu.cold_plug_vfio root-port",
            "hypervisor.qemu.guest_hook_path /usr/share/oci/hooks", "hypervisor.qemu.default_memory >=20480",
            "runtime.static_sandbox_resource_mgmt true");

    private final KataSave save;

    public KataStage() {
        this(KataSave.NOTHING);
    }

    public KataStage(KataSave save) {
        this.save = save;
    }

    @Override
    public String id() {
        return "kata";
    }

    @Override
    public List<String> libraries() {
        return List.of("record", "scan", "scan-kata", "kata-file");
    }

    @Override
    public Map<String, String> parameters(Action action, Plan plan) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("TARGET", save.target().word());
        parameters.put("EXPECTED", save.expected());
        parameters.put("NEW", save.sha256());
        parameters.put("SIZE", Long.toString(save.size()));
        parameters.put("BACKUP", save.backup());
        parameters.put("NEEDS", NEEDS);
        return parameters;
    }

    /** The new text: no secret, but too long for a parameter. */
    @Override
    public Payload secrets(Action action) {
        return action == Action.APPLY ? save.content() : Payload.NONE;
    }
}
