package org.katagpu.canary;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps the arguments and environment of every process of this machine and of the namespaces in it, as long as it is
 * open: a new one is read at once and again after its first exec, all others every second. Whether they hold a secret can
 * be asked afterwards, so also one nobody knew beforehand.
 */
public final class ProcessWatch implements AutoCloseable {
    private static final int AT_ONCE = 4;
    private static final int EVERY = 100;

    private final Map<String, String> texts = new ConcurrentHashMap<>();
    private final Map<String, Integer> looked = new HashMap<>();
    private final AtomicLong looks = new AtomicLong();
    private final AtomicLong processes = new AtomicLong();
    private final Thread thread;

    public ProcessWatch() {
        thread = Thread.ofPlatform().daemon().name("process-watch").start(this::watch);
    }

    /** How many times all processes were listed. */
    public long looks() {
        return looks.get();
    }

    /** How many processes were seen. */
    public long processes() {
        return processes.get();
    }

    /** How many different arguments and environments were kept. */
    public int texts() {
        return texts.size();
    }

    /** Where a canary stood: {@code PID-NAMESPACE cmdline NAME: WHOSE}; never the text itself. */
    public List<String> hits(Canary canary) {
        List<String> hits = new ArrayList<>();
        texts.forEach((text, where) -> canary.in(text).forEach(whose -> hits.add(where + ": " + whose)));
        return hits.stream().sorted().distinct().toList();
    }

    private void watch() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                try (DirectoryStream<Path> now = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
                    now.forEach(this::process);
                } catch (IOException e) {
                    texts.put("not watched " + e, "trouble");
                }
                looks.incrementAndGet();
                Thread.sleep(8);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void process(Path process) {
        // A number is used again at the earliest after tens of thousands of processes.
        int times = looked.merge(process.getFileName().toString(), 1, Integer::sum);
        if (times == 1) {
            processes.incrementAndGet();
        }
        if (times <= AT_ONCE || times % EVERY == 0) {
            keep(process, "cmdline");
            keep(process, "environ");
        }
    }

    private void keep(Path process, String what) {
        try {
            byte[] bytes = Files.readAllBytes(process.resolve(what));
            if (bytes.length > 0) {
                String text = Canary.latin(bytes);
                if (!texts.containsKey(text)) {
                    texts.put(text, Files.readSymbolicLink(process.resolve("ns/pid")) + " " + what + " "
                            + Files.readString(process.resolve("comm")).strip());
                }
            }
        } catch (IOException gone) {
            // It ended meanwhile.
        }
    }

    @Override
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }
}
