package org.katagpu.ui.frame;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the preferences in one small file. A lost or broken file costs only the preferences: defaults, and a log line. */
public final class PreferencesStore {
    private static final Logger LOG = LoggerFactory.getLogger(PreferencesStore.class);

    private final Path file;
    private final ObjectMapper json = new ObjectMapper();

    public PreferencesStore(Path folder) {
        this.file = folder.resolve("preferences.json");
    }

    public Preferences load(Locale system) {
        if (!Files.exists(file)) {
            return Preferences.of(system);
        }
        try {
            return json.readValue(file.toFile(), Preferences.class);
        } catch (IOException e) {
            LOG.warn("preferences not readable, using defaults: {}", file, e);
            return Preferences.of(system);
        }
    }

    public void save(Preferences preferences) {
        try {
            Files.createDirectories(file.getParent());
            Path fresh = Files.createTempFile(file.getParent(), "preferences", ".tmp");
            json.writeValue(fresh.toFile(), preferences);
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.warn("preferences not saved: {}", file, e);
        }
    }
}
