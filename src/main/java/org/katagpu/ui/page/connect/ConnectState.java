package org.katagpu.ui.page.connect;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.katagpu.message.Problem;
import org.katagpu.message.Text;
import org.katagpu.remote.HostKeyQuestion;
import org.katagpu.remote.Questions.HostKeyAnswer;
import org.katagpu.remote.Questions.SecretQuestion;

/** What the connect page shows below its form. */
public sealed interface ConnectState {
    record Idle() implements ConnectState {}

    record Connecting(String label) implements ConnectState {}

    /** The connecting thread waits for the answer. */
    record AskingHostKey(HostKeyQuestion question, CompletableFuture<HostKeyAnswer> answer) implements ConnectState {}

    /** The connecting thread waits for the answer; an empty one gives up. */
    record AskingSecret(SecretQuestion question, CompletableFuture<Optional<char[]>> answer) implements ConnectState {}

    /** Refused; replacing the key is an act of its own. */
    record HostKeyChanged(HostKeyQuestion question, Problem problem) implements ConnectState {}

    record Failed(Problem problem) implements ConnectState {}

    /** Another host is in the window: it is left only after a yes. @param go connects to the other */
    record AskingToLeave(Text held, Text other, Runnable go) implements ConnectState {}

    default boolean busy() {
        return this instanceof Connecting || this instanceof AskingHostKey || this instanceof AskingSecret;
    }
}
