package org.katagpu.setup.browse;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.remote.Host;
import org.katagpu.remote.Script;
import org.katagpu.setup.ScriptLibrary;

/** Reads folders of the host, with root's rights where they are had. Changes nothing. */
public final class FolderReader {
    /** More would not be looked through. */
    static final int MOST = 2000;
    private static final int FIELDS = 4;
    private static final int HEAD = 3;
    private static final Comparator<HostEntry> ORDER = Comparator
            .<HostEntry, Boolean>comparing(entry -> entry.kind() != HostEntry.Kind.FOLDER)
            .thenComparing(HostEntry::name, String.CASE_INSENSITIVE_ORDER).thenComparing(HostEntry::name);

    private final Host host;

    public FolderReader(Host host) {
        this.host = host;
    }

    /** @throws ProblemException where there is no such folder, or it cannot be read */
    public HostFolder read(String path) throws ProblemException, InterruptedException {
        NulFields said = new NulFields();
        int status = host.run(script("list").parameter("FOLDER", path).parameter("MOST", String.valueOf(MOST + 1))
                .build(), said);
        List<byte[]> fields = said.fields();
        if (status != 0 || fields.size() < HEAD || !text(fields.getFirst()).equals("folder")) {
            throw new ProblemException(problem(status, path));
        }
        List<HostEntry> entries = new ArrayList<>();
        for (int at = HEAD; at + FIELDS <= fields.size(); at += FIELDS) {
            entries.add(entry(fields.subList(at, at + FIELDS)));
        }
        boolean cut = entries.size() > MOST;
        return new HostFolder(text(fields.get(1)), number(text(fields.get(2))),
                entries.stream().limit(MOST).sorted(ORDER).toList(), cut);
    }

    /** Paths on the host where something of this kind lies. */
    public List<String> find(WantedPath wanted) throws ProblemException, InterruptedException {
        NulFields said = new NulFields();
        host.run(script("find").parameter("WANTED", wanted.pattern()).build(), said);
        return said.fields().stream().map(NulFields::sayable).flatMap(Optional::stream).distinct().sorted().toList();
    }

    private static Script.Builder script(String name) {
        return ScriptLibrary.add(Script.named("browse/" + name).elevated().parameter("KATAGPU_NONCE", "none"),
                "browse/" + name);
    }

    private Problem problem(int status, String path) {
        String key = "browse." + switch (status) {
            case 44 -> "nothing";
            case 45 -> "no-folder";
            case 46 -> "unreadable";
            default -> "failed";
        };
        return Problem.of(Text.of(key, path), Text.of(key + ".next")).on(host.label());
    }

    private static HostEntry entry(List<byte[]> fields) {
        HostEntry.Kind kind = switch (text(fields.getFirst())) {
            case "d" -> HostEntry.Kind.FOLDER;
            case "f" -> HostEntry.Kind.FILE;
            default -> HostEntry.Kind.OTHER;
        };
        String time = text(fields.get(2));
        return new HostEntry(NulFields.shown(fields.get(3)), kind, number(text(fields.get(1))),
                Instant.ofEpochSecond(number(time.replaceFirst("\\..*", ""))),
                NulFields.sayable(fields.get(3)).isPresent());
    }

    private static String text(byte[] field) {
        return new String(field, StandardCharsets.UTF_8);
    }

    /** What cannot be a number of ours is none. */
    private static long number(String text) {
        return text.matches("[0-9]{1,15}") ? Long.parseLong(text) : 0;
    }
}
