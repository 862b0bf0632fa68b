package org.katagpu.remote.ssh;

import org.katagpu.message.Problem;
import org.katagpu.remote.Identity.Elevation;

/** How root's rights are had on this host. */
sealed interface RootAccess extends AutoCloseable {
    record LoggedIn() implements RootAccess {}

    record SilentSudo() implements RootAccess {}

    /** @param terminal sudo insists on a terminal */
    record Sudo(Secret password, boolean asksPassword, boolean terminal) implements RootAccess {
        @Override
        public void close() {
            password.close();
        }
    }

    record None(Problem why) implements RootAccess {}

    default Elevation elevation() {
        return switch (this) {
            case LoggedIn _ -> Elevation.ROOT;
            case SilentSudo _ -> Elevation.SUDO_WITHOUT_PASSWORD;
            case Sudo sudo -> sudo.asksPassword() ? Elevation.SUDO_WITH_PASSWORD : Elevation.SUDO_WITHOUT_PASSWORD;
            case None _ -> Elevation.NONE;
        };
    }

    /** Wipes what is kept. */
    @Override
    default void close() {}
}
