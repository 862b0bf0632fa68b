package org.katagpu.remote;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;

/**
 * This machine as the host, without SSH: scripts run with bash over a sandboxed root. Can be told to lose its link
 * at a given byte or moment; as with a real link, what runs at the other end is not told and goes on.
 */
public final class LocalHost extends BareHost {
    private static final long NEVER = Long.MAX_VALUE;

    private final Path root;
    private final Map<String, String> environment;
    private final List<Process> processes = new ArrayList<>();
    private final AtomicInteger losses = new AtomicInteger();
    private final AtomicReference<@Nullable Held> held = new AtomicReference<>();
    private final Set<Process> cutOff = ConcurrentHashMap.newKeySet();
    private final Map<String, Queue<Long>> outputBounds = new ConcurrentHashMap<>();
    private final Map<String, Long> inputBounds = new ConcurrentHashMap<>();

    public LocalHost(Path root) {
        this(root, "root@local");
    }

    public LocalHost(Path root, String label) {
        this(root, label, Map.of());
    }

    /** @param environment variables besides those of this process */
    public LocalHost(Path root, String label, Map<String, String> environment) {
        super(label);
        this.root = root;
        this.environment = environment;
    }

    /** The next runs of the named script lose the link once they have printed that many bytes, each in turn. */
    public void loseAtOutput(String script, long... bytes) {
        Queue<Long> bounds = new ConcurrentLinkedQueue<>();
        Arrays.stream(bytes).forEach(bounds::add);
        outputBounds.put(script, bounds);
    }

    /** The next run of the named script loses the link once it was sent that many bytes; see {@link #deliverHeld}. */
    public void loseAtInput(String script, long bytes) {
        inputBounds.put(script, bytes);
    }

    /** Every script that runs loses the link now. @return how many did */
    public int loseNow() {
        List<Process> running;
        synchronized (processes) {
            running = processes.stream().filter(Process::isAlive).toList();
        }
        cutOff.addAll(running);
        running.forEach(Process::destroyForcibly);
        return running.size();
    }

    /** How often the link was lost. */
    public int losses() {
        return losses.get();
    }

    /** What was on the way when the link was lost arrives after all; returns when that script has ended. */
    public void deliverHeld() throws IOException, InterruptedException {
        Held late = held.getAndSet(null);
        if (late == null) {
            throw new IllegalStateException("nothing is held");
        }
        try (OutputStream to = late.process().getOutputStream()) {
            to.write(late.rest());
        } catch (IOException gone) {
            // It has ended without reading the rest.
        }
        late.process().waitFor();
    }

    private record Held(Process process, byte[] rest) {}

    @Override
    public int run(Script script, Output output) throws ProblemException, InterruptedException {
        Long next = outputBounds.getOrDefault(script.name(), new ArrayDeque<>()).poll();
        long outputBound = next == null ? NEVER : next;
        Long input = inputBounds.remove(script.name());
        long inputBound = input == null ? NEVER : input;
        try {
            return run(start(), bytes(script), output, outputBound, inputBound);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process start() throws IOException {
        ProcessBuilder bash = new ProcessBuilder("bash");
        bash.environment().put("KATAGPU_ROOT", root.toString());
        bash.environment().putAll(environment);
        Process process = bash.start();
        synchronized (processes) {
            processes.add(process);
        }
        return process;
    }

    private static byte[] bytes(Script script) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(script.text().getBytes(StandardCharsets.UTF_8));
        script.payload().writeTo(all);
        return all.toByteArray();
    }

    private int run(Process process, byte[] input, Output output, long outputBound, long inputBound)
            throws IOException, InterruptedException, LinkLostException {
        int sent = (int) Math.min(input.length, inputBound);
        Thread writer = Thread.ofVirtual().start(() -> write(process, input, sent, sent < input.length));
        Thread errors = Thread.ofVirtual().start(() -> read(process.getErrorStream(), output::stderr, NEVER));
        try {
            if (sent < input.length) {
                writer.join();
                held.set(new Held(process, Arrays.copyOfRange(input, sent, input.length)));
                throw lost();
            }
            CompletableFuture<Boolean> whole = CompletableFuture.supplyAsync(
                    () -> read(process.getInputStream(), output::stdout, outputBound),
                    task -> Thread.ofVirtual().start(task));
            if (!whole.get()) {
                process.getInputStream().close();
                throw lost();
            }
            errors.join();
            int status = process.waitFor();
            if (cutOff.remove(process)) {
                throw lost();
            }
            return status;
        } catch (InterruptedException e) {
            process.destroy();
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static void write(Process process, byte[] input, int count, boolean keepOpen) {
        try {
            OutputStream to = process.getOutputStream();
            to.write(input, 0, count);
            to.flush();
            if (!keepOpen) {
                to.close();
            }
        } catch (IOException ended) {
            // The script ended without reading all of it.
        }
    }

    private interface Sink {
        void take(byte[] bytes, int offset, int length);
    }

    /** @return false when the bound was reached */
    private static boolean read(InputStream from, Sink sink, long bound) {
        byte[] bytes = new byte[32 << 10];
        long left = bound;
        try {
            while (left > 0) {
                int count = from.read(bytes, 0, (int) Math.min(bytes.length, left));
                if (count < 0) {
                    return true;
                }
                sink.take(bytes, 0, count);
                left -= count;
            }
            return false;
        } catch (IOException closed) {
            return true;
        }
    }

    private LinkLostException lost() {
        losses.incrementAndGet();
        return new LinkLostException(Problem.of(Text.of("test.lost"), Text.of("test.lost.next")), null);
    }

    /** Ends the channels still open; jobs go on. */
    @Override
    public void close() {
        synchronized (processes) {
            processes.forEach(Process::destroyForcibly);
        }
    }
}
