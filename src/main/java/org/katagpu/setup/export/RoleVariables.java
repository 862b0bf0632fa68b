package org.katagpu.setup.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.katagpu.setup.Action;
import org.katagpu.setup.Plan;
import org.katagpu.setup.SetupText;
import org.katagpu.setup.Stage;
import org.katagpu.setup.image.ImageWay;

/** A stage's parameters as the variables of its role. */
final class RoleVariables {
    static final List<Action> ACTIONS = List.of(Action.CHECK, Action.APPLY, Action.UNDO);

    private final Stage stage;

    RoleVariables(Stage stage) {
        this.stage = stage;
    }

    /** {@code DEVICES} of the stage gpu is {@code gpu_devices}. */
    String variable(String parameter) {
        String name = parameter.toLowerCase(Locale.ROOT);
        return name.startsWith(stage.id() + "_") ? name : stage.id() + "_" + name;
    }

    /** Every parameter a script may get, in its order; some go with one choice only. */
    List<String> names(Action action) {
        Set<String> names = new LinkedHashSet<>();
        for (ImageWay way : ImageWay.values()) {
            Plan plan = Plan.EMPTY.withImage(Plan.EMPTY.image().withWay(way));
            names.addAll(stage.parameters(action, plan).keySet());
        }
        return List.copyOf(names);
    }

    /** By variable; null: not sent. */
    Map<String, @org.jspecify.annotations.Nullable String> values(Plan plan) {
        Map<String, String> given = stage.parameters(Action.APPLY, plan);
        Map<String, @org.jspecify.annotations.Nullable String> values = new LinkedHashMap<>();
        names(Action.APPLY).forEach(name -> values.put(variable(name), given.get(name)));
        return values;
    }

    /** What each variable is, in the order of the scripts. */
    Map<String, String> descriptions() {
        Map<String, String> told = new LinkedHashMap<>();
        SetupText.of("export/ansible/options.tsv").lines().map(line -> line.split("\t"))
                .filter(cells -> cells[0].equals(stage.id())).forEach(cells -> told.put(cells[1], cells[2]));
        Map<String, String> ordered = new LinkedHashMap<>();
        for (String name : names(Action.APPLY)) {
            ordered.put(variable(name), told.getOrDefault(name, ""));
        }
        return ordered;
    }

    /** For the action plugin: which script gets what. */
    Map<String, Object> wiring() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        ACTIONS.forEach(action -> parameters.put(action.script(), names(action)));
        Map<String, String> variables = new LinkedHashMap<>();
        names(Action.APPLY).forEach(name -> variables.put(name, variable(name)));
        boolean kata = stage.id().equals("kata");
        Map<String, Object> wiring = new LinkedHashMap<>();
        wiring.put("parameters", parameters);
        wiring.put("scope", stage.scope().value());
        wiring.put("secret", kata ? "content" : stage.id().equals("serve") ? "key" : "");
        wiring.put("told", kata ? List.of("STATE", "TOLD") : List.of());
        wiring.put("variables", variables);
        wiring.put("waits_for", new ArrayList<>(stage.beforeItsTurn()).stream().sorted().toList());
        return wiring;
    }
}
