package org.katagpu.host;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.stream.Stream;

/** Facts written by hand, with single quotes and unquoted names. */
public final class FactJson {
    private static final JsonMapper LENIENT = JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES).build();
    private static final NvidiaModels MODELS = NvidiaModels.bundled();

    private FactJson() {}

    public static JsonNode fact(String text) {
        try {
            return LENIENT.readTree(text);
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException(text, wrong);
        }
    }

    public static List<JsonNode> facts(String... texts) {
        return Stream.of(texts).map(FactJson::fact).toList();
    }

    public static HostScan scan(String... texts) {
        return HostScan.of(facts(texts), MODELS);
    }
}
