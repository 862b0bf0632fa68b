package org.katagpu;

import java.time.InstantSource;

import org.katagpu.cli.Admin;
import org.katagpu.cli.Prompts;
import org.katagpu.remote.ssh.SshConnector;
import org.katagpu.remote.ssh.config.SshConfig;
import org.katagpu.remote.ssh.key.LoginKeys;
import org.katagpu.remote.ssh.trust.HostKeyTrust;
import org.katagpu.remote.storage.RecentHosts;
import org.katagpu.setup.PlanStore;

/** Puts together by hand what the command line works with: the same files and connections as the window's. */
final class CliAdmin {
    private CliAdmin() {}

    static Admin of(LocalEnvironment around, Prompts prompts) {
        SshConfig config = new SshConfig(around.account());
        HostKeyTrust trust = new HostKeyTrust(around.account().home(), around.folders().knownHosts(),
                config::trustRules);
        AdminHostBook book = new AdminHostBook(config, trust, new RecentHosts(around.folders().recentHosts()));
        return new Admin(book, new SshConnector(trust, new LoginKeys(config)),
                new PlanStore(around.folders().config().resolve("plans")), around.owner(), prompts,
                InstantSource.system());
    }

    static Admin ofThisAccount() {
        return of(LocalEnvironment.ofThisAccount(), new TerminalPrompts());
    }
}
