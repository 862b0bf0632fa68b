package org.katagpu.ui.page.serve;

import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

import org.katagpu.setup.WholeNumber;
import org.katagpu.setup.serve.ServeChoice;
import org.katagpu.setup.serve.ServeFault;

/** What of a choice is typed; numbers are checked by the choice itself. */
final class FormParts {
    /** How the text is the choice's. @param faults those that are this field's to show */
    record Part(String key, Function<ServeChoice, String> read, BiFunction<ServeChoice, String, ServeChoice> write,
            Set<ServeFault> faults) {}

    static final Part MODEL = new Part("model", ServeChoice::model, ServeChoice::withModel,
            Set.of(ServeFault.MODEL_EMPTY, ServeFault.MODEL_FORM, ServeFault.MODEL_FOLDER));
    static final Part MIRROR = new Part("mirror", ServeChoice::mirror, ServeChoice::withMirror,
            Set.of(ServeFault.MIRROR_FORM));
    static final Part SERVED = new Part("served", ServeChoice::servedName, ServeChoice::withServedName,
            Set.of(ServeFault.SERVED_NAME));
    static final Part SHARE = new Part("share", choice -> String.valueOf(choice.memoryShare()),
            (choice, typed) -> choice.withMemoryShare(WholeNumber.of(typed)), Set.of());
    static final Part LENGTH = new Part("length", choice -> orNothing(choice.maxLength()),
            (choice, typed) -> choice.withMaxLength(orZero(typed)), Set.of());
    static final Part SPREAD = new Part("spread", choice -> orNothing(choice.tensorParallel()),
            (choice, typed) -> choice.withTensorParallel(orZero(typed)), Set.of());
    static final Part PORT = new Part("port", choice -> String.valueOf(choice.port()),
            (choice, typed) -> choice.withPort(WholeNumber.of(typed)), Set.of());
    static final Part EXTRA = new Part("extra", ServeChoice::extra, ServeChoice::withExtra,
            Set.of(ServeFault.EXTRA_UNBALANCED, ServeFault.EXTRA_RESERVED));
    static final Part RUNTIME = new Part("runtime", ServeChoice::runtime, ServeChoice::withRuntime,
            Set.of(ServeFault.RUNTIME_FORM));
    static final Part CONTAINER = new Part("container", ServeChoice::container, ServeChoice::withContainer,
            Set.of(ServeFault.CONTAINER_FORM));

    private FormParts() {}

    private static String orNothing(int number) {
        return number == 0 ? "" : String.valueOf(number);
    }

    /** A typed 0 is none of them: it would be shown as nothing. */
    private static int orZero(String typed) {
        int number = typed.isEmpty() ? 0 : WholeNumber.of(typed);
        if (number == 0 && !typed.isEmpty()) {
            throw new IllegalArgumentException("nothing is left empty");
        }
        return number;
    }
}
