package org.katagpu.ui.control;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The text settings of one form, shown and let go of together.
 *
 * @param <C> the choice they are of
 */
public final class SettingFields<C> {
    private record One<C>(SettingField field, Predicate<C> counts, Function<C, String> read) {}

    private final List<One<C>> fields = new ArrayList<>();

    /** @param read the field's value in the choice */
    public void add(SettingField field, Function<C, String> read) {
        add(field, choice -> true, read);
    }

    /** @param counts whether a choice needs the field */
    public void add(SettingField field, Predicate<C> counts, Function<C, String> read) {
        fields.add(new One<>(field, counts, read));
    }

    public void show(C choice) {
        for (One<C> one : fields) {
            one.field().counts(one.counts().test(choice));
            one.field().show(one.read().apply(choice));
        }
    }

    public void dispose() {
        fields.forEach(one -> one.field().dispose());
    }
}
