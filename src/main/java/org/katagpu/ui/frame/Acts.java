package org.katagpu.ui.frame;

import java.util.List;
import java.util.Optional;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import org.katagpu.message.Text;

/** What can be done with the step in front, and in few words how it stands. */
public record Acts(List<Act> offered, Optional<Standing> standing) {
    public static final Acts NONE = new Acts(List.of(), Optional.empty());
    /** For a page that has none. */
    static final ReadOnlyObjectProperty<Acts> NEVER = new ReadOnlyObjectWrapper<>(NONE).getReadOnlyProperty();

    /**
     * How the step stands; where nothing can be done, why.
     *
     * @param show brings to sight what is meant; empty: nothing to show
     */
    public record Standing(Kind kind, Text what, Optional<Runnable> show) {
        public enum Kind {
            NOTE, BUSY, DONE, ASKS, STALE, BLOCKED
        }

        public static Standing of(Kind kind, Text what) {
            return new Standing(kind, what, Optional.empty());
        }
    }

    public Acts {
        offered = List.copyOf(offered);
    }

    public static Acts of(Act... offered) {
        return new Acts(List.of(offered), Optional.empty());
    }

    public Acts standing(Standing now) {
        return new Acts(offered, Optional.of(now));
    }

    /** What Ctrl+Enter does, where it can be done. */
    Optional<Act> main() {
        return offered.stream().filter(act -> act.kind() == Act.Kind.MAIN && act.enabled()).findFirst();
    }

    /** What F5 does. */
    Optional<Act> reading() {
        return offered.stream().filter(act -> act.kind() == Act.Kind.READ && act.enabled()).findFirst();
    }
}
