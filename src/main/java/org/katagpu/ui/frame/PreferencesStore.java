package org.katagpu.ui.frame;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.katagpu.message.Messages;
import org.katagpu.remote.storage.SharedFile;
import org.katagpu.ui.theme.Theme;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the preferences in one small file. A lost or broken file costs only the preferences: defaults, and a log line. */
public final class PreferencesStore {
    private static final Logger LOG = LoggerFactory.getLogger(PreferencesStore.class);

    private final SharedFile file;
    private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public PreferencesStore(Path folder) {
        this.file = new SharedFile(folder.resolve("preferences.json"));
    }

    /** Each preference by itself: one that is no longer one is the default. */
    public Preferences load(Locale system) {
        Preferences defaults = Preferences.of(system);
        try {
            JsonNode kept = fields(file.read());
            String language = kept.path("language").asText();
            String theme = kept.path("theme").asText();
            boolean spoken = Messages.LOCALES.stream().anyMatch(known -> known.getLanguage().equals(language));
            return new Preferences(spoken ? language : defaults.language(),
                    Arrays.stream(Theme.values()).filter(known -> known.name().equals(theme)).findFirst()
                            .orElse(defaults.theme()),
                    new TextSize(kept.path("textSize").asInt(defaults.textSize().percent())),
                    kept.path("logOpen").asBoolean(defaults.logOpen()), place(kept.path("place")));
        } catch (IOException e) {
            LOG.warn("preferences not readable, using defaults: {}: {}", file.path(), e.toString());
            return defaults;
        }
    }

    private @Nullable WindowPlace place(JsonNode kept) {
        try {
            return kept.isObject() ? json.treeToValue(kept, WindowPlace.class) : null;
        } catch (JsonProcessingException noPlace) {
            LOG.warn("the window's place is not understood: {}", noPlace.toString());
            return null;
        }
    }

    /** What a newer wizard keeps in the file beside them stays. */
    public void save(Preferences preferences) {
        try {
            file.update(before -> {
                ObjectNode fields = fields(before);
                json.valueToTree(preferences).properties()
                        .forEach(field -> fields.set(field.getKey(), field.getValue()));
                return bytes(fields);
            });
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("preferences not saved: {}: {}", file.path(), e.toString());
        }
    }

    /** None for what is no JSON object. */
    private ObjectNode fields(byte[] content) {
        try {
            return content.length > 0 && json.readTree(content) instanceof ObjectNode fields
                    ? fields
                    : json.createObjectNode();
        } catch (IOException broken) {
            LOG.warn("preferences not understood: {}: {}", file.path(), broken.toString());
            return json.createObjectNode();
        }
    }

    private byte[] bytes(ObjectNode fields) {
        try {
            return json.writeValueAsBytes(fields);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
