package org.katagpu.setup.kata;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.LocalHost;
import org.katagpu.remote.Script;
import org.katagpu.setup.Action;
import org.katagpu.setup.Plan;
import org.katagpu.setup.StageScripts;

/** A host's root with Kata's configuration behind a symbolic link, and the stage's scripts run over it. */
record KataRoot(Path root) {
    static final String ASKED = "/etc/kata-containers/configuration.toml";
    static final String REAL = "/opt/kata/share/defaults/kata-containers/configuration-qemu-virtcca.toml";
    private static final StageScripts SCRIPTS = new StageScripts();

    /** What a run did. */
    record Run(int exit, String said) {}

    static KataRoot with(Path root, byte[] configuration) {
        KataRoot host = new KataRoot(root);
        try {
            Files.createDirectories(host.file().getParent());
            Files.write(host.file(), configuration);
            Files.setPosixFilePermissions(host.file(), PosixFilePermissions.fromString("rw-r-----"));
            Path link = root.resolve(ASKED.substring(1));
            Files.createDirectories(link.getParent());
            Files.createSymbolicLink(link, Path.of(REAL));
            return host;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    Path file() {
        return root.resolve(REAL.substring(1));
    }

    Path dropIn() {
        return file().resolveSibling("config.d/90-katagpu.toml");
    }

    Path backups() {
        return root.resolve("var/lib/katagpu/kata/backups");
    }

    byte[] bytes() {
        try {
            return Files.readAllBytes(file());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The backups' texts. */
    List<byte[]> backedUp() {
        if (!Files.isDirectory(backups())) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(backups())) {
            return folders.filter(folder -> !folder.getFileName().toString().startsWith(".")).map(folder -> {
                try {
                    return Files.readAllBytes(folder.resolve("file"));
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            }).toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Names of files no finished run may leave. */
    List<String> leftovers() {
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(".new.") || name.contains(".katagpu.")).toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static Script script(KataSave save, Action action) {
        return SCRIPTS.script(new KataStage(save), action, Plan.EMPTY, "nonce");
    }

    /** What comes of a plan on this host. */
    Script script(Plan plan, Action action) {
        return script(new LocalHost(root), plan, action);
    }

    /** @param host over this root */
    Script script(LocalHost host, Plan plan, Action action) {
        try {
            return SCRIPTS.script(new KataStage().prepare(host, action, plan), action, plan, "nonce");
        } catch (ProblemException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    Run run(Plan plan, Action action) {
        Script script = script(plan, action);
        return run(script, script.text());
    }

    Run run(KataSave save, Action action) {
        if (save == KataSave.NOTHING) {
            return run(Plan.EMPTY, action);
        }
        return run(script(save, action), script(save, action).text());
    }

    /** @param text of the script, changed by a test */
    Run run(Script script, String text) {
        try {
            Process process = start(script, text, Integer.MAX_VALUE);
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the script hangs: " + said);
            }
            return new Run(process.exitValue(), said);
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    /** @param payloadBytes how much of the payload arrives before the link drops */
    Process start(Script script, String text, int payloadBytes) throws IOException {
        ProcessBuilder bash = new ProcessBuilder("bash").redirectErrorStream(true);
        bash.environment().put("KATAGPU_ROOT", root.toString());
        Process process = bash.start();
        try (OutputStream to = process.getOutputStream()) {
            to.write(text.getBytes(StandardCharsets.UTF_8));
            ByteArrayOutputStream payload = new ByteArrayOutputStream();
            script.payload().writeTo(payload);
            to.write(payload.toByteArray(), 0, Math.min(payloadBytes, payload.size()));
        } catch (IOException killedBefore) {
            // It was ended before it had read everything: what a test wants to see.
        }
        return process;
    }
}
