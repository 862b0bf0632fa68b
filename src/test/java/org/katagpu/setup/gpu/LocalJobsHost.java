package org.katagpu.setup.gpu;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.katagpu.job.JobEnd;
import org.katagpu.job.JobId;
import org.katagpu.job.JobInfo;
import org.katagpu.job.JobListener;
import org.katagpu.job.Jobs;
import org.katagpu.job.LockScope;
import org.katagpu.job.ScriptLines;
import org.katagpu.remote.BareHost;
import org.katagpu.remote.Output;
import org.katagpu.remote.Script;

/** Runs scripts with a bash of this machine, checks and jobs alike. */
public final class LocalJobsHost extends BareHost implements Jobs {
    private final Supplier<ProcessBuilder> bash;
    private final Path logs;
    private final Map<JobId, Process> processes = new ConcurrentHashMap<>();
    private final Map<JobId, String> nonces = new ConcurrentHashMap<>();

    /** @param bash one not yet started, which reads its script from its standard input */
    public LocalJobsHost(Supplier<ProcessBuilder> bash, Path logs) {
        super("root@here");
        this.bash = bash;
        this.logs = logs;
    }

    private Process bash(Script script, ProcessBuilder.Redirect to) {
        try {
            Process process = bash.get().redirectErrorStream(true).redirectOutput(to).start();
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(script.text().getBytes(StandardCharsets.UTF_8));
                script.payload().writeTo(stdin);
            }
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int run(Script script, Output output) throws InterruptedException {
        Process process = bash(script, ProcessBuilder.Redirect.PIPE);
        try (InputStream out = process.getInputStream()) {
            byte[] bytes = new byte[8192];
            for (int n = out.read(bytes); n >= 0; n = out.read(bytes)) {
                output.stdout(bytes, 0, n);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return process.waitFor();
    }

    @Override
    public JobId start(String name, LockScope scope, String nonce, Script script) {
        JobId id = new JobId("job-" + processes.size());
        processes.put(id, bash(script, ProcessBuilder.Redirect.to(log(id).toFile())));
        nonces.put(id, nonce);
        return id;
    }

    private Path log(JobId id) {
        return logs.resolve(id.value() + ".log");
    }

    public Process process(JobId id) {
        return processes.get(id);
    }

    @Override
    public JobEnd follow(JobId id, long offset, JobListener listener) throws InterruptedException {
        if (!process(id).waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the script does not end");
        }
        try {
            ScriptLines lines = new ScriptLines(nonces.get(id), listener);
            byte[] bytes = Files.readAllBytes(log(id));
            lines.stdout(bytes, 0, bytes.length);
            lines.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int status = process(id).exitValue();
        return status == 137 ? new JobEnd.Vanished() : new JobEnd.Exited(status);
    }

    @Override
    public void cancel(JobId id) {
        process(id).destroy();
    }

    @Override
    public List<JobInfo> list() {
        return List.of();
    }

    @Override
    public void prune(int keep) {
        // nothing is kept
    }
}
