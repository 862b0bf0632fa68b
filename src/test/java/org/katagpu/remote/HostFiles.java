package org.katagpu.remote;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;

/** Whole files on the host, read and replaced with root's rights. Built on scripts alone: no SFTP server is needed. */
public final class HostFiles {
    private static final int MOST_TEXT = 64 * 1024;
    private static final int ABSENT = 44;
    private static final int NOT_A_FILE = 45;
    private static final int TOO_LARGE = 46;

    private final Host host;

    public HostFiles(Host host) {
        this.host = host;
    }

    /**
     * What is at a path; symbolic links are followed.
     *
     * @param size in bytes
     * @param mode permission bits, for example 0644
     * @param modified seconds since 1970 by the host's clock
     */
    public record Stat(Kind kind, long size, int mode, String owner, long modified) {}

    public enum Kind {
        FILE, FOLDER, OTHER
    }

    /** @return empty when there is nothing at this path */
    public Optional<Stat> stat(String path) throws ProblemException, InterruptedException {
        Capture said = new Capture(MOST_TEXT);
        int status = host.run(script("stat", path), said);
        if (status == ABSENT) {
            return Optional.empty();
        }
        if (status != 0) {
            throw failed("stat", path, status, said);
        }
        String[] parts = said.text().strip().split("\\|");
        Kind kind = switch (parts[0]) {
            case "regular file", "regular empty file" -> Kind.FILE;
            case "directory" -> Kind.FOLDER;
            default -> Kind.OTHER;
        };
        return Optional.of(new Stat(kind, Long.parseLong(parts[1]), Integer.parseInt(parts[2], 8), parts[3],
                Long.parseLong(parts[4])));
    }

    public boolean exists(String path) throws ProblemException, InterruptedException {
        return stat(path).isPresent();
    }

    /**
     * @param mostBytes a larger file is refused, not cut
     * @return the file's bytes; empty when there is none
     */
    public Optional<byte[]> read(String path, int mostBytes) throws ProblemException, InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Capture said = new Capture(MOST_TEXT);
        Output split = new Output() {
            @Override
            public void stdout(byte[] chunk, int offset, int length) {
                if (bytes.size() + (long) length > mostBytes) {
                    throw new TooMuchOutputException(bytes.size());
                }
                bytes.write(chunk, offset, length);
            }

            @Override
            public void stderr(byte[] chunk, int offset, int length) {
                said.stderr(chunk, offset, length);
            }
        };
        int status = host.run(Script.named("files/read").parameter("FILE", path).parameter("MOST", Integer.toString(
                mostBytes)).bundled("remote/read").elevated().build(), split);
        return switch (status) {
            case 0 -> Optional.of(bytes.toByteArray());
            case ABSENT -> Optional.empty();
            default -> throw failed("read", path, status, said);
        };
    }

    public Optional<String> readText(String path, int mostBytes) throws ProblemException, InterruptedException {
        return read(path, mostBytes).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /**
     * Puts a whole file in place of what is there: written beside it, flushed to disk, then renamed over it. A reader
     * sees the old file or the new one, never a part; when the link breaks half-way, the old one stays.
     *
     * @param mode permission bits, for example 0644; owner and group are kept where a file was there before
     */
    public void write(String path, byte[] content, int mode) throws ProblemException, InterruptedException {
        byte[] random = new byte[8];
        ThreadLocalRandom.current().nextBytes(random);
        Capture said = new Capture(MOST_TEXT);
        Script script = Script.named("files/write").parameter("FILE", path)
                .parameter("SIZE", Integer.toString(content.length)).parameter("MODE", Integer.toOctalString(mode))
                .parameter("NAME", ".katagpu-" + HexFormat.of().formatHex(random)).bundled("remote/write").elevated()
                .payload(to -> to.write(content)).build();
        int status = host.run(script, said);
        if (status != 0) {
            throw failed("write", path, status, said);
        }
    }

    private static Script script(String name, String path) {
        return Script.named("files/" + name).parameter("FILE", path).bundled("remote/" + name).elevated().build();
    }

    private ProblemException failed(String act, String path, int status, Capture said) {
        String key = switch (status) {
            case NOT_A_FILE -> "remote.file.not-a-file";
            case TOO_LARGE -> "remote.file.too-large";
            default -> "remote.file." + act;
        };
        List<String> lines = said.errorLines();
        return new ProblemException(new Problem(Text.of(key, path), Text.of(key + ".next", path), host.label(), "files/"
                + act, OptionalInt.of(status), lines));
    }
}
