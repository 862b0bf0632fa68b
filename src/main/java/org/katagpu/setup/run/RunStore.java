package org.katagpu.setup.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.katagpu.job.JobLine;
import org.katagpu.job.Nonce;
import org.katagpu.job.ScriptLines;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.remote.Host;
import org.katagpu.remote.LinkLostException;
import org.katagpu.remote.Payload;
import org.katagpu.remote.Script;
import org.katagpu.setup.StageScripts;
import org.katagpu.setup.Stages;

/** The orders of runs that a host keeps in {@code /var/lib/katagpu/run}, by {@code setup/run/order.sh}. All block. */
public final class RunStore {
    private final Host host;
    private final StageScripts scripts;
    private final RunOrderJson json;
    private final String face;

    /** @param face random word of the window or program that drives; the last one to claim a run drives it */
    public RunStore(Host host, StageScripts scripts, Stages stages, String face) {
        this.host = host;
        this.scripts = scripts;
        this.json = new RunOrderJson(stages);
        this.face = face;
    }

    /** Keeps a run that begins. */
    public void begin(RunOrder order) throws ProblemException, InterruptedException {
        keep(order, true);
    }

    /**
     * Keeps how far it has come.
     *
     * @throws ProblemException also where another window has taken it up, or it was put away there
     */
    public void keep(RunOrder order) throws ProblemException, InterruptedException {
        keep(order, false);
    }

    private void keep(RunOrder order, boolean first) throws ProblemException, InterruptedException {
        byte[] bytes = (json.write(order) + "\n").getBytes(StandardCharsets.UTF_8);
        Map<String, String> more = Map.of("RUN_SIZE", Integer.toString(bytes.length), "RUN_FIRST", first ? "yes" : "");
        heldOn(ask("keep", order.id(), more, to -> to.write(bytes)));
    }

    /** This window drives it from now on. */
    public void claim(RunOrder order) throws ProblemException, InterruptedException {
        heldOn(ask("claim", order.id(), Map.of(), Payload.NONE));
    }

    /** Runs that have not ended, as far as this wizard can read them. */
    public List<RunOrder> list() throws ProblemException, InterruptedException {
        return ask("list", "", Map.of(), Payload.NONE).stream()
                .filter(fact -> fact.path("kind").asText().equals("run.order"))
                .flatMap(fact -> json.read(fact).stream()).toList();
    }

    /** It has ended: nobody takes it up any more. */
    public void forget(RunOrder order) throws ProblemException, InterruptedException {
        ask("forget", order.id(), Map.of(), Payload.NONE);
    }

    private void heldOn(List<JsonNode> facts) throws ProblemException {
        if (facts.stream().noneMatch(fact -> fact.path("kind").asText().equals("run.kept"))) {
            throw new ProblemException(Problem.of(Text.of("run.taken"), Text.of("run.taken.next")).on(host.label()));
        }
    }

    /** Each question may be asked again: until the link holds. */
    private List<JsonNode> ask(String act, String id, Map<String, String> more, Payload payload)
            throws ProblemException, InterruptedException {
        while (true) {
            String nonce = Nonce.random();
            Map<String, String> parameters = new LinkedHashMap<>(
                    Map.of("RUN_ACT", act, "RUN_ID", id, "RUN_FACE", face));
            parameters.putAll(more);
            Script script = scripts.own("run/order", nonce, parameters, payload);
            List<JsonNode> facts = new ArrayList<>();
            ScriptLines lines = new ScriptLines(nonce, (line, offset) -> {
                if (line instanceof JobLine.Control(JobLine.Kind kind, JsonNode body) && kind == JobLine.Kind.FACT) {
                    facts.add(body);
                }
            });
            try {
                int status = host.run(script, lines);
                lines.finish();
                if (status != 0) {
                    throw new ProblemException(Problem.of(Text.of("run.not_kept"), Text.of("run.not_kept.next"))
                            .on(host.label()).command(script.name(), status, lines.lastLines()));
                }
                return facts;
            } catch (LinkLostException again) {
                host.awaitLink();
            }
        }
    }
}
