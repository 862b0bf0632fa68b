package org.katagpu.remote.storage;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The app's folders on this machine.
 *
 * @param config plans, known hosts, recent hosts, preferences
 * @param cache what can be made anew: spooled logs
 */
public record AppFolders(Path config, Path cache) {
    private static final String NAME = "kata-gpu-wizard";
    private static final String TITLE = "Kata GPU Wizard";

    /**
     * By the platform's custom: the XDG base directories, {@code %APPDATA%}, {@code ~/Library}.
     *
     * @param osName the system property {@code os.name}
     */
    public static AppFolders of(String osName, Path home, Map<String, String> environment) {
        String os = osName.toLowerCase(Locale.ROOT);
        if (os.startsWith("windows")) {
            return new AppFolders(
                    folder(environment, "APPDATA").orElse(home.resolve("AppData/Roaming")).resolve(TITLE),
                    folder(environment, "LOCALAPPDATA").orElse(home.resolve("AppData/Local")).resolve(TITLE));
        }
        if (os.startsWith("mac")) {
            return new AppFolders(home.resolve("Library/Application Support").resolve(TITLE),
                    home.resolve("Library/Caches").resolve(TITLE));
        }
        return new AppFolders(folder(environment, "XDG_CONFIG_HOME").orElse(home.resolve(".config")).resolve(NAME),
                folder(environment, "XDG_CACHE_HOME").orElse(home.resolve(".cache")).resolve(NAME));
    }

    /** The XDG specification: a path that is not absolute counts as not set. */
    private static Optional<Path> folder(Map<String, String> environment, String variable) {
        try {
            return Optional.ofNullable(environment.get(variable)).map(Path::of).filter(Path::isAbsolute);
        } catch (InvalidPathException notAFolder) {
            return Optional.empty();
        }
    }

    public Path knownHosts() {
        return config.resolve("known_hosts");
    }

    public Path recentHosts() {
        return config.resolve("recent-hosts.json");
    }

    /** Conversations with the model, where the admin keeps them. */
    public Path conversations() {
        return config.resolve("conversations");
    }
}
