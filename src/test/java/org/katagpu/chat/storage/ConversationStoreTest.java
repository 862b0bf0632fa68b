package org.katagpu.chat.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.chat.Conversation;
import org.katagpu.chat.Settings;
import org.katagpu.message.ProblemException;

class ConversationStoreTest {
    private static final Instant NOW = Instant.parse("2026-11-24T08:30:00Z");

    @TempDir
    Path config;

    private Path folder;
    private ConversationStore store;

    @BeforeEach
    void open() {
        folder = config.resolve("conversations");
        store = new ConversationStore(folder);
    }

    private static Conversation talk(String question, Instant created) {
        return Conversation.begin(Settings.DEFAULT, created).ask(question, created);
    }

    @Test
    void nothingIsKeptUntilTheAdminSaysSo() throws Exception {
        store.save(talk("secret", NOW));
        assertThat(store.on()).isFalse();
        assertThat(store.load()).isEmpty();
        assertThat(folder).doesNotExist();
    }

    @Test
    void keptForTheOwnerAloneNewestFirst() throws Exception {
        store.turnOn();
        Conversation old = talk("old", NOW);
        Conversation recent = talk("recent", NOW.plus(Duration.ofHours(1)));
        store.save(old);
        store.save(recent);
        store.save(old.titled("Named"));
        assertThat(new ConversationStore(folder).on()).isTrue();
        assertThat(new ConversationStore(folder).load()).containsExactly(recent, old.titled("Named"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))).isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).allSatisfy(file -> assertThat(
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------"));
        }
    }

    @Test
    void deletingDeletes() throws Exception {
        store.turnOn();
        Conversation one = talk("one", NOW);
        Conversation other = talk("other", NOW);
        store.save(one);
        store.save(other);
        store.delete(one);
        store.delete(talk("never kept", NOW));
        assertThat(store.load()).containsExactly(other);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).noneMatch(file -> file.toString().contains(one.id()));
        }
    }

    @Test
    void turningItOffTakesEverythingWithIt() throws Exception {
        store.turnOn();
        store.save(talk("one", NOW));
        store.turnOff();
        assertThat(folder).doesNotExist();
        store.turnOff();
        assertThat(store.on()).isFalse();
    }

    @Test
    void aDamagedFileIsLeftAloneAndLeftOut() throws Exception {
        store.turnOn();
        Conversation one = talk("one", NOW);
        store.save(one);
        Files.writeString(folder.resolve("damaged.json"), "{\"version\":1");
        assertThat(store.load()).containsExactly(one);
        assertThat(folder.resolve("damaged.json")).exists();
    }

    @Test
    void aFolderThatCannotBeWritten() throws Exception {
        Files.writeString(folder, "a file in its place");
        assertThatThrownBy(store::turnOn).asInstanceOf(InstanceOfAssertFactories.throwable(ProblemException.class))
                .extracting(e -> e.problem().what().key()).isEqualTo("chat.storage.write");
    }
}
