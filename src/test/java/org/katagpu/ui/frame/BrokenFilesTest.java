package org.katagpu.ui.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.katagpu.remote.Target;
import org.katagpu.remote.storage.OwnFolder;
import org.katagpu.remote.storage.RecentHosts;
import org.katagpu.remote.storage.SharedFile;
import org.katagpu.ui.theme.Theme;

/** Files of ours that are not as we wrote them stop nothing. */
class BrokenFilesTest {
    private static final Target HOST = new Target("gpu1", 22, "admin", List.of(), true, List.of(), Optional.empty());

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}", "[null]", "7", "\"x\"", "[", "{\"theme\": null}", "{\"theme\": \"PINK\"}",
        "{\"language\": null, \"theme\": 3}", "[[[[]]]]"})
    void preferencesThatAreNoneAreTheDefaults(String content) throws Exception {
        Files.writeString(folder.resolve("preferences.json"), content);
        PreferencesStore store = new PreferencesStore(folder);
        Preferences loaded = store.load(Locale.SIMPLIFIED_CHINESE);
        assertThat(loaded).isEqualTo(Preferences.of(Locale.SIMPLIFIED_CHINESE));
        store.save(loaded.otherTheme());
        assertThat(store.load(Locale.ENGLISH).theme()).isEqualTo(Theme.DARK);
    }

    @Test
    void aPreferencesFileThatCannotBeReadOrWrittenStopsNothing() throws Exception {
        Files.createDirectories(folder.resolve("preferences.json/in the way"));
        PreferencesStore store = new PreferencesStore(folder);
        store.save(Preferences.of(Locale.ENGLISH));
        assertThat(store.load(Locale.ENGLISH)).isEqualTo(Preferences.of(Locale.ENGLISH));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "[null]", "7", "[7]", "[{}]", "[{\"address\": null}]", "[[[]]]",
        "[{\"address\": \"a\", \"user\": \"b\", \"port\": 99999}]",
        "[{\"address\": \"a\", \"user\": \"b\", \"keyFiles\": [null]}]",
        "[{\"address\": \"a\", \"user\": \"b\", \"port\": 22, \"jumps\": [null]}]", "{\"a\": \"b\"}"})
    void aRecentHostThatIsNoneCostsOnlyItself(String content) throws Exception {
        Path file = folder.resolve("recent-hosts.json");
        Files.writeString(file, content);
        RecentHosts hosts = new RecentHosts(file);
        assertThat(hosts.list()).isEmpty();
        hosts.add(HOST);
        assertThat(hosts.list()).containsExactly(HOST);
        if (content.startsWith("[")) {
            Files.writeString(file,
                    content.substring(0, content.length() - 1) + "," + Files.readString(file).substring(1));
            assertThat(hosts.list()).containsExactly(HOST);
        }
    }

    @Test
    void aFileWithoutEndOrThatIsNoFileIsNotTakenIntoMemory() throws Exception {
        Path huge = folder.resolve("huge");
        try (var sparse = new java.io.RandomAccessFile(huge.toFile(), "rw")) {
            sparse.setLength(1L << 40);
        }
        for (Path path : List.of(huge, folder, Path.of("/dev/zero"))) {
            assertThatThrownBy(() -> new SharedFile(path).read()).as(path.toString()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void whatIsOursIsItsOwnersAlone() throws Exception {
        Path own = Files.createDirectories(folder.resolve("cache"));
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(own.resolve("wizard.0.log"), "");
        OwnFolder.own(own);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own))).isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own.resolve("wizard.0.log"))))
                .isEqualTo("rw-------");
        OwnFolder.make(folder.resolve("a/b"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("a"))))
                .isEqualTo("rwx------");
    }
}
