package org.katagpu.attest.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.katagpu.attest.Binding;
import org.katagpu.attest.Evidence;
import org.katagpu.attest.cbor.Octets;
import org.katagpu.attest.rung.EvidenceReply;
import org.katagpu.attest.rung.ExpectedMeasurement;
import org.katagpu.message.Messages;
import org.katagpu.message.Text;

/** The fields of a report's JSON. Bytes are Base64, except what people compare by eye, which is hex. */
final class ReportFields {
    static final String FORMAT = "kata-gpu-wizard evidence 1";

    private static final int LONGEST = 64 << 10;
    private static final Messages WORDS = new Messages(Locale.ENGLISH);

    private ReportFields() {}

    static ObjectNode write(ObjectNode to, EvidenceReport report) {
        EvidenceReply answer = report.answer();
        to.put("format", FORMAT).put("made", report.made().toString()).put("arguments", answer.arguments())
                .put("nonce", answer.nonce().hex()).put("server_key", base64(answer.seen()));
        switch (answer.told()) {
            case EvidenceReply.Told.Nothing(Text reason) -> to.put("no_evidence", reason.key());
            case EvidenceReply.Told.Given(Evidence evidence, Octets key) -> to.put("token", base64(evidence.token()))
                    .put("certificate", base64(evidence.certificate())).put("guest_key", base64(key));
        }
        switch (report.expected()) {
            case ExpectedMeasurement.Unknown(Text reason) -> to.put("no_expected", reason.key());
            case ExpectedMeasurement.Value(Octets rim, String of, String rootHash) -> to.putObject("expected")
                    .put("rim", rim.hex()).put("of", of).put("root_hash", rootHash);
        }
        report.configuration().forEach(to.putObject("configuration")::put);
        report.versions().forEach(to.putObject("versions")::put);
        return to;
    }

    static EvidenceReport read(ObjectNode from) throws ReportException {
        if (!text(from, "format").equals(FORMAT)) {
            throw new ReportException("format");
        }
        Octets nonce = hex(from, "nonce", Binding.NONCE);
        Octets seen = base64(from, "server_key", Binding.MOST_KEY);
        EvidenceReply.Told told = from.has("no_evidence")
                ? new EvidenceReply.Told.Nothing(reason(from, "no_evidence"))
                : new EvidenceReply.Told.Given(new Evidence(base64(from, "token", Evidence.MOST_TOKEN),
                        base64(from, "certificate", Evidence.MOST_CERTIFICATE)),
                        base64(from, "guest_key", Binding.MOST_KEY));
        return new EvidenceReport(moment(from), new EvidenceReply(text(from, "arguments"), nonce, seen, told),
                expected(from), texts(from, "configuration"), texts(from, "versions"));
    }

    private static ExpectedMeasurement expected(ObjectNode from) throws ReportException {
        if (from.has("no_expected")) {
            return new ExpectedMeasurement.Unknown(reason(from, "no_expected"));
        }
        if (from.path("expected") instanceof ObjectNode expected) {
            return new ExpectedMeasurement.Value(hex(expected, "rim", 0), text(expected, "of"),
                    text(expected, "root_hash"));
        }
        throw new ReportException("expected");
    }

    private static Instant moment(ObjectNode from) throws ReportException {
        try {
            return Instant.parse(text(from, "made"));
        } catch (DateTimeException noMoment) {
            throw new ReportException("made");
        }
    }

    /** Words of ours only: a key of this room's bundle, for why a rung is open. */
    private static Text reason(ObjectNode from, String field) throws ReportException {
        String key = text(from, field);
        if (!key.startsWith("attest.open.") || !WORDS.has(key)) {
            throw new ReportException(field);
        }
        return Text.of(key);
    }

    private static String text(JsonNode from, String field) throws ReportException {
        JsonNode value = from.path(field);
        if (!value.isTextual() || value.textValue().length() > LONGEST) {
            throw new ReportException(field);
        }
        return value.textValue();
    }

    private static Map<String, String> texts(ObjectNode from, String field) throws ReportException {
        if (!(from.path(field) instanceof ObjectNode values)) {
            throw new ReportException(field);
        }
        Map<String, String> texts = new TreeMap<>();
        for (Map.Entry<String, JsonNode> value : values.properties()) {
            texts.put(value.getKey(), text(values, value.getKey()));
        }
        return texts;
    }

    /** @param size in bytes; 0: any */
    private static Octets hex(JsonNode from, String field, int size) throws ReportException {
        try {
            Octets octets = Octets.ofHex(text(from, field));
            if (size == 0 || octets.size() == size) {
                return octets;
            }
            throw new ReportException(field);
        } catch (IllegalArgumentException noHex) {
            throw new ReportException(field);
        }
    }

    private static Octets base64(JsonNode from, String field, int most) throws ReportException {
        try {
            Octets octets = Octets.of(Base64.getDecoder().decode(text(from, field)));
            if (octets.size() <= most) {
                return octets;
            }
            throw new ReportException(field);
        } catch (IllegalArgumentException noBase64) {
            throw new ReportException(field);
        }
    }

    private static String base64(Octets octets) {
        return Base64.getEncoder().encodeToString(octets.bytes());
    }
}
