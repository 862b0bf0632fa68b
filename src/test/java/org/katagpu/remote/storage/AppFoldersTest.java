package org.katagpu.remote.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AppFoldersTest {
    private static final Path HOME = Path.of("/home/me");

    @Test
    void linuxFollowsTheBaseDirectories() {
        assertThat(AppFolders.of("Linux", HOME, Map.of()).config()).isEqualTo(HOME.resolve(".config/kata-gpu-wizard"));
        assertThat(AppFolders.of("Linux", HOME, Map.of("XDG_CONFIG_HOME", "/conf", "XDG_CACHE_HOME", "/c")))
                .isEqualTo(new AppFolders(Path.of("/conf/kata-gpu-wizard"), Path.of("/c/kata-gpu-wizard")));
        assertThat(AppFolders.of("Linux", HOME, Map.of("XDG_CONFIG_HOME", "relative")).knownHosts())
                .isEqualTo(HOME.resolve(".config/kata-gpu-wizard/known_hosts"));
    }

    @Test
    void windowsAndMacHaveTheirOwnPlaces() {
        assertThat(AppFolders.of("Windows 11", HOME, Map.of("APPDATA", "/roaming")).config())
                .isEqualTo(Path.of("/roaming/Kata GPU Wizard"));
        assertThat(AppFolders.of("Windows 11", HOME, Map.of()).cache())
                .isEqualTo(HOME.resolve("AppData/Local/Kata GPU Wizard"));
        assertThat(AppFolders.of("Mac OS X", HOME, Map.of("XDG_CONFIG_HOME", "/conf")).recentHosts())
                .isEqualTo(HOME.resolve("Library/Application Support/Kata GPU Wizard/recent-hosts.json"));
    }
}
