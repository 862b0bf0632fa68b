package org.katagpu.remote.ssh.agent;

import java.io.IOException;

import org.jspecify.annotations.Nullable;
import org.katagpu.message.Text;

/** The agent could not be used, and why in the admin's words. */
public final class AgentException extends IOException {
    private final transient Text reason;

    AgentException(Text reason, @Nullable Throwable cause) {
        super(reason.key(), cause);
        this.reason = reason;
    }

    public Text reason() {
        return reason;
    }
}
