package org.katagpu.practice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** What a script did in a sandbox. */
public record SandboxRun(int exit, String out, String err) {
    /** Runs it with the sandbox's bash, from standard input as the wizard sends scripts, and waits for its end. */
    public static SandboxRun of(Sandbox sandbox, String script) {
        try {
            Process process = sandbox.shell("-s").start();
            CompletableFuture<String> err = CompletableFuture.supplyAsync(() -> read(process.getErrorStream()));
            CompletableFuture<String> out = CompletableFuture.supplyAsync(() -> read(process.getInputStream()));
            try (var in = process.getOutputStream()) {
                in.write(script.getBytes(StandardCharsets.UTF_8));
            }
            return new SandboxRun(process.waitFor(), out.join(), err.join());
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    /** A process that was killed is gone once its parent has taken note. */
    static void awaitEnd(ProcessHandle process) {
        long deadline = System.nanoTime() + 5_000_000_000L;
        while (process.isAlive()) {
            assertThat(System.nanoTime()).as("process %d ended in time", process.pid()).isLessThan(deadline);
            LockSupport.parkNanos(5_000_000);
        }
    }

    private static String read(InputStream stream) {
        try {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
