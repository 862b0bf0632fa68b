package org.katagpu.setup.serve;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The most memory (VmHWM) one of the processes with a variable in its environment took, looked at ten times a second. */
public final class PeakMemory implements AutoCloseable {
    private static final Pattern PEAK = Pattern.compile("Name:\\s*(\\S+)[\\s\\S]*?VmHWM:\\s*(\\d+) kB");
    private final Thread looking;
    private volatile long kib;
    private volatile String program = "none seen";

    public PeakMemory(String variable) {
        looking = Thread.ofPlatform().daemon().start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                ProcessHandle.allProcesses().forEach(process -> look(Path.of("/proc/" + process.pid()), variable));
                try {
                    Thread.sleep(100);
                } catch (InterruptedException closed) {
                    return;
                }
            }
        });
    }

    private void look(Path process, String variable) {
        try {
            String environment = Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
            if (("\0" + environment).contains("\0" + variable + "\0")) {
                Matcher told = PEAK.matcher(Files.readString(process.resolve("status"), StandardCharsets.ISO_8859_1));
                if (told.find() && Long.parseLong(told.group(2)) > kib) {
                    kib = Long.parseLong(told.group(2));
                    program = told.group(1);
                }
            }
        } catch (IOException gone) {
            // It ended while it was looked at.
        }
    }

    public long kib() {
        return kib;
    }

    public String program() {
        return program;
    }

    @Override
    public void close() throws InterruptedException {
        looking.interrupt();
        looking.join();
    }
}
