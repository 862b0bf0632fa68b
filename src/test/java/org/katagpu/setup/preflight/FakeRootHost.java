package org.katagpu.setup.preflight;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.katagpu.remote.BareHost;
import org.katagpu.remote.Output;
import org.katagpu.remote.Script;

/** Runs scripts with this machine's bash over a fake root, with nothing but the given commands on the PATH. */
class FakeRootHost extends BareHost {
    private final Path bash;
    private final Map<String, String> environment;
    boolean elevated;

    FakeRootHost(FakeRoot fake) {
        this(Path.of("/bin/bash"),
                Map.of("PATH", fake.commands().toString(), "KATAGPU_ROOT", fake.path().toString()));
    }

    FakeRootHost(Path bash, Map<String, String> environment) {
        super("admin@fake");
        this.bash = bash;
        this.environment = environment;
    }

    @Override
    public int run(Script script, Output output) throws InterruptedException {
        elevated = script.elevated();
        try {
            ProcessBuilder shell = new ProcessBuilder(bash.toString(), "-s");
            shell.environment().clear();
            shell.environment().putAll(environment);
            Process process = shell.start();
            Thread errors = Thread.ofVirtual().start(() -> copy(process.getErrorStream(), output::stderr));
            Thread feeding = Thread.ofVirtual().start(() -> feed(process, script));
            copy(process.getInputStream(), output::stdout);
            errors.join();
            feeding.join();
            return process.waitFor();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void feed(Process process, Script script) {
        try (var in = process.getOutputStream()) {
            in.write(script.text().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private interface Sink {
        void take(byte[] bytes, int offset, int length);
    }

    private static void copy(InputStream from, Sink to) {
        byte[] buffer = new byte[8192];
        try {
            for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                to.take(buffer, 0, n);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
