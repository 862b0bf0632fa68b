package org.katagpu.endless;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.setup.HostileMirror;
import org.katagpu.setup.serve.PeakMemory;

/**
 * Somebody who never stops: a host, a model's server, a mirror, files of trust. Each call ends with a problem, the wizard
 * has 256 MB of heap, a script 64 MB, the disk its cap. A second of each; {@code -Dendless.seconds=60} for the long form,
 * whose figures are in docs/security/endless.md.
 */
@Timeout(3600)
class EndlessTest {
    private static final double SECONDS = Double.parseDouble(System.getProperty("endless.seconds", "0.5"));
    private static final long MOST_KIB = 64 * 1024;
    private static final List<String> ENDS = List.of("script-endless_greeting: remote.endless-greeting",
            "script-ready_mark_without_end: remote.endless-greeting", "script-endless_line: remote.too-much",
            "script-endless_lines: remote.too-much", "script-endless_errors: remote.too-much",
            "host-check-facts: remote.too-much", "stage-check-facts: remote.too-much",
            "stage-check-log: remote.too-much",
            "job-answers: remote.too-much", "greeting: remote.not-ssh", "known-hosts-zero: no-problem",
            "revoked-keys-zero: hostkey.revoked-list", "known-hosts-many: hostkey.unreadable",
            "revoked-keys-many: hostkey.revoked-list", "known-hosts-most: no-problem",
            "revoked-keys-most: hostkey.revoked-list.line", "log: kept", "chat-words: chat.problem.bound.characters",
            "chat-keep-alives: chat.problem.bound.bytes", "chat-one-event: chat.problem.bound.event",
            "chat-models: chat.problem.bound.body");

    @TempDir
    private Path folder;

    @Test
    void everyCallOfTheWizardEndsWithin256MbOfHeap() throws Exception {
        Path said = folder.resolve("said");
        Process program = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-cp",
                System.getProperty("java.class.path"),
                EndlessCalls.class.getName(), Files.createDirectory(folder.resolve("own")).toString(), "" + SECONDS)
                .redirectErrorStream(true).redirectOutput(said.toFile()).start();
        boolean ended = program.waitFor((long) (120 + SECONDS * 2 * ENDS.size()), TimeUnit.SECONDS);
        program.destroyForcibly();
        List<String> lines = Files.readAllLines(said).stream().filter(line -> line.startsWith("endless ")).toList();
        lines.forEach(System.out::println);
        assertThat(ended).as(() -> String.join("\n", lines)).isTrue();
        assertThat(lines.stream().map(line -> line.split(" "))
                .map(words -> words[1] + " " + words[2].replaceAll(":$", "")))
                .as(() -> said(said)).containsExactlyElementsOf(ENDS);
        assertThat(lines).filteredOn(line -> line.contains("disk")).singleElement()
                .satisfies(line -> assertThat(Integer.parseInt(line.replaceAll(".*disk (\\d+) MB.*", "$1")))
                        .isBetween(1, 136));
        assertThat(lines.stream().filter(line -> line.contains("longest"))
                .map(line -> Long.parseLong(line.replaceAll(".*longest (\\d+) ms.*", "$1")))
                .collect(Collectors.toList()))
                .as(() -> String.join("\n", lines)).allMatch(longest -> longest < 60_000);
    }

    private static String said(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.limit(60).collect(Collectors.joining("\n"));
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }

    /** A download that never ends, by the scripts' one downloader: up to its cap, then nothing of it is left. */
    @Test
    void aDownloadStaysWithin64MbAndItsCap() throws Exception {
        long most = (long) (SECONDS * (16L << 20));
        try (HostileMirror mirror = new HostileMirror(folder, new byte[1000])) {
            long began = System.nanoTime();
            Fetched endless = fetch(mirror, "/endless", most + " 60");
            System.out.printf("endless download: %d MB cap, %d KiB in %s, disk %d MB, %d ms%n", most >> 20,
                    endless.kib(),
                    endless.program(), endless.disk() >> 20, (System.nanoTime() - began) / 1_000_000);
            assertThat(endless.said()).contains("not: too_large");
            assertThat(endless.kib()).isBetween(1L, MOST_KIB);
            assertThat(endless.disk()).isLessThanOrEqualTo(most + (4 << 20));
            Fetched drip = fetch(mirror, "/drip", most + " 3");
            assertThat(drip.said()).contains("not: slow");
            assertThat(Files.exists(folder.resolve("file"))).isFalse();
        }
    }

    private record Fetched(String said, long kib, String program, long disk) {}

    private Fetched fetch(HostileMirror mirror, String path, String more) throws Exception {
        Path lib = Path.of("src/main/resources/setup/lib").toAbsolutePath();
        ProcessBuilder bash = new ProcessBuilder("bash", "-c",
                "set -Eeuo pipefail; KATAGPU_NONCE=n; unset KATAGPU_ROOT\n. "
                        + lib + "/control.sh\n. " + lib + "/fetch.sh\nkg_fetch file '" + mirror.https(path) + "' '' "
                        + more
                        + " && echo got || printf 'not: %s %s\\n%s\\n' \"$KG_FETCH\" \"$KG_HTTP\" \"$REPLY\"")
                .directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(folder.resolve("fetched").toFile());
        bash.environment().put("CURL_CA_BUNDLE", mirror.certificate().toString());
        bash.environment().put("ENDLESS", folder.toString());
        long disk = 0;
        try (PeakMemory peak = new PeakMemory("ENDLESS=" + folder)) {
            Process process = bash.start();
            while (!process.waitFor(50, TimeUnit.MILLISECONDS)) {
                disk = Math.max(disk, folder.resolve("file.part").toFile().length());
            }
            return new Fetched(Files.readString(folder.resolve("fetched")), peak.kib(), peak.program(), disk);
        }
    }
}
