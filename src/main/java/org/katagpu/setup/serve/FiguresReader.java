package org.katagpu.setup.serve;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import org.katagpu.job.JobLine;
import org.katagpu.job.Nonce;
import org.katagpu.job.ScriptLines;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.remote.Host;
import org.katagpu.setup.Plan;

/** Samples GPU and server figures of the plan's container: one script, one round trip. Changes nothing. */
public final class FiguresReader {
    private final Host host;

    public FiguresReader(Host host) {
        this.host = host;
    }

    /** Blocks for a second or so: a process is started in the guest. */
    public LiveFigures sample(Plan plan) throws ProblemException, InterruptedException {
        String nonce = Nonce.random();
        List<JsonNode> facts = new ArrayList<>();
        ScriptLines lines = new ScriptLines(nonce, (line, offset) -> {
            if (line instanceof JobLine.Control(JobLine.Kind kind, JsonNode body) && kind == JobLine.Kind.FACT) {
                facts.add(body);
            }
        });
        int status = host.run(ServeScripts.reading("figures", plan, nonce), lines);
        lines.finish();
        if (status != 0) {
            throw new ProblemException(Problem.of(Text.of("serve.figures.unread"), Text.of("serve.figures.unread.next"))
                    .on(host.label()).command("serve/figures", status, lines.lastLines()));
        }
        return figures(facts);
    }

    static LiveFigures figures(List<JsonNode> facts) {
        double seconds = 0;
        boolean running = false;
        List<GpuFigures> gpus = new ArrayList<>();
        Optional<ServerFigures> server = Optional.empty();
        boolean answers = false;
        Optional<ServerLife> life = Optional.empty();
        for (JsonNode fact : facts) {
            switch (fact.path("kind").asText()) {
                case "serve.moment" -> {
                    seconds = fact.path("seconds").asDouble();
                    running = fact.path("running").asBoolean();
                    life = ServerLife.of(fact);
                }
                case "serve.gpu_figures" -> gpus.add(gpu(fact));
                case "serve.metrics" -> {
                    server = Optional.of(VllmMetrics.read(fact.path("text").asText()));
                    answers = true;
                }
                case "serve.no_metrics" -> answers = true;
                default -> {
                }
            }
        }
        return new LiveFigures(seconds, running, gpus, server, answers, life);
    }

    private static GpuFigures gpu(JsonNode fact) {
        return new GpuFigures(fact.path("index").asInt(), number(fact, "used"), number(fact, "memory_used"),
                number(fact, "memory"), number(fact, "temperature"), number(fact, "power"));
    }

    /** nvidia-smi writes {@code [N/A]} for what a GPU does not tell. */
    private static OptionalDouble number(JsonNode fact, String name) {
        try {
            return OptionalDouble.of(Double.parseDouble(fact.path(name).asText()));
        } catch (NumberFormatException notTold) {
            return OptionalDouble.empty();
        }
    }
}
