package org.katagpu;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@link CanaryWindow} as its admin works it: types the secret it wants, and tells it to go on. */
final class CanaryProcess implements AutoCloseable {
    private final Process process;
    private final Map<String, String> secrets;
    private final Path folder;
    private final BufferedReader out;
    private final StringBuilder said = new StringBuilder();

    CanaryProcess(Process process, Map<String, String> secrets, Path folder) {
        this.process = process;
        this.secrets = secrets;
        this.folder = folder;
        out = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Reads on to a line; an empty one stands for the end. */
    void until(String line) throws IOException {
        for (String next = out.readLine(); !line.equals(next); next = out.readLine()) {
            if (next == null) {
                if (line.isEmpty()) {
                    return;
                }
                throw new IllegalStateException("it ended before \"" + line + "\":\n" + said);
            }
            said.append(next).append('\n');
            if (next.startsWith("want ")) {
                write(secrets.get(next.substring("want ".length())) + "\n");
            }
        }
    }

    Path dump(String kind) throws IOException {
        String phase = said.substring(0);
        write(kind + "\n");
        for (String next = out.readLine(); next != null; next = out.readLine()) {
            if (next.startsWith("dumped ")) {
                return folder.resolve(next.substring("dumped ".length()) + ".hprof");
            }
            said.append(next).append('\n');
        }
        throw new IllegalStateException("no heap dump:\n" + phase);
    }

    void goOn() throws IOException {
        write("\n");
    }

    private void write(String text) throws IOException {
        OutputStream in = process.getOutputStream();
        in.write(text.getBytes(StandardCharsets.US_ASCII));
        in.flush();
    }

    String said() {
        return said.toString();
    }

    @Override
    public void close() throws InterruptedException {
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
