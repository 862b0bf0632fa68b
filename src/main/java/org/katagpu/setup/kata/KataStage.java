package org.katagpu.setup.kata;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.remote.Host;
import org.katagpu.remote.Payload;
import org.katagpu.setup.Action;
import org.katagpu.setup.Plan;
import org.katagpu.setup.Stage;

/**
 * Makes Kata's configuration what the plan wants: the text is made from the files as they are on the host just before
 * the script is sent, and replaces the one file as a whole. Undo takes back the last save, whoever made it. Putting a
 * backup back is a variant of its own.
 */
public final class KataStage implements Stage {
    private final KataSave save;
    private final Optional<KataAssessment> made;

    /** Follows the plan. */
    public KataStage() {
        this(KataSave.NOTHING, Optional.empty());
    }

    /** One save that does not come from the plan: a backup put back. */
    public KataStage(KataSave save) {
        this(save, Optional.empty());
    }

    private KataStage(KataSave save, Optional<KataAssessment> made) {
        this.save = save;
        this.made = made;
    }

    @Override
    public String id() {
        return "kata";
    }

    @Override
    public Optional<Text> chosen(Plan plan) {
        boolean edited = !plan.kata().keys().isEmpty() || plan.kata().text().isThere() || !plan.kata().recommended();
        return Optional.of(Text.of(edited ? "kata.chosen" : "kata.chosen.recommended"));
    }

    @Override
    public Stage prepare(Host host, Action action, Plan plan) throws ProblemException, InterruptedException {
        if (save != KataSave.NOTHING || action == Action.UNDO || action == Action.PREVIEW) {
            return this;
        }
        KataAssessment verdict = new KataReader(host).read(plan.serve().runtime()).verdict(plan);
        return new KataStage(verdict.save(), Optional.of(verdict));
    }

    @Override
    public Map<String, String> parameters(Action action, Plan plan) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("KATA_RUNTIME", plan.serve().runtime());
        parameters.put("TARGET", save.target().word());
        parameters.put("EXPECTED", save.expected());
        parameters.put("NEW", save.sha256());
        parameters.put("SIZE", Long.toString(save.size()));
        parameters.put("BACKUP", save.backup());
        parameters.put("STATE", made.map(KataAssessment::state).orElse(""));
        parameters.put("TOLD", made.map(verdict -> verdict.told().text()).orElse(""));
        return parameters;
    }

    /** The new text: no secret, but too long for a parameter. */
    @Override
    public Payload secrets(Action action) {
        return action == Action.APPLY ? save.content() : Payload.NONE;
    }
}
