package org.katagpu.remote.ssh.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.katagpu.message.Text;

/**
 * How the key of one host is judged.
 *
 * @param keyAlias the name its key is known by, instead of address and port (HostKeyAlias)
 * @param knownHosts the admin's files, then the machine's (UserKnownHostsFile, GlobalKnownHostsFile)
 * @param revoked lists of keys that are never accepted (RevokedHostKeys)
 * @param onlyKnown an unknown key is refused without asking (StrictHostKeyChecking yes)
 */
public record TrustRules(Optional<String> keyAlias, List<Path> knownHosts, List<Path> revoked, boolean onlyKnown) {
    public TrustRules {
        knownHosts = List.copyOf(knownHosts);
        revoked = List.copyOf(revoked);
    }

    /** What holds without a configuration, on a machine without files of its own. */
    public static TrustRules usual(Path home) {
        return new TrustRules(Optional.empty(), files(home.resolve(".ssh"), "known_hosts"), List.of(), false);
    }

    private static List<Path> files(Path folder, String name) {
        return List.of(folder.resolve(name), folder.resolve(name + "2"));
    }

    static TrustRules of(HostOptions options, LocalAccount local, ConfigTokens tokens, Set<Text> warnings) {
        List<Path> known = new ArrayList<>(named(options, "userknownhostsfile", tokens, warnings)
                .orElseGet(() -> files(local.folder(), "known_hosts")));
        known.addAll(named(options, "globalknownhostsfile", tokens, warnings)
                .orElseGet(() -> local.system().map(folder -> files(folder, "ssh_known_hosts")).orElse(List.of())));
        List<Path> revoked = named(options, "revokedhostkeys", tokens, warnings).orElse(List.of());
        return new TrustRules(options.value("hostkeyalias"), known, revoked,
                options.value("stricthostkeychecking").filter("yes"::equalsIgnoreCase).isPresent());
    }

    /** Empty where the option is not set; no files where it says none. */
    private static Optional<List<Path>> named(HostOptions options, String keyword, ConfigTokens tokens,
            Set<Text> warnings) {
        List<String> values = options.values(keyword);
        if (values.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(values.stream().filter(value -> !value.equalsIgnoreCase("none"))
                .flatMap(value -> ConfigPaths.absolute(value, tokens, warnings).stream()).toList());
    }
}
