package org.katagpu.remote.ssh;

import java.util.Optional;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.Output;
import org.katagpu.remote.Script;
import org.katagpu.remote.ssh.SudoRefusedException.Reason;

/** Runs scripts on one link, with the rights they want. */
final class ScriptRunner {
    private final SshChain chain;
    private final RootAccess root;

    ScriptRunner(SshChain chain, RootAccess root) {
        this.chain = chain;
        this.root = root;
    }

    int run(Script script, Output output) throws ProblemException, InterruptedException {
        if (!script.elevated()) {
            return ScriptRun.straight(chain, RemoteCommand.BASH, script, output);
        }
        return switch (root) {
            case RootAccess.LoggedIn _ -> ScriptRun.straight(chain, RemoteCommand.BASH, script, output);
            case RootAccess.SilentSudo _ -> ScriptRun.straight(chain, RemoteCommand.SILENT_SUDO, script, output);
            case RootAccess.Sudo sudo -> withSudo(sudo, script, output);
            case RootAccess.None none -> throw new ProblemException(none.why());
        };
    }

    private int withSudo(RootAccess.Sudo sudo, Script script, Output output)
            throws ProblemException, InterruptedException {
        try {
            return ScriptRun.withSudo(chain, new ScriptRun.SudoCall(sudo.terminal(), false, () -> new Once(sudo)),
                    script, output);
        } catch (SudoRefusedException refused) {
            throw refused.reason() == Reason.GIVEN_UP ? refused.as(Reason.PASSWORD_CHANGED) : refused;
        }
    }

    /** The password that sudo took at connect, once: asked again, it is wrong by now, and the next try would count. */
    private static final class Once implements SudoPrompt.Answers {
        private final RootAccess.Sudo sudo;
        private boolean given;

        Once(RootAccess.Sudo sudo) {
            this.sudo = sudo;
        }

        @Override
        public Optional<char[]> next(String user) {
            if (given || !sudo.asksPassword()) {
                return Optional.empty();
            }
            given = true;
            return Optional.of(sudo.password().copy());
        }
    }
}
