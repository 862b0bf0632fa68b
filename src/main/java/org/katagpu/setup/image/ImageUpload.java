package org.katagpu.setup.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

import org.jspecify.annotations.Nullable;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.remote.Capture;
import org.katagpu.remote.Host;
import org.katagpu.remote.LinkLostException;
import org.katagpu.remote.Script;

/**
 * Brings an image archive from this machine to the host. A link that drops is waited for and the upload goes on where
 * it ended, also days later: the file's checksum is its name there. Taken as whole only with that checksum.
 */
public final class ImageUpload {
    /** Where archives come to lie on the host. */
    static final String FOLDER = "/var/lib/katagpu/uploads/";
    private static final int CHUNK = 256 * 1024;
    private static final int MOST_TEXT = 16 * 1024;
    private static final int NO_ROOM = 46;
    private static final int WRONG_SUM = 49;
    private static final int MOST_FRUITLESS = 5;

    private static final String STATE = """
            dir=${KATAGPU_ROOT:-}$FOLDER
            mkdir -p -- "$dir"
            if [[ -f $dir/$NAME ]]; then
              echo "$SIZE"
              exit
            fi
            have=0
            [[ ! -f $dir/$NAME.part ]] || have=$(stat -c %s -- "$dir/$NAME.part")
            read -r _ _ _ free _ < <(df -P -k "$dir" | tail -n 1)
            ((free * 1024 > SIZE - have)) || { echo "$((free * 1024))" && exit 46; }
            echo "$have"
            """;
    /** What an earlier link may still be bringing is ended first: only one may write. */
    private static final String SEND = """
            part=${KATAGPU_ROOT:-}$FOLDER$NAME.part
            exec 8>>"$part"
            if ! flock -n 8; then
              read -r earlier <"$part.pid" && kill "$earlier"
              flock -w 30 8
            fi
            (($(stat -c %s -- "$part") == OFFSET)) || exit 48
            echo "$BASHPID" >"$part.pid"
            exec cat <&9 >&8
            """;
    private static final String FINISH = """
            file=${KATAGPU_ROOT:-}$FOLDER$NAME
            [[ ! -f $file ]] || exit 0
            sum=$(sha256sum <"$file.part")
            if [[ ${sum%% *} != "${NAME%.tar}" ]]; then
              rm -f -- "$file.part"
              exit 49
            fi
            rm -f -- "$file.part.pid"
            sync -- "$file.part"
            mv -f -- "$file.part" "$file"
            """;

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

    /** Blocks until the file is on the host, whole. @return where it lies there, with its checksum */
    public ImageArchive upload(Path file, Progress progress) throws ProblemException, InterruptedException {
        FileSum sum;
        try {
            sum = FileSum.of(file);
        } catch (IOException e) {
            throw problem("image.upload.unreadable", file.toString(), OptionalInt.empty(), List.of(), e);
        }
        String name = sum.sha256() + ".tar";
        long before = -1;
        int fruitless = 0;
        long offset = 0;
        while (offset < sum.size()) {
            try {
                offset = state(name, sum.size());
                progress.at(offset, sum.size());
                if (offset < sum.size()) {
                    send(file, name, offset, sum.size(), progress);
                    offset = state(name, sum.size());
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
        finish(file, name);
        progress.at(sum.size(), sum.size());
        return new ImageArchive(FOLDER + name, sum.sha256());
    }

    private long state(String name, long size) throws ProblemException, InterruptedException {
        Capture said = new Capture(MOST_TEXT);
        int status = host.run(script("image/upload-state", name, STATE).parameter("SIZE", Long.toString(size)).build(),
                said);
        if (status == NO_ROOM) {
            throw new ProblemException(Problem.of(Text.of("image.upload.room", mebibytes(size),
                    mebibytes(Long.parseLong(said.text().strip()))), Text.of("image.upload.room.next", FOLDER))
                    .on(host.label()));
        } else if (status != 0) {
            throw problem("image.upload.failed", name, OptionalInt.of(status), said.errorLines(), null);
        }
        return Long.parseLong(said.text().strip());
    }

    private void send(Path file, String name, long offset, long size, Progress progress)
            throws ProblemException, InterruptedException {
        Capture said = new Capture(MOST_TEXT);
        host.run(script("image/upload", name, SEND).parameter("OFFSET", Long.toString(offset))
                .payload(to -> copy(file, offset, size, to, progress)).build(), said);
    }

    private static void copy(Path file, long offset, long size, OutputStream to, Progress progress)
            throws IOException {
        try (FileChannel from = FileChannel.open(file)) {
            from.position(offset);
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
            long done = offset;
            while (done < size && from.read(chunk) > 0) {
                int most = (int) Math.min(chunk.position(), size - done);
                to.write(chunk.array(), 0, most);
                chunk.clear();
                done += most;
                progress.at(done, size);
            }
        }
    }

    private void finish(Path file, String name) throws ProblemException, InterruptedException {
        while (true) {
            try {
                Capture said = new Capture(MOST_TEXT);
                int status = host.run(script("image/upload-finish", name, FINISH).build(), said);
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

    private static Script.Builder script(String name, String file, String body) {
        return Script.named(name).parameter("FOLDER", FOLDER).parameter("NAME", file).part(body).elevated();
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
