package org.katagpu.attest.report;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** A report as bytes of a file, and back. */
public final class ReportFile {
    /** A report has some 30 KiB. */
    public static final int MOST = 256 << 10;

    private static final int DEEPEST = 8;

    private final ObjectMapper json = JsonMapper.builder(new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build()).build())
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(SerializationFeature.INDENT_OUTPUT).build();

    public byte[] write(EvidenceReport report) {
        try {
            return json.writeValueAsBytes(ReportFields.write(json.createObjectNode(), report));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree that is no JSON", impossible);
        }
    }

    public EvidenceReport read(byte[] file) throws ReportException {
        if (file.length > MOST) {
            throw new ReportException("size");
        }
        try {
            if (json.readTree(file) instanceof ObjectNode fields) {
                return ReportFields.read(fields);
            }
            throw new ReportException("JSON");
        } catch (IOException noJson) {
            throw new ReportException("JSON");
        }
    }
}
