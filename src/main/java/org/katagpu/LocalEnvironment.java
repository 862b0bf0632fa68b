package org.katagpu;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.katagpu.remote.ssh.config.LocalAccount;
import org.katagpu.remote.storage.AppFolders;

/**
 * The machine and account the wizard runs on.
 *
 * @param passing a home made for this run only, which goes with it
 */
record LocalEnvironment(LocalAccount account, AppFolders folders, Optional<Path> passing) implements AutoCloseable {
    static LocalEnvironment ofThisAccount() {
        return of(Path.of(System.getProperty("user.home")), System.getenv(), Optional.empty());
    }

    /** A home of its own: nothing of the admin's is read or written. */
    static LocalEnvironment temporary() throws IOException {
        Path home = Files.createTempDirectory("kata-gpu-wizard");
        return of(home, Map.of(), Optional.of(home));
    }

    private static LocalEnvironment of(Path home, Map<String, String> environment, Optional<Path> passing) {
        String os = System.getProperty("os.name");
        return new LocalEnvironment(LocalAccount.of(os, home, System.getProperty("user.name"), hostName(), environment),
                AppFolders.of(os, home, environment), passing);
    }

    /** {@code admin@laptop}: told to other admins while a job of ours holds the host's lock. */
    String owner() {
        return account.user() + "@" + account.host();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException withoutName) {
            return "localhost";
        }
    }

    /** Removes a home made for this run; the admin's own stays as it is. */
    @Override
    public void close() throws IOException {
        if (passing.isEmpty() || Files.notExists(passing.get())) {
            return;
        }
        try (Stream<Path> below = Files.walk(passing.get())) {
            for (Path one : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(one);
            }
        }
    }
}
