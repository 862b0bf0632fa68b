package org.katagpu.remote.ssh.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.remote.Target;
import org.katagpu.remote.ssh.config.Resolved.KeyRules;
import org.katagpu.remote.ssh.pattern.HostPatterns;

/**
 * The admin's {@code ~/.ssh/config} and the machine's, read anew for each question. Tolerant: unknown options do not
 * matter; one that decides trust, identity or route and is not followed is told as a warning. The meaning is that of
 * ssh_config(5).
 */
public final class SshConfig {
    private static final List<String> DEFAULT_KEYS = List.of("id_ed25519", "id_ecdsa", "id_rsa");

    private final LocalAccount local;

    public SshConfig(LocalAccount local) {
        this.local = local;
    }

    /** Every host the configuration names without a pattern, in its order. */
    public List<String> aliases() {
        Set<String> names = new LinkedHashSet<>();
        collect(new ConfigReader(local, _ -> {}).read(), names);
        return List.copyOf(names);
    }

    private static void collect(List<ConfigItem> items, Set<String> names) {
        for (ConfigItem item : items) {
            switch (item) {
                case ConfigItem.Included included -> collect(included.items(), names);
                case ConfigItem.Line line when line.keyword().equals("host") ->
                    line.arguments().stream().filter(HostPatterns::isLiteral).forEach(names::add);
                case ConfigItem.Line _ -> {
                }
            }
        }
    }

    /**
     * @param typed {@code [user@]host[:port]}; what is typed goes before the configuration
     * @throws ProblemException when it has no such form, or its jump hosts lead in a circle
     */
    public Resolved resolve(String typed) throws ProblemException {
        Set<Text> warnings = new LinkedHashSet<>();
        List<ConfigItem> items = new ConfigReader(local, warnings::add).read();
        return resolve(typed, items, warnings, List.of());
    }

    /**
     * The rules for a target that may have been made from an alias: those of the first alias that stands for the same
     * address, port and user, else those of its address.
     */
    public KeyRules keyRules(Target target) {
        Set<Text> ignored = new LinkedHashSet<>();
        List<ConfigItem> items = new ConfigReader(local, ignored::add).read();
        if (target.alias().isPresent()) {
            return meant(target, items, ignored).keyRules();
        }
        Set<String> names = new LinkedHashSet<>();
        collect(items, names);
        for (String alias : names) {
            Resolved resolved = alone(alias, items, ignored);
            Target meant = resolved.target();
            if (meant.address().equalsIgnoreCase(target.address()) && meant.port() == target.port()
                    && meant.user().equals(target.user())) {
                return resolved.keyRules();
            }
        }
        return alone(target.address(), items, ignored).keyRules();
    }

    public TrustRules trustRules(Target target) {
        Set<Text> ignored = new LinkedHashSet<>();
        return meant(target, new ConfigReader(local, ignored::add).read(), ignored).trust();
    }

    public LoginRules loginRules(Target target) {
        Set<Text> ignored = new LinkedHashSet<>();
        return meant(target, new ConfigReader(local, ignored::add).read(), ignored).login();
    }

    /** By the name it was typed by, else its address, as if that had been typed. */
    private Resolved meant(Target target, List<ConfigItem> items, Set<Text> warnings) {
        return host(new TypedHost(target.alias().orElse(target.address()), Optional.of(target.user()),
                OptionalInt.of(target.port())), items, warnings).resolved();
    }

    private Resolved alone(String name, List<ConfigItem> items, Set<Text> warnings) {
        return host(new TypedHost(name, Optional.empty(), OptionalInt.empty()), items, warnings).resolved();
    }

    /** The host by itself, without its way. */
    Resolved withoutJumps(String name) {
        Set<Text> warnings = new LinkedHashSet<>();
        return alone(name, new ConfigReader(local, warnings::add).read(), warnings);
    }

    /** As deep as OpenSSH lets files include each other. */
    private static final int MOST_HOPS = 16;

    private record Found(Resolved resolved, HostOptions options, ConfigTokens tokens) {}

    private Resolved resolve(String typed, List<ConfigItem> items, Set<Text> warnings, List<String> from)
            throws ProblemException {
        TypedHost host = TypedHost.parse(typed);
        Found found = host(host, items, warnings);
        List<String> way = Stream.concat(from.stream(), Stream.of(host.host())).toList();
        Target target = found.resolved.target();
        List<Target> jumps = jumps(found, items, warnings, way);
        return new Resolved(target.through(jumps), found.resolved.keyRules(), found.resolved.trust(),
                found.resolved.login(), List.copyOf(warnings));
    }

    /** Of several hops only the first goes by its own ProxyJump: for the others the list itself is the way. */
    private List<Target> jumps(Found found, List<ConfigItem> items, Set<Text> warnings, List<String> way)
            throws ProblemException {
        Optional<ConfigItem.Line> proxy = found.options.proxy();
        if (proxy.isEmpty()) {
            return List.of();
        }
        if (proxy.get().keyword().equals("proxycommand")) {
            warnings.add(Text.of("sshconfig.proxy-command", proxy.get().source()));
            return List.of();
        }
        String written = String.join("", proxy.get().arguments());
        Optional<String> list = found.tokens.fill(written);
        if (list.isEmpty()) {
            throw new ProblemException(Problem.of(Text.of("sshconfig.jump-token", proxy.get().source(), written),
                    Text.of("sshconfig.jump-token.next")));
        }
        List<Target> jumps = new ArrayList<>();
        for (String hop : list.get().split(",")) {
            if (jumps.isEmpty()) {
                String name = TypedHost.parse(hop).host();
                // A name made from the one before (%hjump) never comes back to one that was.
                if (way.size() > MOST_HOPS || way.stream().anyMatch(name::equalsIgnoreCase)) {
                    throw new ProblemException(Problem.of(
                            Text.of("sshconfig.jump-loop", String.join(" → ", way) + " → " + name),
                            Text.of("sshconfig.jump-loop.next", proxy.get().source(), name)));
                }
                Target first = resolve(hop, items, warnings, way).target();
                jumps.addAll(first.jumps());
                jumps.add(first.through(List.of()));
            } else {
                jumps.add(host(TypedHost.parse(hop), items, warnings).resolved.target());
            }
        }
        return jumps;
    }

    /** Without the jump hosts. */
    private Found host(TypedHost typed, List<ConfigItem> items, Set<Text> warnings) {
        HostOptions options = HostOptions.of(typed.host(), items, warnings::add);
        String name = options.value("hostname").map(value -> ConfigTokens.hostName(value, typed.host()))
                .orElse(typed.host());
        int port = typed.port().orElseGet(() -> options.line("port").map(line -> port(line, warnings))
                .orElse(Target.SSH_PORT));
        String user = typed.user().or(() -> options.value("user")).orElse(local.user());
        ConfigTokens tokens = ConfigTokens.alone(local).with(typed.host(), name, port, user,
                options.value("hostkeyalias").orElse(typed.host()), options.proxy()
                        .filter(line -> line.keyword().equals("proxyjump"))
                        .map(line -> String.join("", line.arguments())).orElse(""));
        warnings.addAll(IgnoredOptions.of(options, local));
        KeyRules rules = new KeyRules(agent(options, tokens, warnings), options.value("identitiesonly")
                .filter("yes"::equalsIgnoreCase).isPresent());
        boolean noAgent = options.value("identityagent").filter("none"::equalsIgnoreCase).isPresent();
        return new Found(new Resolved(new Target(name, port, user, keyFiles(options, tokens, warnings), !noAgent,
                List.of(), Optional.empty(), Optional.of(typed.host())), rules,
                TrustRules.of(options, local, tokens, warnings), LoginRules.of(options), List.of()), options, tokens);
    }

    private static int port(ConfigItem.Line line, Set<Text> warnings) {
        return TypedHost.port(line.first()).orElseGet(() -> {
            warnings.add(Text.of("sshconfig.value", line.source(), line.first()));
            return Target.SSH_PORT;
        });
    }

    /** Configured keys that are there; where none are configured, those OpenSSH makes by default. */
    private List<Path> keyFiles(HostOptions options, ConfigTokens tokens, Set<Text> warnings) {
        if (options.identityFiles().isEmpty()) {
            Path folder = local.home().resolve(".ssh");
            return DEFAULT_KEYS.stream().map(folder::resolve).filter(Files::exists).toList();
        }
        List<Path> files = new ArrayList<>();
        for (String value : options.identityFiles()) {
            if (!value.equalsIgnoreCase("none")) {
                ConfigPaths.absolute(value, tokens, warnings).ifPresent(path -> {
                    if (Files.exists(path)) {
                        files.add(path);
                    } else {
                        warnings.add(Text.of("sshconfig.key-missing", path.toString()));
                    }
                });
            }
        }
        return files;
    }

    private Optional<Path> agent(HostOptions options, ConfigTokens tokens, Set<Text> warnings) {
        Optional<String> value = options.value("identityagent").filter(name -> !name.equals("SSH_AUTH_SOCK"));
        if (value.isEmpty()) {
            return Optional.ofNullable(local.environment().get("SSH_AUTH_SOCK")).filter(path -> !path.isBlank())
                    .map(Path::of);
        }
        if (value.get().equalsIgnoreCase("none")) {
            return Optional.empty();
        }
        // The older form $NAME, without braces, names a whole path only.
        String path = value.get().matches("\\$\\w+") ? "${" + value.get().substring(1) + "}" : value.get();
        return ConfigPaths.absolute(path, tokens, warnings);
    }
}
