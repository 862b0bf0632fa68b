package org.katagpu.setup;

import java.util.List;
import java.util.stream.Collectors;

/** Libraries of scripts as they are sent to a host: with all that they need before them. */
public final class LibraryText {
    private LibraryText() {}

    /** @param names as {@code # needs:} has them: {@code record}, {@code gpu/choice} */
    public static String of(String... names) {
        return of(List.of(names));
    }

    public static String of(List<String> names) {
        return ScriptLibrary.libraries(names).stream().map(SetupText::of).collect(Collectors.joining("\n", "", "\n"));
    }
}
