package org.katagpu.setup.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;

import org.katagpu.host.BoundedFacts;
import org.katagpu.host.HostScan;
import org.katagpu.host.NvidiaModels;

import org.katagpu.job.JobLine;
import org.katagpu.job.ScriptLines;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.remote.Host;
import org.katagpu.remote.Script;
import org.katagpu.setup.ScriptLibrary;
import org.katagpu.setup.kata.KataSettings;
import org.katagpu.setup.serve.ServeChoice;

/** Scans a host: one script, one round trip, with root's rights where they can be had. Changes nothing. */
public final class HostScanner {
    /** Some thirty thousand years: no clock is that wrong. */
    private static final long LAST_SECOND = 1L << 40;
    /** Asks for the names the downloads of all steps need, besides the sections of that name. */
    public static final String NAMES = "names";
    /** Packages, driver, models, images: what the steps fetch from, unless the admin names mirrors. */
    private static final List<String> WANTED = List.of("repo.openeuler.org", "us.download.nvidia.com", "github.com",
            "registry-1.docker.io", "huggingface.co", "modelscope.cn");

    private final NvidiaModels models;
    private final InstantSource clock;
    private final String runtime;

    /** Of the Kata that containerd finds by itself. */
    public HostScanner(NvidiaModels models, InstantSource clock) {
        this(models, clock, ServeChoice.DEFAULT.runtime());
    }

    /** @param runtime whose Kata is meant: its name, or the path of its shim */
    public HostScanner(NvidiaModels models, InstantSource clock, String runtime) {
        this.models = models;
        this.clock = clock;
        this.runtime = runtime;
    }

    /** Everything. Looks no name up: see {@link #lookUp}. */
    public HostScan scan(Host host) throws ProblemException, InterruptedException {
        return scan(host, List.of(), List.of());
    }

    /** The earlier scan with some of its sections scanned anew; their names are those of {@link HostCheck#sections}, or
     * {@link #NAMES}. */
    public HostScan renew(Host host, HostScan earlier, Collection<String> sections)
            throws ProblemException, InterruptedException {
        if (sections.contains(NAMES)) {
            return lookUp(host, earlier, WANTED);
        }
        return earlier.renewedBy(scan(host, sections, List.of()), models);
    }

    /** The earlier scan with the network section anew, these names looked up by the host's resolver. */
    public HostScan lookUp(Host host, HostScan earlier, Collection<String> names)
            throws ProblemException, InterruptedException {
        return earlier.renewedBy(scan(host, List.of("network"), names), models);
    }

    /** A scan that knows nothing: every check of it is unknown. */
    public HostScan nothing() {
        return HostScan.of(List.of(), models);
    }

    private HostScan scan(Host host, Collection<String> sections, Collection<String> names)
            throws ProblemException, InterruptedException {
        String nonce = UUID.randomUUID().toString();
        Script script = script(nonce, sections, names, runtime, host.identity().canChange());
        BoundedFacts told = new BoundedFacts();
        ScriptLines lines = new ScriptLines(nonce, (line, offset) -> {
            if (line instanceof JobLine.Control(JobLine.Kind kind, JsonNode body) && kind == JobLine.Kind.FACT) {
                told.add(body);
            }
        });
        Instant before = clock.instant();
        int exit = host.run(script, lines);
        Duration took = Duration.between(before, clock.instant());
        lines.finish();
        List<JsonNode> facts = new ArrayList<>(told.facts());
        if (facts.isEmpty()) {
            throw new ProblemException(Problem.of(Text.of("check.scan-failed"), Text.of("check.scan-failed.next"))
                    .on(host.label()).command("bash -s < " + script.name() + ".sh", exit, lines.lastLines()));
        }
        KataSettings.addTo(facts);
        skew(facts, before, took);
        return HostScan.of(facts, models);
    }

    static Script script(String nonce, Collection<String> sections, Collection<String> names, String runtime,
            boolean elevated) {
        Script.Builder script = Script.named("preflight/check").parameter("KATAGPU_NONCE", nonce)
                .parameter("SECTIONS", String.join(" ", new TreeSet<>(sections)))
                .parameter("NAMES", String.join(" ", names)).parameter("KATA_RUNTIME", runtime);
        ScriptLibrary.add(script, "preflight/check");
        return (elevated ? script.elevated() : script).build();
    }

    /** The script as the admin may read it. */
    public String text() {
        return script("made-anew-for-each-run", List.of(), List.of(), runtime, true).text();
    }

    /** Adds how far the host's clock is ahead of ours, in seconds; what the round trip took is not counted. */
    private static void skew(List<JsonNode> facts, Instant before, Duration took) {
        facts.stream().filter(fact -> fact.path("kind").asText().equals("host.clock")).findFirst()
                .map(fact -> fact.path("value").asLong()).filter(second -> Math.abs(second) < LAST_SECOND)
                .map(Instant::ofEpochSecond).ifPresent(there -> {
                    Duration ahead = Duration.between(before, there);
                    long seconds = ahead.isNegative()
                            ? Math.min(0, ahead.toSeconds() + 1)
                            : Math.max(0, ahead.minus(took).toSeconds());
                    facts.add(JsonNodeFactory.instance.objectNode().put("kind", "host.skew").put("value", seconds));
                });
    }
}
