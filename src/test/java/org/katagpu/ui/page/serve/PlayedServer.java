package org.katagpu.ui.page.serve;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.katagpu.job.JobEnd;
import org.katagpu.job.JobId;
import org.katagpu.job.JobInfo;
import org.katagpu.job.JobLine;
import org.katagpu.job.JobListener;
import org.katagpu.job.Jobs;
import org.katagpu.job.LockScope;
import org.katagpu.remote.Duplex;
import org.katagpu.remote.Host;
import org.katagpu.remote.Identity;
import org.katagpu.remote.LinkState;
import org.katagpu.remote.Output;
import org.katagpu.remote.Script;
import org.katagpu.remote.Subscription;

/** A host whose serve scripts say what the test wants, word by word; nothing runs. */
final class PlayedServer implements Host, Jobs {
    private static final Pattern NONCE = Pattern.compile("KATAGPU_NONCE='?([^'\n]+)");
    private static final Pattern START = Pattern.compile("(?m)^START='?([^'\n]*)");

    private final BlockingQueue<JobLine> run = new LinkedBlockingQueue<>();
    private final BlockingQueue<JobEnd> ends = new LinkedBlockingQueue<>();
    final List<String> started = new CopyOnWriteArrayList<>();
    final List<String> asked = new CopyOnWriteArrayList<>();
    final AtomicInteger samples = new AtomicInteger();
    private volatile List<String> check = List.of();
    private volatile String key = "";
    private volatile String life = "";
    private volatile LinkState link = new LinkState.Up(Duration.ofMillis(1));
    private final List<Consumer<LinkState>> listeners = new CopyOnWriteArrayList<>();

    static String link(String link, String state, String evidence) {
        return "fact {\"kind\":\"serve.link\",\"link\":\"" + link + "\",\"state\":\"" + state + "\",\"evidence\":\""
                + evidence + "\"}";
    }

    /** What check answers from now on: kind and JSON, a control line each. */
    void checks(List<String> lines) {
        check = lines;
    }

    void key(String characters) {
        key = characters;
    }

    /** The run under way tells one more control line. */
    void tells(String line) throws IOException {
        int blank = line.indexOf(' ');
        run.add(new JobLine.Control(JobLine.Kind.valueOf(line.substring(0, blank).toUpperCase(Locale.ROOT)),
                new ObjectMapper().readTree(line.substring(blank + 1))));
    }

    void logs(String line) {
        run.add(new JobLine.Log(line, false));
    }

    /** Which server process the figures are of. */
    void serves(String serverRun) {
        life = ",\"run\":\"" + serverRun + "\",\"boot\":\"b-1\"";
    }

    void ends(JobEnd end) {
        ends.add(end);
    }

    void ends(int status) {
        ends.add(new JobEnd.Exited(status));
    }

    @Override
    public int run(Script script, Output output) {
        if (script.name().equals("kata/look")) {
            // A host that tells nothing of its Kata.
            return 1;
        }
        asked.add(script.name());
        switch (script.name()) {
            case "serve/check" -> say(script, output, check);
            case "serve/preview" -> say(script, output, List.of(
                    "change {\"id\":\"serve.container_removed\",\"done\":false,\"args\":[\"vllm-gpu\"]}",
                    "state {\"state\":\"needed\"}"));
            case "serve/key" -> print(output, key + "\n");
            case "serve/figures" -> say(script, output, figures(samples.incrementAndGet()));
            default -> throw new AssertionError(script.name());
        }
        return 0;
    }

    /** Two seconds and 76 tokens between samples. */
    private List<String> figures(int sample) {
        return List.of(
                "fact {\"kind\":\"serve.gpu_figures\",\"index\":0,\"used\":\"63\",\"memory_used\":\"41984\","
                        + "\"memory\":\"46068\",\"temperature\":\"58\",\"power\":\"[N/A]\"}",
                "fact {\"kind\":\"serve.metrics\",\"text\":\"vllm:num_requests_running 2\\nvllm:num_requests_waiting 1"
                        + "\\nvllm:kv_cache_usage_perc 0.12\\nvllm:generation_tokens_total " + 76 * sample + "\\n\"}",
                "fact {\"kind\":\"serve.moment\",\"seconds\":" + 2 * sample + ",\"running\":true" + life + "}");
    }

    private static void say(Script script, Output output, List<String> lines) {
        Matcher nonce = NONCE.matcher(script.text());
        if (!nonce.find()) {
            throw new AssertionError("no nonce");
        }
        lines.forEach(line -> print(output, "\u001ekatagpu " + nonce.group(1) + " " + line + "\n"));
    }

    private static void print(Output output, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        output.stdout(bytes, 0, bytes.length);
    }

    @Override
    public JobId start(String name, LockScope scope, String nonce, Script script) {
        Matcher start = START.matcher(script.text());
        started.add(name + (start.find() && name.endsWith("apply") ? " " + start.group(1) : ""));
        return new JobId("job-" + started.size());
    }

    @Override
    public JobEnd follow(JobId id, long offset, JobListener listener) throws InterruptedException {
        while (true) {
            JobLine line = run.poll(5, TimeUnit.MILLISECONDS);
            if (line != null) {
                listener.line(line, 0);
            } else if (!ends.isEmpty() && run.isEmpty()) {
                return ends.take();
            }
        }
    }

    @Override
    public void cancel(JobId id) {}

    @Override
    public List<JobInfo> list() {
        return List.of();
    }

    @Override
    public void prune(int keep) {}

    @Override
    public String label() {
        return "root@played";
    }

    @Override
    public Identity identity() {
        return new Identity("root", Identity.Elevation.ROOT);
    }

    @Override
    public LinkState link() {
        return link;
    }

    /** The link is lost, or comes back. */
    void link(LinkState state) {
        link = state;
        listeners.forEach(listener -> listener.accept(state));
    }

    @Override
    public Subscription onLink(Consumer<LinkState> listener) {
        listeners.add(listener);
        listener.accept(link());
        return () -> listeners.remove(listener);
    }

    @Override
    public Duplex dial(String address, int port) {
        throw new UncheckedIOException(new IOException("nothing listens here"));
    }

    @Override
    public void awaitLink() {}

    @Override
    public void close() {}
}
