package org.katagpu.setup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.remote.storage.OwnFolder;
import org.katagpu.remote.storage.SharedFile;

/**
 * Keeps each host's plan as a JSON file: {@code {"version": 1, "host": key, "plan": {…}}}. Fields it does not know,
 * of a newer wizard, are kept when it writes. A write replaces the file as a whole or not at all; several windows may
 * write the same one.
 */
public final class PlanStore {
    static final int VERSION = 1;
    /** How deep unknown fields are kept: the file, its plan, each stage's choice. Below, values are replaced whole. */
    private static final int KEPT_DEPTH = 3;
    /** Of a file's name, without its ending; file systems take 255 bytes. */
    private static final int LONGEST_NAME = 200;

    private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private final PlanReader reader = new PlanReader();
    private final Path folder;

    /** @param folder made when first needed */
    public PlanStore(Path folder) {
        this.folder = folder;
    }

    /** What was kept. @param trouble what of it could not be used, and what became of that */
    public record Kept(Plan plan, Optional<Problem> trouble) {}

    /** What a save did. @param overwritten choices that another window had changed meanwhile, by their stage's name */
    public record Saved(List<String> overwritten) {}

    /**
     * The host's plan; {@link Plan#EMPTY} where none was kept. A file that is no plan is put aside, a field that is
     * refused is left out; both are named. One refused for a secret in the open is taken out of the file, too.
     *
     * @throws ProblemException when the file cannot be read; it is left as it is
     */
    public synchronized Kept load(String hostKey) throws ProblemException {
        SharedFile file = file(hostKey);
        try {
            byte[] content = file.read();
            Optional<ObjectNode> root = content.length == 0 ? Optional.of(json.createObjectNode()) : parse(content);
            if (root.isEmpty()) {
                Path aside = file.putAside();
                return new Kept(Plan.EMPTY, Optional.of(Problem.of(
                        Text.of("stage.plan.damaged", file.path().toString()),
                        Text.of("stage.plan.damaged.next", aside.toString())).on(hostKey)));
            }
            PlanReader.Reading reading = reader.read(root.get().path("plan"));
            if (reading.refused().isEmpty()) {
                return new Kept(reading.plan(), Optional.empty());
            }
            return new Kept(reading.plan(), Optional.of(refused(reading, file, hostKey)));
        } catch (IOException e) {
            throw problem("stage.plan.not_read", file, hostKey, e);
        }
    }

    private Problem refused(PlanReader.Reading reading, SharedFile file, String hostKey) {
        String next = "stage.plan.refused.next";
        if (!reading.secrets().isEmpty()) {
            try {
                file.update(content -> without(reading.secrets(), content));
                next = "stage.plan.secret.next";
            } catch (IOException e) {
                return problem("stage.plan.secret_left", file, hostKey, e).problem();
            }
        }
        return Problem.of(Text.of("stage.plan.refused", named(reading.refused())), Text.of(next)).on(hostKey);
    }

    private byte[] without(List<String> fields, byte[] content) {
        ObjectNode root = parse(content).orElseGet(json::createObjectNode);
        for (String field : fields) {
            int dot = field.indexOf('.');
            if (root.path("plan").path(field.substring(0, dot)) instanceof ObjectNode stage) {
                stage.remove(field.substring(dot + 1));
            }
        }
        return bytes(root);
    }

    /**
     * Keeps what changed from one plan to the other; what another window kept of the rest stays.
     *
     * @param before the plan as this window loaded or saved it last
     */
    public synchronized Saved save(String hostKey, Plan before, Plan plan) throws ProblemException {
        SharedFile file = file(hostKey);
        List<String> overwritten = new ArrayList<>();
        try {
            OwnFolder.own(folder);
            file.update(content -> {
                overwritten.clear();
                ObjectNode root = parse(content).orElseGet(json::createObjectNode);
                int version = Math.max(VERSION, root.path("version").asInt());
                ObjectNode fields = json.createObjectNode().put("version", version).put("host", hostKey);
                fields.set("plan", changed(root.path("plan"), before, plan, overwritten));
                merge(root, fields, KEPT_DEPTH);
                return bytes(root);
            });
            return new Saved(List.copyOf(overwritten));
        } catch (IOException e) {
            throw problem("stage.plan.not_written", file, hostKey, e);
        }
    }

    /** Our choices where we changed them, and those of the file where we did not. */
    private ObjectNode changed(JsonNode inFile, Plan before, Plan plan, List<String> overwritten) {
        ObjectNode theirs = reader.fields(reader.read(inFile).plan());
        ObjectNode known = reader.fields(before);
        ObjectNode ours = reader.fields(plan);
        boolean first = !inFile.isObject();
        ours.properties().forEach(choice -> {
            String stage = choice.getKey();
            if (!first && !choice.getValue().equals(known.get(stage)) && !theirs.path(stage).equals(known.get(stage))
                    && !theirs.path(stage).equals(choice.getValue())) {
                overwritten.add(stage);
            }
            if (first || !choice.getValue().equals(known.get(stage))) {
                theirs.set(stage, choice.getValue());
            }
        });
        return theirs;
    }

    /** Stages, or fields of them ({@code gpu.devices}), as one list in the admin's words. */
    public static Text named(List<String> names) {
        String first = names.getFirst();
        int dot = first.indexOf('.');
        Text stage = Text.of((dot < 0 ? first : first.substring(0, dot)) + ".title");
        Text text = dot < 0 ? stage : Text.of("stage.field", stage, first.substring(dot + 1));
        return names.size() == 1 ? text : Text.of("stage.and", text, named(names.subList(1, names.size())));
    }

    private static ProblemException problem(String what, SharedFile file, String hostKey, IOException cause) {
        return new ProblemException(
                Problem.of(Text.of(what, file.path().toString(), String.valueOf(cause.getMessage())),
                        Text.of("stage.plan.file.next", String.valueOf(file.path().getParent()))).on(hostKey),
                cause);
    }

    /** Empty for what is no JSON object. */
    private Optional<ObjectNode> parse(byte[] content) {
        try {
            return json.readTree(content) instanceof ObjectNode root ? Optional.of(root) : Optional.empty();
        } catch (IOException broken) {
            // Nothing is read here but what was read already: also a file that claims to be UTF-32 is only broken.
            return Optional.empty();
        }
    }

    private byte[] bytes(ObjectNode root) {
        try {
            return json.writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
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

    /** Every byte but letters, digits, dot, dash and at-sign is written as %XX, so that no name leaves the folder; of a very long one its sum is part. */
    private SharedFile file(String hostKey) {
        StringBuilder name = new StringBuilder();
        for (byte b : hostKey.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '@')) {
                name.append(c);
            } else {
                name.append('%').append(String.format("%02X", b & 0xff));
            }
        }
        if (name.length() > LONGEST_NAME) {
            String sum = HexFormat.of().formatHex(sha256(hostKey));
            name.replace(LONGEST_NAME - sum.length(), name.length(), sum);
        }
        return new SharedFile(folder.resolve(name + ".json"));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
