package org.katagpu.remote.ssh;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.katagpu.remote.HostKeyQuestion;
import org.katagpu.remote.Questions;

/** An admin for tests: answers from lists, gives up when they are used up, and keeps what was asked. */
class Admin implements Questions {
    final List<SecretQuestion> asked = Collections.synchronizedList(new ArrayList<>());
    final List<HostKeyQuestion> keysAsked = Collections.synchronizedList(new ArrayList<>());
    private final Map<SecretKind, Deque<String>> answers = new HashMap<>();
    private HostKeyAnswer keyAnswer = HostKeyAnswer.ONCE;

    Admin answers(SecretKind kind, String... given) {
        answers.put(kind, new ArrayDeque<>(List.of(given)));
        return this;
    }

    Admin login(String... given) {
        return answers(SecretKind.LOGIN_PASSWORD, given);
    }

    Admin sudo(String... given) {
        return answers(SecretKind.SUDO_PASSWORD, given);
    }

    Admin key(HostKeyAnswer answer) {
        keyAnswer = answer;
        return this;
    }

    long asked(SecretKind kind) {
        return asked.stream().filter(question -> question.kind() == kind).count();
    }

    @Override
    public HostKeyAnswer hostKey(HostKeyQuestion question) {
        keysAsked.add(question);
        return keyAnswer;
    }

    @Override
    public Optional<char[]> secret(SecretQuestion question) {
        asked.add(question);
        return Optional.ofNullable(answers.getOrDefault(question.kind(), new ArrayDeque<>()).poll())
                .map(String::toCharArray);
    }
}
