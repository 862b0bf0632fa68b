package org.katagpu.setup;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import org.katagpu.remote.Payload;
import org.katagpu.remote.Script;

/** Puts a stage's scripts together from the resources under {@code setup/}. */
public final class StageScripts {
    /** Stands where a run has its random word, in the text shown to the admin. */
    static final String SHOWN_NONCE = "made-anew-for-each-run";
    private static final Pattern OBEYS_PREVIEW = Pattern.compile("\\$\\{?PREVIEW\\b");

    /** Sums of archives and images are made anew: tens of gigabytes on a slow disk. */
    private static final Duration LOOKING = Duration.ofMinutes(30);

    /** @param nonce the random word the script's control lines will carry */
    public Script script(Stage stage, Action action, Plan plan, String nonce) {
        String actionName = action.name().toLowerCase(Locale.ROOT);
        Script.Builder script = Script.named(stage.id() + "/" + actionName).elevated()
                .parameter("KATAGPU_NONCE", nonce).payload(stage.secrets(action));
        script.within(LOOKING);
        if (action == Action.UNDO || action == Action.PREVIEW) {
            script.parameter("PREVIEW", action == Action.PREVIEW ? "yes" : "");
        }
        stage.parameters(action, plan).forEach(script::parameter);
        return ScriptLibrary.add(script, name(stage, action)).build();
    }

    /** The texts under {@code setup/} that make up a stage's script, in their order. */
    public List<String> parts(Stage stage, Action action) {
        return ScriptLibrary.parts(name(stage, action));
    }

    private static String name(Stage stage, Action action) {
        return stage.id() + "/" + action.script();
    }

    /** A script of ours that is no stage's: {@code setup/<path>.sh}, with what it needs before it. */
    public Script own(String path, String nonce, Map<String, String> parameters, Payload payload) {
        Script.Builder script = Script.named(path).elevated().parameter("KATAGPU_NONCE", nonce).payload(payload);
        parameters.forEach(script::parameter);
        return ScriptLibrary.add(script, path).build();
    }

    /** Whether the stage's undo can be previewed; one that cannot is never sent to be. */
    public boolean canPreview(Stage stage) {
        return OBEYS_PREVIEW.matcher(SetupText.of(stage.id() + "/" + Action.PREVIEW.script() + ".sh")).find();
    }

    /** The script as the admin may read it: what will run, to the letter, but for the random word. */
    public String text(Stage stage, Action action, Plan plan) {
        return script(stage, action, plan, SHOWN_NONCE).text();
    }
}
