package org.katagpu.ui.frame;

import java.util.Optional;

import org.katagpu.message.Text;
import org.katagpu.remote.Host;
import org.katagpu.setup.StageRunner;

/**
 * The window's tie to one host and what works over it.
 *
 * @param practiceName what the built-in practice host plays, where nothing is real; empty for a real host
 */
public record Session(Host host, Optional<Text> practiceName, StageRunner stages) {
    public Session(Host host, boolean practice, StageRunner stages) {
        this(host, practice ? Optional.of(Text.of("connect.practice.name")) : Optional.empty(), stages);
    }

    public boolean practice() {
        return practiceName.isPresent();
    }

    /** What the host is called: the practice host by its name, a real one by user and address. */
    public Text called() {
        return practiceName.orElseGet(() -> Text.of("frame.called", host.label()));
    }

    /** Bundle key of the rights on it. */
    public String rightsKey() {
        return switch (host.identity().elevation()) {
            case ROOT -> "frame.identity.root";
            case SUDO_WITHOUT_PASSWORD, SUDO_WITH_PASSWORD -> "frame.identity.sudo";
            case NONE -> "frame.identity.none";
        };
    }
}
