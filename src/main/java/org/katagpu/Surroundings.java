package org.katagpu;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.katagpu.remote.ssh.config.LocalAccount;
import org.katagpu.remote.storage.AppFolders;

/** The machine and account the wizard runs on. */
record Surroundings(LocalAccount account, AppFolders folders) {
    static Surroundings ofThisAccount() {
        return of(Path.of(System.getProperty("user.home")), System.getenv());
    }

    /** A home of its own: nothing of the admin's is read or written. */
    static Surroundings temporary() throws IOException {
        return of(Files.createTempDirectory("kata-gpu-wizard"), Map.of());
    }

    private static Surroundings of(Path home, Map<String, String> environment) {
        String os = System.getProperty("os.name");
        return new Surroundings(LocalAccount.of(os, home, System.getProperty("user.name"), hostName(), environment),
                AppFolders.of(os, home, environment));
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
}
