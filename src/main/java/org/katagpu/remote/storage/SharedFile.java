package org.katagpu.remote.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * A small file that several running copies of the app may change at once. A change is made under a lock file beside
 * it and put in place by a rename, so a reader, or a crash, sees the old content or the new, never a part. The file
 * is its owner's alone (0600) where the file system knows of such modes.
 */
public final class SharedFile {
    /** More than any file of ours. */
    public static final int MOST_BYTES = 16 << 20;

    private static final Duration LOCK_WAIT = Duration.ofSeconds(5);
    private static final Duration LOCK_RETRY = Duration.ofMillis(20);
    private static final boolean POSIX = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private final Path path;

    public SharedFile(Path path) {
        this.path = path;
    }

    public Path path() {
        return path;
    }

    /**
     * The whole content; empty when there is no such file.
     *
     * @throws IOException also for more than {@value #MOST_BYTES} bytes, and for what is no plain file (a pipe would be
     *         waited for without end)
     */
    public byte[] read() throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                throw new FileSystemException(path.toString(), null, "not a plain file");
            }
            try (InputStream in = Files.newInputStream(path)) {
                byte[] content = in.readNBytes(MOST_BYTES + 1);
                if (content.length > MOST_BYTES) {
                    throw new FileSystemException(path.toString(), null, "larger than " + (MOST_BYTES >> 20) + " MB");
                }
                return content;
            }
        } catch (NoSuchFileException missing) {
            return new byte[0];
        }
    }

    /** Gives a file that cannot be used another name, beside it, and says which; an earlier one of that name goes. */
    public Path putAside() throws IOException {
        Path aside = path.resolveSibling(path.getFileName() + ".broken");
        Files.move(path, aside, StandardCopyOption.REPLACE_EXISTING);
        return aside;
    }

    /**
     * Replaces the content by what {@code change} makes of it. Nothing is written when that is the same.
     *
     * @throws FileBusyException when another process holds the lock for 5 s
     */
    public void update(UnaryOperator<byte[]> change) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null) {
            throw new NoSuchFileException(path.toString());
        }
        OwnFolder.make(folder);
        Path lockFile = folder.resolve(path.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(lockFile, Set.of(StandardOpenOption.CREATE,
                StandardOpenOption.WRITE), OwnFolder.ofFile()); FileLock _ = lock(channel)) {
            byte[] before = read();
            byte[] after = change.apply(before.clone());
            if (!Arrays.equals(before, after)) {
                // A link stays a link: what it points to is replaced.
                write(Files.exists(path) ? path.toRealPath() : path, after);
            }
        }
    }

    /** A second lock of the same process is busy too, not an error: two windows share one file. */
    private FileLock lock(FileChannel channel) throws IOException {
        long deadline = System.nanoTime() + LOCK_WAIT.toNanos();
        while (true) {
            FileLock lock = tryLock(channel);
            if (lock != null) {
                return lock;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new FileBusyException(path.toString());
            }
            try {
                Thread.sleep(LOCK_RETRY);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException(path.toString());
            }
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    private static void write(Path target, byte[] content) throws IOException {
        Path folder = Objects.requireNonNull(target.toAbsolutePath().getParent());
        Path temporary = Files.createTempFile(folder, "." + target.getFileName(), ".new", OwnFolder.ofFile());
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(content);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            try {
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException unusualFileSystem) {
                Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(temporary);
        }
        if (POSIX) {
            try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }
}
