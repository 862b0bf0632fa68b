package org.katagpu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;

/** Looks at the arguments and environment of all processes of this machine, again and again, for a secret. */
final class ArgumentWatch implements AutoCloseable {
    private final String secret;
    private final Set<String> seen = new ConcurrentSkipListSet<>();
    private final AtomicLong looks = new AtomicLong();
    private final Thread thread;

    ArgumentWatch(String secret) {
        this.secret = secret;
        thread = Thread.ofPlatform().daemon().name("argument-watch").start(this::watch);
    }

    /** Where it stood; never the text itself. */
    Set<String> seen() {
        return seen;
    }

    long looks() {
        return looks.get();
    }

    private void watch() {
        while (!Thread.currentThread().isInterrupted()) {
            try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
                for (Path process : processes) {
                    look(process, "cmdline");
                    look(process, "environ");
                }
                looks.incrementAndGet();
                Thread.sleep(50);
            } catch (IOException e) {
                seen.add("not watched: " + e);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void look(Path process, String what) {
        try {
            if (new String(Files.readAllBytes(process.resolve(what)), StandardCharsets.UTF_8).contains(secret)) {
                seen.add(process + " " + what);
            }
        } catch (IOException gone) {
            // It ended meanwhile.
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
