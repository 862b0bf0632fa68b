package org.katagpu.fuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.katagpu.setup.LibraryText;

/**
 * A reader in bash: one process for many inputs, with the libraries as they are sent to a host and the options every
 * script has. Whatever it complains of, each command that an input made it run, and its end are findings.
 */
final class BashReader implements AutoCloseable {
    private static final int MOST_CHARACTERS = 64 << 10;
    private static final long MOST_MILLIS = 2_000;
    /** Of the processor; and of the wall while nothing of it would run if it were let: it waits for what never comes. */
    private static final Duration HANGS = Duration.ofSeconds(30);
    private static final Duration MOST_ASLEEP = Duration.ofMinutes(5);
    private static final Duration LOOK = Duration.ofMillis(500);
    /** USER_HZ, which Linux fixes at 100 for programs. */
    private static final long MILLIS_A_TICK = 10;

    private final Path folder;
    private final Path canary;
    private final String script;
    private Process process;
    private BufferedReader answers;
    private long last;

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
        String answer = answer(used);
        last = process.isAlive() ? used() - used : 0;
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
        if (last > MOST_MILLIS) {
            throw new IllegalStateException("took " + last + " ms of the processor");
        }
        return Files.readAllBytes(folder.resolve("input.out"));
    }

    /**
     * Its answer; none where it ended, or was ended because it hangs. A shell that is ready to run and is not let, on a
     * machine with a load of forty, hangs on nothing.
     */
    private @Nullable String answer(long before) throws IOException {
        Duration asleep = Duration.ZERO;
        for (int i = 1; !answers.ready(); i++) {
            if (!process.isAlive()) {
                // What it said last may have come between the two questions.
                return answers.readLine();
            }
            LockSupport.parkNanos(100_000);
            if (i % (LOOK.toNanos() / 100_000) == 0) {
                asleep = ready() ? asleep : asleep.plus(LOOK);
                if (used() + children() - before > HANGS.toMillis() || asleep.compareTo(MOST_ASLEEP) > 0) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly();
                    return null;
                }
            }
        }
        return answers.readLine();
    }

    /** Whether it or a command of it runs, waits for its turn, or for a disk. */
    private boolean ready() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants()).anyMatch(one -> {
            try {
                String stat = Files.readString(Path.of("/proc/" + one.pid() + "/stat"), StandardCharsets.ISO_8859_1);
                return "RD".indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) >= 0;
            } catch (IOException ended) {
                return true;
            }
        });
    }

    /** Milliseconds of the processor so far, with those of the sub-shells that ended: a busy machine counts for nothing. */
    private long used() throws IOException {
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = 0;
        for (int field = 11; field < 15; field++) {
            ticks += Long.parseLong(fields[field]);
        }
        return ticks * MILLIS_A_TICK;
    }

    private long children() {
        return process.descendants()
                .mapToLong(child -> child.info().totalCpuDuration().map(Duration::toMillis).orElse(0L))
                .sum();
    }

    /** Milliseconds of the processor that the last input took. */
    long last() {
        return last;
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
