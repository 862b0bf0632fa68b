package org.katagpu.setup.kata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.Exhaustive;
import org.katagpu.kataconf.toml.Templates;
import org.katagpu.remote.Script;
import org.katagpu.setup.Action;

/** However a save is cut short: the file is wholly old or wholly new, and the next save goes through. */
class KataCutsTest {
    private static final int CORES = Runtime.getRuntime().availableProcessors();
    private static final byte[] OLD = Templates.ours("newer-qemu.toml").bytes();
    private static final byte[] NEW = (new String(OLD, StandardCharsets.UTF_8).replace("2048", "20480")
            + "# more\n".repeat(6_000)).getBytes(StandardCharsets.UTF_8);
    private static final KataSave SAVE = KataSave.edited(KataTarget.MAIN,
            new KataFile("", "", Sha256.of(OLD), OLD, List.of()), NEW);
    private static final Script SCRIPT = KataRoot.script(SAVE, Action.APPLY);

    private final AtomicInteger number = new AtomicInteger();

    @TempDir
    Path folder;

    private KataRoot host() throws IOException {
        return KataRoot.with(Files.createDirectories(folder.resolve("host" + number.incrementAndGet())), OLD);
    }

    /** The script with a head of its own, run before anything else. */
    private static String headed(String head) {
        String text = SCRIPT.text().replace("umask 077\n", "umask 077\n" + head + "\n");
        assertThat(text).contains(head);
        return text;
    }

    /** Kills the script before its n-th command. */
    private static String killedAt(int command) {
        return headed("set -T; KG_CUT=" + command + "; trap '((--KG_CUT)) || kill -9 $$' DEBUG");
    }

    private static boolean assertWhole(KataRoot host, String cut) throws IOException {
        byte[] now = host.bytes();
        boolean replaced = Arrays.equals(now, NEW);
        if (!replaced) {
            assertThat(now).as(cut).isEqualTo(OLD);
        } else {
            assertThat(host.backedUp()).as("%s: a backup", cut).contains(OLD);
        }
        assertThat(Files.getPosixFilePermissions(host.file())).as(cut)
                .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
        assertThat(Files.isSymbolicLink(host.root().resolve(KataRoot.ASKED.substring(1)))).as(cut).isTrue();
        return replaced;
    }

    private static void assertRepeatable(KataRoot host, String cut) throws IOException {
        KataRoot.Run again = host.run(SAVE, Action.APPLY);
        assertThat(again.exit()).as("%s, then again: %s", cut, again.said()).isZero();
        assertThat(host.bytes()).as(cut).isEqualTo(NEW);
        assertThat(host.leftovers()).as(cut).isEmpty();
        assertThat(host.run(KataSave.NOTHING, Action.UNDO).exit()).as(cut).isZero();
        assertThat(host.bytes()).as("%s, then undone", cut).isEqualTo(OLD);
    }

    /** @return whether the script came to its end before the cut */
    private boolean cutAt(int command, boolean repeat) throws IOException {
        KataRoot host = host();
        KataRoot.Run run = host.run(SCRIPT, killedAt(command));
        assertWhole(host, "killed before command " + command);
        if (repeat) {
            assertRepeatable(host, "killed before command " + command);
        }
        return run.exit() == 0;
    }

    @Test
    void aKillBeforeSomeCommandsLeavesTheFileWhole() throws Exception {
        boolean ended = false;
        for (int command = 20; !ended; command += 70) {
            ended = cutAt(command, true);
        }
    }

    @Test
    @Tag("real")
    void aKillBeforeAnyCommandLeavesTheFileWhole() throws Exception {
        int stride = Exhaustive.oneOf(5);
        AtomicInteger next = new AtomicInteger();
        AtomicBoolean ended = new AtomicBoolean();
        try (ExecutorService cores = Executors.newFixedThreadPool(CORES)) {
            List<Future<?>> lanes = new ArrayList<>();
            for (int lane = 0; lane < CORES; lane++) {
                lanes.add(cores.submit(() -> {
                    while (!ended.get()) {
                        int command = next.addAndGet(stride);
                        if (cutAt(command, command / stride % 8 == 0)) {
                            ended.set(true);
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> lane : lanes) {
                lane.get();
            }
        }
        assertThat(next.get()).isGreaterThan(100);
    }

    @Test
    @Tag("real")
    void cutsAtAnyMomentLeaveTheFileWhole() throws Exception {
        Random random = new Random(20261123);
        long start = System.nanoTime();
        assertThat(host().run(SCRIPT, SCRIPT.text()).exit()).isZero();
        long whole = (System.nanoTime() - start) * 4;
        int cutsInAll = 1_000 / Exhaustive.oneOf(5);
        AtomicInteger replaced = new AtomicInteger();
        List<Future<?>> cuts = new ArrayList<>();
        try (ExecutorService cores = Executors.newFixedThreadPool(CORES)) {
            for (int i = 0; i < cutsInAll; i++) {
                int kind = i % 10;
                long moment = (long) (random.nextDouble() * whole);
                int size = random.nextInt(NEW.length);
                cuts.add(cores.submit(() -> {
                    if (cut(kind, moment, size)) {
                        replaced.incrementAndGet();
                    }
                    return null;
                }));
            }
            for (Future<?> cut : cuts) {
                cut.get();
            }
        }
        // Cuts fell on both sides of the rename.
        assertThat(replaced.get()).isBetween(cutsInAll / 50, cutsInAll - cutsInAll / 50);
    }

    private boolean cut(int kind, long momentNanos, int size) throws Exception {
        KataRoot host = host();
        String cut = switch (kind) {
            case 0 -> "disk full after " + size;
            case 1 -> "link dropped after " + size;
            default -> "ended after " + momentNanos / 1_000_000.0 + " ms";
        };
        if (kind == 0) {
            host.run(SCRIPT, headed("ulimit -f " + size / 1024));
        } else {
            Process process = host.start(SCRIPT, SCRIPT.text(), kind == 1 ? size : Integer.MAX_VALUE);
            if (kind > 1 && !process.waitFor(momentNanos, TimeUnit.NANOSECONDS)) {
                if (kind < 4) {
                    process.destroy();
                } else {
                    process.destroyForcibly();
                }
            }
            process.waitFor();
        }
        boolean replaced = assertWhole(host, cut);
        if (kind < 4) {
            assertThat(host.leftovers()).as("%s: nothing left behind", cut).isEmpty();
        }
        if (size % 10 == 0) {
            assertRepeatable(host, cut);
        }
        return replaced;
    }
}
