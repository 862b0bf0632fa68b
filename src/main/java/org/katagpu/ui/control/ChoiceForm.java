package org.katagpu.ui.control;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import javafx.scene.control.CheckBox;

/**
 * The fields bound to one choice, shown and let go of together.
 *
 * @param <C> the choice they are of
 */
public final class ChoiceForm<C> {
    private final Consumer<UnaryOperator<C>> change;
    private final List<Consumer<C>> shows = new ArrayList<>();
    private final List<SettingField> fields = new ArrayList<>();

    /** @param change makes another choice of the one that holds */
    public ChoiceForm(Consumer<UnaryOperator<C>> change) {
        this.change = change;
    }

    /** @param read the field's value in the choice */
    public void text(SettingField field, Function<C, String> read) {
        text(field, choice -> true, read);
    }

    /** @param counts whether a choice needs the field */
    public void text(SettingField field, Predicate<C> counts, Function<C, String> read) {
        fields.add(field);
        shows.add(choice -> {
            field.counts(counts.test(choice));
            field.show(read.apply(choice));
        });
    }

    public void tick(CheckBox box, Function<C, Boolean> read, BiFunction<C, Boolean, C> write) {
        box.setOnAction(event -> change.accept(choice -> write.apply(choice, box.isSelected())));
        shows.add(choice -> box.setSelected(read.apply(choice)));
    }

    /** @param more drawn with the fields, in its turn */
    public void also(Consumer<C> more) {
        shows.add(more);
    }

    public void show(C choice) {
        shows.forEach(one -> one.accept(choice));
    }

    public void dispose() {
        fields.forEach(SettingField::dispose);
    }
}
