package org.katagpu.ui.control;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import org.katagpu.message.Text;

/**
 * What stands in a form's fields and cannot be used. Each text is kept as it was typed, also while the page is away:
 * nothing else is taken in its stead, and nothing may be done until it is right. JavaFX thread only.
 */
public final class FormDrafts {
    /**
     * One field that is wrong.
     *
     * @param name what the field is called
     * @param text as typed
     * @param expected what the field takes
     */
    public record Draft(Text name, String text, Text expected) {
        /** That nothing can be done until the field is right. */
        public Text told() {
            return Text.of("panel.wrong-field", name, expected);
        }
    }

    private final Map<String, Draft> wrong = new LinkedHashMap<>();
    private final ReadOnlyObjectWrapper<Optional<Draft>> first = new ReadOnlyObjectWrapper<>(Optional.empty());

    /** @param field id of the field in the window */
    public void put(String field, Draft draft) {
        wrong.put(field, draft);
        tell();
    }

    /** The field is right again, or does not count now. */
    public void drop(String field) {
        if (wrong.remove(field) != null) {
            tell();
        }
    }

    /** Fields that are no more. @param there whether a field still is */
    public void keep(Predicate<String> there) {
        if (wrong.keySet().removeIf(there.negate())) {
            tell();
        }
    }

    /** What was typed was for another host. */
    public void clear() {
        wrong.clear();
        tell();
    }

    /** What was typed into a field and could not be used. */
    public Optional<String> text(String field) {
        return Optional.ofNullable(wrong.get(field)).map(Draft::text);
    }

    /** The field to be mended first; empty: the form is what will be done. */
    public ReadOnlyObjectProperty<Optional<Draft>> firstProperty() {
        return first.getReadOnlyProperty();
    }

    /** Id of that field in the window. */
    public Optional<String> firstField() {
        return wrong.keySet().stream().findFirst();
    }

    private void tell() {
        first.set(wrong.values().stream().findFirst());
    }
}
