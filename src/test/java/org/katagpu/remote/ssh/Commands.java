package org.katagpu.remote.ssh;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs a command of this machine for a test, and fails the test when it fails. */
final class Commands {
    private Commands() {}

    static String run(String... words) {
        return runWith("", words);
    }

    static String runWith(String input, String... words) {
        try {
            Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
            try (OutputStream to = process.getOutputStream()) {
                to.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            if (status != 0) {
                throw new AssertionError(List.of(words) + " ended with " + status + ": " + said);
            }
            return said;
        } catch (IOException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }
}
