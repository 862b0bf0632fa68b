package org.katagpu.fuzz;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.katagpu.attest.Evidence;
import org.katagpu.attest.Verdict;
import org.katagpu.attest.Verifier;
import org.katagpu.attest.cbor.Octets;
import org.katagpu.attest.report.ReportException;
import org.katagpu.attest.report.ReportFile;
import org.katagpu.attest.rung.RungStatus;
import org.katagpu.attest.trust.PinnedCertificates;
import org.katagpu.chat.wire.WireReaders;
import org.katagpu.kataconf.ConfigRows;
import org.katagpu.kataconf.check.Diagnostic;
import org.katagpu.kataconf.check.Fix;
import org.katagpu.kataconf.check.Inspector;
import org.katagpu.kataconf.schema.KataVersion;
import org.katagpu.kataconf.schema.KnownVersion;
import org.katagpu.kataconf.schema.Schema;
import org.katagpu.kataconf.toml.TablePath;
import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.message.ProblemException;
import org.katagpu.setup.image.ImageReference;
import org.katagpu.ui.chat.markdown.Block;
import org.katagpu.ui.chat.markdown.BlockStream;

/** What is read of a model's server, of a model, and of Kata's configuration. */
final class TextTargets {
    private static final Schema SCHEMA = new Schema();
    private static final Verifier EVIDENCE = new Verifier(PinnedCertificates.load());
    private static final KataVersion VERSION = KataVersion.of(KnownVersion.V3_15_0);
    private static final String[] SSE = {"text/event-stream\n", "application/json\n", "data: ", "data: [DONE]\n\n",
        "data: {\"choices\":[{\"delta\":{\"content\":\"", "\"}}]}\n\n", "\"finish_reason\":\"stop\"",
        "\"usage\":{\"completion_tokens\":", "event: error\n", "error: {", "\n\n", "\r\n", ": ping\n\n", "id: ",
        "retry: ",
        "\"reasoning_content\":\"", "\"content\":[{\"type\":\"text\",\"text\":\"", "null", "[[[[[[", "{\"a\":"};
    private static final String[] MARKDOWN = {"# ", "\n", "\n\n", "```", "~~~", "- ", "1. ", "> ", "|", "|-|", "*",
        "**",
        "_", "`", "[", "](", ")", "<", "![", "\\", "    ", "---", "===", "&amp;", "$$", "<div>", "<!--", "\t", "* * *"};

    /** Nine readings of it take long enough; the parser needs 1 KB a character. */
    private static final int MOST_MARKDOWN = 32 << 10;

    private TextTargets() {}

    static List<Target> all() {
        return List.of(
                Target.bytes("chat-answer", WireReaders::answer, SSE).mayThrow(ProblemException.class,
                        java.io.IOException.class),
                Target.bytes("chat-error", WireReaders::error, "{\"error\":{\"message\":\"", "\"code\":", "\"type\":",
                        "context length", "model", "stream_options", "\"detail\":", "[", "null", "<html>"),
                Target.bytes("chat-piece", input -> WireReaders.piece(HostTargets.text(input)), SSE)
                        .mayThrow(com.fasterxml.jackson.core.JsonProcessingException.class),
                Target.bytes("retry-after", input -> WireReaders.retryAfter(HostTargets.text(input)), "Wed, ",
                        "21 Oct 2015 07:28:00 GMT", "120"),
                Target.bytes("markdown", TextTargets::markdown, MARKDOWN),
                Target.bytes("toml", TextTargets::toml, "[", "]", "[[", "]]", "= ", "\"", "\"\"\"", "'''", "'", "{",
                        "}",
                        ",", ".", "\\u", "\\U0010FFFF", "0x", "1979-05-27T07:32:00Z", "inf", "nan", "true", "#",
                        "[hypervisor.qemu]\n", "kernel_params = ", "enable_annotations = [", "\n", "\r\n", "_", "+",
                        "1e")
                        .mayThrow(ProblemException.class),
                Target.bytes("evidence-token", TextTargets::token, "\u00d9\u0001\u008f", "\u00d2\u0084", "sha-256"),
                Target.bytes("evidence-report", TextTargets::report, "\"token\": \"", "\"no_evidence\": \"",
                        "attest.open.", "\"expected\": {", "\"rim\": \"", "kata-gpu-wizard evidence 1", "{", "}")
                        .mayThrow(ReportException.class),
                Target.bytes("image-reference", input -> ImageReference.parse(HostTargets.text(input)).isPresent(), ":",
                        "/", "@sha256:", "latest", "registry.example:5000", "0123456789abcdef"));
    }

    /** The same bytes also as the certificate. */
    private static Object token(byte[] input) {
        int cut = Math.min(input.length, Evidence.MOST_TOKEN);
        Verdict verdict = EVIDENCE.verify(new Evidence(Octets.of(input), Octets.of(Arrays.copyOf(input, cut))),
                Instant.EPOCH);
        return verdict instanceof Verdict.Refused refused ? refused.refusal().reason() : "genuine";
    }

    private static Object report(byte[] input) throws ReportException {
        return new ReportFile().read(input).verify(EVIDENCE, Instant.EPOCH).rungs().values().stream()
                .map(RungStatus::state).toList();
    }

    /** Written in pieces, as a model writes, and at once: what stands there in the end must be the same. */
    private static Object markdown(byte[] input) {
        String text = HostTargets.text(Arrays.copyOf(input, Math.min(input.length, MOST_MARKDOWN)));
        BlockStream stream = new BlockStream();
        int size = Math.max(1, text.length() / 7);
        for (int at = 0; at < text.length(); at += size) {
            stream.append(text.substring(at, Math.min(text.length(), at + size)));
            stream.update();
            stream.open();
        }
        List<Block> written = stream.finish();
        List<Block> whole = BlockStream.whole(text);
        return written.size() == whole.size() ? kinds(whole) : "in pieces " + kinds(written);
    }

    private static String kinds(List<Block> blocks) {
        return blocks.stream().limit(6).map(block -> block.getClass().getSimpleName()).toList().toString();
    }

    /** Read, judged and listed; what a fix proposes is done, and read again. */
    private static Object toml(byte[] input) throws ProblemException {
        TomlDocument document = TomlDocument.read(input);
        if (!new String(document.bytes(), java.nio.charset.StandardCharsets.UTF_8)
                .equals(new String(input, java.nio.charset.StandardCharsets.UTF_8))) {
            throw new IllegalStateException("bytes are lost");
        }
        ConfigRows rows = new ConfigRows(SCHEMA);
        for (TablePath table : rows.tables(document, VERSION).stream().limit(40).toList()) {
            rows.rows(document, table, VERSION);
        }
        List<Diagnostic> diagnostics = new Inspector(SCHEMA).inspect(document, VERSION);
        for (Fix fix : diagnostics.stream().flatMap(found -> found.fixes().stream()).limit(2).toList()) {
            fix.applyTo(document);
        }
        return diagnostics.stream().map(found -> found.what().key()).distinct().limit(4).toList().toString();
    }
}
