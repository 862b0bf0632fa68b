package org.katagpu.remote.ssh;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.Capture;
import org.katagpu.remote.Output;
import org.katagpu.remote.Script;
import org.katagpu.remote.TooMuchOutputException;

/** One script sent to one bash on the host. */
final class ScriptRun {
    private static final int LINE = 1024;
    private static final Output NOWHERE = new Capture(0);

    private final SshChain chain;
    private final Script script;
    private final RemoteCommand words;
    private final PreambleFilter threshold;
    private final Leftovers.Killer killer;

    private ScriptRun(SshChain chain, Script script, RemoteCommand words, Output output, Leftovers.Killer killer) {
        this.chain = chain;
        this.script = script;
        this.words = words;
        this.killer = killer;
        this.threshold = new PreambleFilter(words.readyMark(), output);
    }

    /** Runs without asking for root, or through a way that asks nothing. */
    static int straight(SshChain chain, String line, Script script, Output output)
            throws ProblemException, InterruptedException {
        RemoteCommand words = RemoteCommand.fresh();
        ScriptRun run = new ScriptRun(chain, script, words, output,
                group -> Leftovers.kill(script, group, kill -> straight(chain.beside(), line, kill, NOWHERE)));
        Exec exec = Exec.start(chain, line, false, run.threshold);
        run.send(exec, false);
        return run.await(exec);
    }

    /** Runs as root through a sudo that asks. */
    static int withSudo(SshChain chain, SudoCall sudo, Script script, Output output)
            throws ProblemException, InterruptedException {
        RemoteCommand words = RemoteCommand.fresh();
        ScriptRun run = new ScriptRun(chain, script, words, output,
                group -> Leftovers.kill(script, group, kill -> withSudo(chain.beside(), sudo, kill, NOWHERE)));
        String line = sudo.terminal() ? words.sudoOnTerminal(sudo.fresh()) : words.sudo(sudo.fresh());
        Exec exec = run.rootsBash(line, sudo);
        run.send(exec, sudo.terminal());
        return run.await(exec);
    }

    private Exec rootsBash(String line, SudoCall sudo) throws ProblemException, InterruptedException {
        Exec exec = Exec.start(chain, line, sudo.terminal(), threshold);
        try (SudoLimiter.Turn turn = chain.sudoGate().turn()) {
            SudoPrompt.Outcome outcome = new SudoPrompt(exec, threshold, words, sudo.answers().get(), turn,
                    chain.patience()).untilReady();
            if (outcome == SudoPrompt.Outcome.READY) {
                return exec;
            }
            if (chain.lost().isDone()) {
                throw chain.lostBy(chain.lost().join());
            }
            throw SudoRefusedException.of(outcome, threshold.early(), words, chain.label(), chain.patience());
        } catch (InterruptedException stopped) {
            exec.close();
            throw stopped;
        }
    }

    /**
     * @param terminal whether sudo insists on one
     * @param fresh whether the password is to be tried even where sudo remembers an earlier one
     */
    record SudoCall(boolean terminal, boolean fresh, Supplier<SudoPrompt.Answers> answers) {}

    /** Writes on a thread of its own: a script that never reads its payload must not hold up its own output. */
    private void send(Exec exec, boolean asText) {
        Thread.ofVirtual().name("ssh-stdin").start(() -> {
            try (OutputStream input = exec.input()) {
                if (asText) {
                    OutputStream lines = Base64.getMimeEncoder(LINE, new byte[]{'\n'})
                            .wrap(new KeepOpen(input));
                    write(lines, true);
                    lines.close();
                    input.write(("\n" + words.endLine() + "\n").getBytes(StandardCharsets.US_ASCII));
                    input.flush();
                    // End of file on a terminal would be a hang-up: the end line stands for it.
                    exec.end().handle((_, _) -> true).join();
                } else {
                    write(input, false);
                }
            } catch (IOException ended) {
                // The script ended before it read everything, or the link broke: the exit status tells.
            }
        });
    }

    private void write(OutputStream to, boolean terminal) throws IOException {
        to.write(words.announcement(terminal).getBytes(StandardCharsets.US_ASCII));
        to.write(script.text().getBytes(StandardCharsets.UTF_8));
        to.flush();
        script.payload().writeTo(to);
        to.flush();
    }

    private int await(Exec exec) throws ProblemException, InterruptedException {
        try {
            int status = new ScriptWait(chain, exec, threshold, script.limit()).untilEnd();
            if (!threshold.begun()) {
                throw new ProblemException(notBegun(status));
            }
            return status;
        } catch (InterruptedException stopped) {
            threshold.shut();
            Leftovers.end(chain, exec, threshold.processGroup(), killer);
            throw stopped;
        } catch (ExecutionException failed) {
            threshold.shut();
            throw switch (failed.getCause()) {
                case IOException lost -> chain.lostBy(lost);
                case ProblemException known -> {
                    Leftovers.end(chain, exec, threshold.processGroup(), killer);
                    yield new ProblemException(known.problem(), known);
                }
                case TooMuchOutputException much -> {
                    Leftovers.end(chain, exec, threshold.processGroup(), killer);
                    yield new ProblemException(problem("remote.too-much", String.valueOf(much.bytes() >> 10)), much);
                }
                case null, default -> new ProblemException(problem("remote.not-taken",
                        String.valueOf(failed.getCause())), failed);
            };
        }
    }

    private Problem problem(String key, String argument) {
        Problem problem = ConnectProblems.of(key, chain.label(), argument);
        return new Problem(problem.what(), problem.next(), chain.label(), script.name(), OptionalInt.empty(),
                threshold.begun() ? List.of() : ConnectProblems.cut(threshold.earlyLines()));
    }

    private Problem notBegun(int status) {
        List<String> lines = threshold.earlyLines();
        boolean noBash = status == 127 || lines.stream().anyMatch(line -> line.contains("bash") && line.contains(
                "not found"));
        Problem problem = ConnectProblems.of(noBash ? "remote.no-bash" : "remote.no-shell", chain.label());
        return new Problem(problem.what(), problem.next(), chain.label(), script.name(), OptionalInt.of(status),
                ConnectProblems.cut(lines));
    }

    /** Base64's last bytes come with its close, which must not close the channel's input. */
    private static final class KeepOpen extends FilterOutputStream {
        KeepOpen(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
