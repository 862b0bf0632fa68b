package org.katagpu.ui.page.connect;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

import org.katagpu.message.Text;
import org.katagpu.remote.HostKeyQuestion;
import org.katagpu.remote.Questions;

/**
 * Asks the admin on the page and holds the connecting thread until the answer is there. A password typed into the
 * form beforehand answers the target's first question for the login password, then is gone: a jump host on the way is
 * another machine, and never gets it.
 */
final class AdminQuestions implements Questions {
    private final Consumer<ConnectState> show;
    private final Consumer<Text> leftOut;
    private char[] prepared;

    /**
     * @param show takes a question, called from the connecting thread
     * @param leftOut takes what is left out on the way, called from the connection's threads
     */
    AdminQuestions(char[] preparedPassword, Consumer<ConnectState> show, Consumer<Text> leftOut) {
        this.prepared = preparedPassword;
        this.show = show;
        this.leftOut = leftOut;
    }

    @Override
    public void told(Text text) {
        leftOut.accept(text);
    }

    @Override
    public HostKeyAnswer hostKey(HostKeyQuestion question) {
        CompletableFuture<HostKeyAnswer> answer = new CompletableFuture<>();
        show.accept(new ConnectState.AskingHostKey(question, answer));
        return await(answer, HostKeyAnswer.REFUSE);
    }

    @Override
    public Optional<char[]> secret(SecretQuestion question) {
        if (question.jump().isEmpty() && question.kind() == SecretKind.LOGIN_PASSWORD && prepared.length > 0) {
            char[] first = prepared;
            prepared = new char[0];
            return Optional.of(first);
        }
        CompletableFuture<Optional<char[]>> answer = new CompletableFuture<>();
        show.accept(new ConnectState.AskingSecret(question, answer));
        return await(answer, Optional.empty());
    }

    private static <T> T await(CompletableFuture<T> answer, T givenUp) {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return givenUp;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the page answers with values only", e);
        }
    }

    void wipe() {
        Arrays.fill(prepared, '\0');
    }
}
