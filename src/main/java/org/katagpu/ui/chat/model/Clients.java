package org.katagpu.ui.chat.model;

import org.katagpu.chat.ChatClient;
import org.katagpu.chat.Endpoint;
import org.katagpu.remote.Host;

/** Makes what talks to a server through the connection to a host. */
@FunctionalInterface
public interface Clients {
    ChatClient client(Host host, Endpoint endpoint);
}
