package org.katagpu.chat.wire;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.katagpu.chat.ApiKey;
import org.katagpu.chat.CertificatePin;
import org.katagpu.chat.ChatClient;
import org.katagpu.chat.ChatRequest;
import org.katagpu.chat.Endpoint;
import org.katagpu.chat.FakeServer;
import org.katagpu.chat.Message;
import org.katagpu.chat.Message.Role;
import org.katagpu.chat.RecordedEvents;
import org.katagpu.chat.SocketDuplex;

/** Clients of a fake server. */
final class Clients {
    static final ChatRequest QUESTION = new ChatRequest("m", List.of(new Message(Role.USER, "你好")),
            OptionalDouble.empty(), OptionalInt.empty(), OptionalLong.empty(), true);

    private Clients() {}

    static ChatClient of(FakeServer server) {
        return of(server, Optional.empty(), ApiKey.NONE);
    }

    static ChatClient of(FakeServer server, Optional<CertificatePin> pin, ApiKey key) {
        return new HttpChatClient(SocketDuplex.to(server.port()), "admin@host",
                new Endpoint("10.88.0.5", 8000, pin, "m", key));
    }

    static RecordedEvents ask(FakeServer server) {
        return ask(of(server));
    }

    static RecordedEvents ask(ChatClient client) {
        return ask(client, QUESTION);
    }

    static RecordedEvents ask(ChatClient client, ChatRequest request) {
        RecordedEvents heard = new RecordedEvents();
        client.send(request, heard);
        return heard;
    }
}
