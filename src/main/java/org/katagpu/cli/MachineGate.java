package org.katagpu.cli;

import java.time.InstantSource;
import java.util.function.Supplier;

import org.katagpu.attest.rung.Ladder;
import org.katagpu.attest.rung.Rung;
import org.katagpu.attest.rung.RungStatus;
import org.katagpu.attest.trust.Trust;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.setup.serve.EvidenceAsking;
import org.katagpu.setup.serve.ProvedOnly;
import org.katagpu.setup.serve.ProvedServer;

/**
 * Lets questions through to a proved machine alone, where the admin chose so. Once is enough for a conversation: what is
 * proved is the key of the TLS server, and every question goes to that very certificate.
 *
 * @param kept the choice the window's chat shows
 * @param trust whose machines count
 */
public record MachineGate(ProvedOnly kept, Supplier<Trust> trust, InstantSource clock) {
    /**
     * Whether it may be asked; says why not. Blocks for seconds where evidence is needed.
     *
     * @param wanted for this once, whatever was chosen
     */
    boolean admits(HostSession tie, ProvedServer server, boolean wanted, Printer printer)
            throws ProblemException, InterruptedException {
        if (!wanted && !kept.chosen()) {
            return true;
        }
        Ladder ladder = new EvidenceAsking(clock).ask(tie.host(), trust.get(), tie.plan(), server).ladder();
        if (!ladder.proved()) {
            printer.trouble(Problem.of(Text.of("cli.chat.unproved"), Text.of("cli.chat.unproved.next"))
                    .on(tie.host().label()));
            for (Rung rung : Ladder.ASKED) {
                RungStatus standing = ladder.of(rung);
                printer.aside("cli.line.finding", Text.of("cli.rung." + standing.state().word()), rung.text());
                printer.aside("cli.line.next", standing.reason());
            }
        }
        return ladder.proved();
    }
}
