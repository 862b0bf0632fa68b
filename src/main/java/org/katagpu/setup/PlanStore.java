package org.katagpu.setup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;

/**
 * Keeps each host's plan as a JSON file: {@code {"version": 1, "host": label, "plan": {…}}}. Fields it does not know,
 * of a newer wizard, are kept when it writes. A write replaces the file as a whole or not at all.
 */
public final class PlanStore {
    static final int VERSION = 1;
    /** How deep unknown fields are kept: the file, its plan, each stage's choice. Below, values are replaced whole. */
    private static final int KEPT_DEPTH = 3;

    private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private final Path folder;

    /** @param folder made when first needed */
    public PlanStore(Path folder) {
        this.folder = folder;
    }

    /**
     * The host's plan; {@link Plan#EMPTY} where none was kept.
     *
     * @throws ProblemException when the file cannot be read or is no plan; it is left as it is
     */
    public synchronized Plan load(String hostLabel) throws ProblemException {
        Path file = file(hostLabel);
        try {
            JsonNode kept = read(file).path("plan");
            ObjectNode plan = json.valueToTree(Plan.EMPTY);
            if (kept instanceof ObjectNode fields) {
                merge(plan, fields, KEPT_DEPTH - 1);
            }
            return json.treeToValue(plan, Plan.class);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new ProblemException(Problem.of(Text.of("stage.plan.unreadable", file.toString()),
                    Text.of("stage.plan.unreadable.next", file.toString())).on(hostLabel), e);
        } catch (IOException e) {
            throw problem("stage.plan.not_read", file, hostLabel, e);
        }
    }

    public synchronized void save(String hostLabel, Plan plan) throws ProblemException {
        Path file = file(hostLabel);
        try {
            ObjectNode root = readOrNothing(file);
            int version = Math.max(VERSION, root.path("version").asInt());
            ObjectNode fields = json.createObjectNode().put("version", version).put("host", hostLabel);
            fields.set("plan", json.valueToTree(plan));
            merge(root, fields, KEPT_DEPTH);
            replace(file, json.writeValueAsBytes(root));
        } catch (IOException e) {
            throw problem("stage.plan.not_written", file, hostLabel, e);
        }
    }

    private static ProblemException problem(String what, Path file, String hostLabel, IOException cause) {
        return new ProblemException(Problem.of(Text.of(what, file.toString(), String.valueOf(cause.getMessage())),
                Text.of("stage.plan.file.next", String.valueOf(file.getParent()))).on(hostLabel), cause);
    }

    private ObjectNode read(Path file) throws IOException {
        try {
            return json.readTree(Files.readAllBytes(file)) instanceof ObjectNode root ? root : json.createObjectNode();
        } catch (NoSuchFileException none) {
            return json.createObjectNode();
        }
    }

    /** A file that is no JSON holds no fields to keep; it is put aside, not lost. */
    private ObjectNode readOrNothing(Path file) throws IOException {
        try {
            return read(file);
        } catch (JsonProcessingException broken) {
            Files.move(file, file.resolveSibling(file.getFileName() + ".broken"), StandardCopyOption.REPLACE_EXISTING);
            return json.createObjectNode();
        }
    }

    private static void merge(ObjectNode into, ObjectNode from, int depth) {
        from.properties().forEach(field -> {
            if (depth > 1 && field.getValue() instanceof ObjectNode inner
                    && into.get(field.getKey()) instanceof ObjectNode outer) {
                merge(outer, inner, depth - 1);
            } else {
                into.set(field.getKey(), field.getValue());
            }
        });
    }

    private static void replace(Path file, byte[] bytes) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path whole = Files.createTempFile(folder, "plan", ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(whole, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    /** Every byte but letters, digits, dot, dash and at-sign is written as %XX, so that no label leaves the folder. */
    private Path file(String hostLabel) {
        StringBuilder name = new StringBuilder();
        for (byte b : hostLabel.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '@')) {
                name.append(c);
            } else {
                name.append('%').append(String.format("%02X", b & 0xff));
            }
        }
        return folder.resolve(name + ".json");
    }
}
