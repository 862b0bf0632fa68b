package org.katagpu.fuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.katagpu.setup.LibraryText;

/**
 * A reader in bash: one process for many inputs, with the libraries as they are sent to a host and the options every
 * script has. Whatever it complains of, each command that an input made it run, and its end are findings.
 */
final class BashReader implements AutoCloseable {
    private static final int MOST_CHARACTERS = 64 << 10;
    private static final long MOST_MILLIS = 2_000;

    private final Path folder;
    private final Path canary;
    private final String script;
    private Process process;
    private BufferedReader answers;

    BashReader(Path folder, String target, List<String> libraries) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.canary = folder.resolve("canary");
        StringBuilder text = new StringBuilder("set -Euo pipefail\nexport LC_ALL=C\numask 077\n");
        // What starts and follows jobs is no stage's, and stands by itself.
        text.append(libraries.getFirst().startsWith("job/")
                ? Files.readString(Path.of("src/main/resources", libraries.getFirst() + ".sh"))
                : LibraryText.of(libraries)).append('\n');
        for (String part : List.of(target, "driver")) {
            text.append(Files.readString(Path.of("src/test/resources/fuzz-bash", part + ".sh")));
        }
        this.script = text.toString();
    }

    private void start() throws IOException {
        Path file = Files.writeString(folder.resolve("script"), script);
        ProcessBuilder shell = new ProcessBuilder("/bin/bash", file.toString());
        shell.environment().clear();
        shell.environment().put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        shell.environment().put("KATAGPU_NONCE", "0123456789abcdef");
        shell.environment().put("FUZZ_FOLDER", folder.toString());
        shell.environment().put("CANARY", canary.toString());
        shell.directory(folder.toFile()).redirectError(folder.resolve("errors").toFile());
        process = shell.start();
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** @return what the target printed */
    byte[] read(byte[] input) throws IOException {
        if (process == null || !process.isAlive()) {
            start();
        }
        Path file = folder.resolve("input");
        Files.write(file, input.length > MOST_CHARACTERS ? java.util.Arrays.copyOf(input, MOST_CHARACTERS) : input);
        long used = used();
        process.outputWriter().write(file + "\n");
        process.outputWriter().flush();
        String answer = answers.readLine();
        long took = used() - used;
        String errors = Files.readString(folder.resolve("input.err"), StandardCharsets.ISO_8859_1);
        if (answer == null) {
            process.destroyForcibly();
            process = null;
            throw new IllegalStateException("bash ended: " + errors + Files.readString(folder.resolve("errors")));
        }
        if (Files.exists(canary)) {
            Files.delete(canary);
            throw new IllegalStateException("the input ran a command");
        }
        if (!errors.isEmpty()) {
            throw new IllegalStateException(errors.substring(0, Math.min(errors.length(), 500)));
        }
        if (took > MOST_MILLIS) {
            throw new IllegalStateException("took " + took + " ms");
        }
        return Files.readAllBytes(folder.resolve("input.out"));
    }

    /** Milliseconds of the processor so far; a process that is stuck is found by the run's own watch. */
    private long used() {
        return process.info().totalCpuDuration().map(java.time.Duration::toMillis).orElse(0L);
    }

    @Override
    public void close() {
        if (process != null) {
            try {
                process.outputWriter().close();
                if (!process.waitFor(2, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            } catch (InterruptedException stop) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
