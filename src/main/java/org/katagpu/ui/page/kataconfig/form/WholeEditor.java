package org.katagpu.ui.page.kataconfig.form;

import java.util.Optional;
import java.util.function.Consumer;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Spinner;
import javafx.scene.control.SpinnerValueFactory;
import javafx.scene.layout.HBox;
import javafx.util.StringConverter;

import org.katagpu.kataconf.schema.KeySpec;
import org.katagpu.kataconf.toml.TomlValue;

/** A whole number with its unit, within its range. What is typed counts with Enter or when the field is left. */
final class WholeEditor extends HBox {
    private static final long MEMORY_STEP = 1024;

    WholeEditor(KeySpec spec, Optional<Long> shown, Consumer<TomlValue> commit) {
        super(8);
        setAlignment(Pos.CENTER_LEFT);
        Whole values = new Whole(spec);
        Spinner<Long> spinner = new Spinner<>(values);
        spinner.setId("value-number");
        spinner.setEditable(true);
        values.setValue(shown.orElse(spec.least().orElse(0)));
        spinner.focusedProperty().addListener((_, _, focused) -> {
            if (!focused) {
                spinner.commitValue();
            }
        });
        values.valueProperty().addListener((_, _, now) -> commit.accept(TomlValue.whole(now)));
        getChildren().add(spinner);
        if (!spec.unit().isEmpty()) {
            getChildren().add(new Label(spec.unit()));
        }
    }

    /** What is no number gives the number before. */
    private static final class Whole extends SpinnerValueFactory<Long> {
        private final KeySpec spec;

        Whole(KeySpec spec) {
            this.spec = spec;
            setConverter(new StringConverter<>() {
                @Override
                public String toString(Long value) {
                    return String.valueOf(value);
                }

                @Override
                public Long fromString(String typed) {
                    String digits = typed.strip().replace("_", "");
                    return digits.matches("-?[0-9]{1,18}") ? within(Long.parseLong(digits)) : getValue();
                }
            });
        }

        private long within(long value) {
            long atLeast = spec.least().isPresent() ? Math.max(spec.least().getAsLong(), value) : value;
            return spec.most().isPresent() ? Math.min(spec.most().getAsLong(), atLeast) : atLeast;
        }

        private long step() {
            return spec.unit().equals("MiB") ? MEMORY_STEP : 1;
        }

        @Override
        public void decrement(int steps) {
            setValue(within(getValue() - steps * step()));
        }

        @Override
        public void increment(int steps) {
            setValue(within(getValue() + steps * step()));
        }
    }
}
