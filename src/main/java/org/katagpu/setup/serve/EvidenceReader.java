package org.katagpu.setup.serve;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.katagpu.attest.cbor.Octets;
import org.katagpu.attest.rung.EvidenceReply;
import org.katagpu.job.JobLine;
import org.katagpu.job.Nonce;
import org.katagpu.job.ScriptLines;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.remote.Host;
import org.katagpu.setup.Plan;

/** Asks the VM of the plan's container for evidence: one script, one round trip, a process in the guest. */
public final class EvidenceReader {
    private final Host host;

    public EvidenceReader(Host host) {
        this.host = host;
    }

    /**
     * What came back, as it came: nothing of it is verified. Blocks for seconds.
     *
     * @param arguments the words of the VM's process that say it is confidential; empty: none
     * @param nonce new for each question
     * @param pin SHA-256 of the certificate the chat believes; empty: no TLS
     */
    public EvidenceReply ask(Plan plan, String arguments, Octets nonce, Optional<String> pin)
            throws ProblemException, InterruptedException {
        String word = Nonce.random();
        List<JsonNode> facts = new ArrayList<>();
        ScriptLines lines = new ScriptLines(word, (line, offset) -> {
            if (line instanceof JobLine.Control(JobLine.Kind kind, JsonNode body) && kind == JobLine.Kind.FACT) {
                facts.add(body);
            }
        });
        int status = host.run(ServeScripts.evidence(plan, word, nonce.hex()), lines);
        lines.finish();
        if (status != 0) {
            throw new ProblemException(Problem.of(Text.of("serve.evidence.unread", plan.serve().container()),
                    Text.of("serve.evidence.unread.next")).on(host.label())
                    .command("serve/evidence", status, lines.lastLines()));
        }
        return new EvidenceReply(arguments, nonce, ServerCertificate.key(facts, pin), GuestEvidence.of(facts));
    }
}
