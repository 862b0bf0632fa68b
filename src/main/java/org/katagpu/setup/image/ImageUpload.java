package org.katagpu.setup.image;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.remote.Capture;
import org.katagpu.remote.Host;
import org.katagpu.remote.LinkLostException;
import org.katagpu.remote.Script;
import org.katagpu.setup.ScriptLibrary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings an image archive from this machine to the host. A link that drops is waited for and the upload goes on where
 * it ended, also days later: the file's checksum is its name there. Taken as whole only with that checksum.
 */
public final class ImageUpload {
    /** Where archives come to lie on the host, as the scripts have it. */
    static final String FOLDER = "/var/lib/katagpu/uploads/";
    private static final Logger LOG = LoggerFactory.getLogger(ImageUpload.class);
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    private static final int CHUNK = 256 * 1024;
    private static final int MOST_TEXT = 16 * 1024;
    private static final int NO_ROOM = 46;
    private static final int WRONG_SUM = 49;
    private static final int MOST_FRUITLESS = 5;

    private final Host host;

    public ImageUpload(Host host) {
        this.host = host;
    }

    /** Told while it goes, on the calling thread and on those that feed the link. */
    @FunctionalInterface
    public interface Progress {
        /** @param done bytes there @param total bytes of the file */
        void at(long done, long total);
    }

    /**
     * Blocks until the file is on the host, whole. Interrupted, it takes away what it brought; where the link is lost at
     * the same time, the stage's next run does, after some days.
     *
     * @return where it lies there, with its checksum
     */
    public ImageArchive upload(Path file, Progress progress) throws ProblemException, InterruptedException {
        FileSum sum;
        try {
            sum = FileSum.of(file);
        } catch (IOException e) {
            throw problem("image.upload.unreadable", file.toString(), OptionalInt.empty(), List.of(), e);
        }
        String name = sum.sha256() + ".tar";
        try {
            bring(file, name, sum.size(), progress);
        } catch (InterruptedException stopped) {
            Thread.ofVirtual().name("upload-drop").start(() -> drop(name, sum.size()));
            throw stopped;
        }
        progress.at(sum.size(), sum.size());
        return new ImageArchive(FOLDER + name, sum.sha256());
    }

    private void bring(Path file, String name, long size, Progress progress)
            throws ProblemException, InterruptedException {
        long before = -1;
        int fruitless = 0;
        long offset = 0;
        while (offset < size) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            try {
                offset = state(name, size);
                progress.at(offset, size);
                if (offset < size) {
                    send(file, name, offset, size, progress);
                    offset = state(name, size);
                }
            } catch (LinkLostException lost) {
                host.awaitLink();
            }
            fruitless = offset > before ? 0 : fruitless + 1;
            before = Math.max(before, offset);
            if (fruitless > MOST_FRUITLESS) {
                throw problem("image.upload.failed", file.toString(), OptionalInt.empty(), List.of(), null);
            }
        }
        finish(file, name, size);
    }

    private void drop(String name, long size) {
        try {
            host.run(script("drop", name, size).build(), new Capture(MOST_TEXT));
        } catch (ProblemException | InterruptedException gone) {
            LOG.info("what was uploaded stays until the next run: {}", gone.toString());
        }
    }

    private long state(String name, long size) throws ProblemException, InterruptedException {
        Capture said = new Capture(MOST_TEXT);
        int status = host.run(script("state", name, size).build(), said);
        if (status == NO_ROOM) {
            throw new ProblemException(Problem.of(Text.of("image.upload.room", mebibytes(size),
                    mebibytes(number(said).orElse(0))), Text.of("image.upload.room.next", FOLDER))
                    .on(host.label()));
        }
        OptionalLong told = number(said);
        if (status != 0 || told.isEmpty() || told.getAsLong() > size) {
            throw problem("image.upload.failed", name, OptionalInt.of(status), said.errorLines(), null);
        }
        return told.getAsLong();
    }

    private static OptionalLong number(Capture said) {
        String text = said.text().strip();
        return NUMBER.matcher(text).matches() ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    private void send(Path file, String name, long offset, long size, Progress progress)
            throws ProblemException, InterruptedException {
        Capture said = new Capture(MOST_TEXT);
        host.run(script("send", name, size).parameter("OFFSET", Long.toString(offset))
                .payload(to -> copy(file, offset, size, to, progress)).build(), said);
    }

    private static void copy(Path file, long offset, long size, OutputStream to, Progress progress)
            throws IOException {
        // Not a channel: that one an interrupt would close in the middle, for a reason the link then tells as its own.
        try (InputStream from = new FileInputStream(file.toFile())) {
            from.skipNBytes(offset);
            byte[] chunk = new byte[CHUNK];
            long done = offset;
            for (int n = from.read(chunk); done < size && n > 0; n = from.read(chunk)) {
                int most = (int) Math.min(n, size - done);
                to.write(chunk, 0, most);
                done += most;
                progress.at(done, size);
            }
        }
    }

    private void finish(Path file, String name, long size) throws ProblemException, InterruptedException {
        while (true) {
            try {
                Capture said = new Capture(MOST_TEXT);
                int status = host.run(script("finish", name, size).build(), said);
                if (status == WRONG_SUM) {
                    throw problem("image.upload.sum", file.toString(), OptionalInt.of(status), List.of(), null);
                } else if (status != 0) {
                    throw problem("image.upload.failed", file.toString(), OptionalInt.of(status), said.errorLines(),
                            null);
                }
                return;
            } catch (LinkLostException lost) {
                host.awaitLink();
            }
        }
    }

    private static Script.Builder script(String act, String file, long size) {
        String name = "image/upload-" + act;
        return ScriptLibrary.add(
                Script.named(name).parameter("NAME", file).parameter("SIZE", Long.toString(size)).elevated()
                        .asLongAsItTakes(),
                name);
    }

    private static String mebibytes(long bytes) {
        return (bytes >> 20) + " MiB";
    }

    private ProblemException problem(String key, String file, OptionalInt exit, List<String> lines,
            @Nullable Throwable cause) {
        return new ProblemException(new Problem(Text.of(key, file), Text.of(key + ".next"), host.label(),
                "image/upload", exit, lines), cause);
    }
}
