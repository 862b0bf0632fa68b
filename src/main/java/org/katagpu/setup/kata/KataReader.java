package org.katagpu.setup.kata;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

import org.katagpu.host.HostScan;
import org.katagpu.job.JobLine;
import org.katagpu.job.Nonce;
import org.katagpu.job.ScriptLines;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.remote.Host;
import org.katagpu.remote.Script;
import org.katagpu.setup.ScriptLibrary;

/** Reads all files of Kata's configuration from a host at once, with what is known of Kata there. Changes nothing. */
public final class KataReader {
    private final Host host;

    public KataReader(Host host) {
        this.host = host;
    }

    /**
     * @param runtime whose Kata is meant: its name, or the path of its shim
     * @throws ProblemException when the host has no configuration of Kata, or it could not be asked
     */
    public KataReading read(String runtime) throws ProblemException, InterruptedException {
        String nonce = Nonce.random();
        Script.Builder script = Script.named("kata/look").elevated().parameter("KATAGPU_NONCE", nonce)
                .parameter("KATA_RUNTIME", runtime);
        ScriptLibrary.add(script, "kata/look");
        List<JsonNode> facts = new ArrayList<>();
        ScriptLines lines = new ScriptLines(nonce, (line, offset) -> {
            if (line instanceof JobLine.Control(JobLine.Kind kind, JsonNode body) && kind == JobLine.Kind.FACT) {
                facts.add(body);
            }
        });
        int exit = host.run(script.build(), lines);
        lines.finish();
        HostScan scan = KataSettings.scan(facts);
        return KataLayers.of(scan.kata()).map(layers -> new KataReading(layers, scan))
                .orElseThrow(() -> new ProblemException(
                        Problem.of(Text.of("kataconf.host.none"), Text.of("kataconf.host.none.next")).on(host.label())
                                .command("bash -s < kata/look.sh", exit, lines.lastLines())));
    }
}
