package org.katagpu;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Supplier;

import org.katagpu.attest.trust.PinnedCertificates;
import org.katagpu.attest.trust.Trust;
import org.katagpu.cli.Admin;
import org.katagpu.cli.MachineGate;
import org.katagpu.cli.Prompts;
import org.katagpu.remote.ssh.SshConnector;
import org.katagpu.remote.ssh.config.SshConfig;
import org.katagpu.remote.ssh.key.LoginKeys;
import org.katagpu.remote.ssh.trust.HostKeyTrust;
import org.katagpu.remote.storage.RecentHosts;
import org.katagpu.setup.PlanStore;
import org.katagpu.setup.serve.ProvedOnly;

/** Puts together by hand what the command line works with: the same files and connections as the window's. */
final class CliAdmin {
    private CliAdmin() {}

    /** @param trust whose machines are proved */
    static Admin of(LocalEnvironment around, Prompts prompts, Supplier<Trust> trust) {
        SshConfig config = new SshConfig(around.account());
        HostKeyTrust hostKeys = new HostKeyTrust(around.account().home(), around.folders().knownHosts(),
                config::trustRules);
        AdminHostBook book = new AdminHostBook(config, hostKeys, new RecentHosts(around.folders().recentHosts()));
        InstantSource clock = InstantSource.system();
        Path choices = around.folders().config();
        return new Admin(book, new SshConnector(hostKeys, new LoginKeys(config)),
                new PlanStore(choices.resolve("plans")),
                new MachineGate(new ProvedOnly(choices.resolve(ProvedOnly.FILE)), trust, clock), around.owner(),
                prompts, clock);
    }

    static Admin ofThisAccount() {
        return of(LocalEnvironment.ofThisAccount(), new TerminalPrompts(), PinnedCertificates::load);
    }
}
