package org.katagpu.remote.ssh.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.katagpu.message.Text;

/**
 * Options that decide whom we trust, who we are or which way we go, and that are not followed: each is named, unless
 * its value asks for nothing.
 */
final class IgnoredOptions {
    private static final Set<String> NOTHING = Set.of("no", "none", "any", "off", "false");

    /** @param quiet named only from the admin's own file: distributions set it for everybody */
    private record Option(String kind, String name, boolean quiet) {}

    private static final Map<String, Option> OPTIONS = Map.ofEntries(
            trust("KnownHostsCommand", false), trust("VerifyHostKeyDNS", false),
            trust("NoHostAuthenticationForLocalhost", false), trust("HostKeyAlgorithms", true),
            trust("KexAlgorithms", true), trust("Ciphers", true), trust("MACs", true),
            trust("CASignatureAlgorithms", true), trust("RequiredRSASize", true),
            identity("PKCS11Provider", false), identity("CertificateFile", false),
            identity("HostbasedAuthentication", false), identity("GSSAPIAuthentication", true),
            identity("PubkeyAcceptedAlgorithms", true), identity("PubkeyAcceptedKeyTypes", true),
            route("CanonicalizeHostname"), route("AddressFamily"), route("BindAddress"), route("BindInterface"),
            route("ProxyUseFdpass"));

    private IgnoredOptions() {}

    private static Map.Entry<String, Option> trust(String name, boolean quiet) {
        return Map.entry(name.toLowerCase(Locale.ROOT), new Option("trust", name, quiet));
    }

    private static Map.Entry<String, Option> identity(String name, boolean quiet) {
        return Map.entry(name.toLowerCase(Locale.ROOT), new Option("identity", name, quiet));
    }

    private static Map.Entry<String, Option> route(String name) {
        return Map.entry(name.toLowerCase(Locale.ROOT), new Option("route", name, false));
    }

    static List<Text> of(HostOptions options, LocalAccount local) {
        List<Text> named = new java.util.ArrayList<>();
        OPTIONS.keySet().stream().sorted().forEach(keyword -> options.line(keyword)
                .flatMap(line -> text(line, local)).ifPresent(named::add));
        options.line("stricthostkeychecking").filter(line -> Set.of("no", "off", "accept-new").contains(
                line.first().toLowerCase(Locale.ROOT)))
                .ifPresent(line -> named.add(Text.of("sshconfig.stricter", line.source(), line.first())));
        options.line("preferredauthentications").filter(line -> LoginRules.of(options).methods().isEmpty())
                .ifPresent(line -> named.add(Text.of("sshconfig.not-followed.identity", line.source(),
                        "PreferredAuthentications " + line.first())));
        return named;
    }

    private static Optional<Text> text(ConfigItem.Line line, LocalAccount local) {
        Option option = OPTIONS.get(line.keyword());
        boolean machines = local.system().filter(folder -> line.source().startsWith(folder.toString())).isPresent();
        if (option == null || option.quiet() && machines
                || NOTHING.contains(line.first().toLowerCase(Locale.ROOT))) {
            return Optional.empty();
        }
        return Optional.of(Text.of("sshconfig.not-followed." + option.kind(), line.source(),
                option.name() + " " + String.join(" ", line.arguments())));
    }
}
