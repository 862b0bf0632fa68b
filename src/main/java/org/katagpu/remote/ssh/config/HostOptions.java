package org.katagpu.remote.ssh.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import org.katagpu.message.Text;
import org.katagpu.remote.ssh.pattern.HostPatterns;

/** The options that hold for one host name: of each the first, of IdentityFile all. */
final class HostOptions {
    /** What blocks are matched with: as typed, and once more as resolved. */
    private String name;
    private final Consumer<Text> warn;
    private final Map<String, ConfigItem.Line> first = new HashMap<>();
    private final List<String> identityFiles = new ArrayList<>();
    private boolean finalPass;
    private boolean finalWanted;

    private HostOptions(String host, Consumer<Text> warn) {
        this.name = host;
        this.warn = warn;
    }

    static HostOptions of(String host, List<ConfigItem> items, Consumer<Text> warn) {
        HostOptions options = new HostOptions(host, warn);
        options.take(items, true);
        if (options.finalWanted) {
            // As ssh does: everything is read once more, and what was set stays; the host's name is settled by then.
            options.first.putIfAbsent("hostname", new ConfigItem.Line("hostname", List.of("%h"), ""));
            options.name = ConfigTokens.hostName(options.value("hostname").orElse(host), host).toLowerCase(Locale.ROOT);
            options.finalPass = true;
            options.take(items, true);
        }
        return options;
    }

    /** @param possible whether the block around these items holds for the host; if not, no block within does */
    private void take(List<ConfigItem> items, boolean possible) {
        boolean active = possible;
        for (ConfigItem item : items) {
            switch (item) {
                case ConfigItem.Included included -> take(included.items(), active);
                case ConfigItem.Line line -> {
                    switch (line.keyword()) {
                        case "host" -> active = possible && new HostPatterns(line.arguments()).cover(name);
                        case "match" -> active = possible && matches(line);
                        default -> {
                            if (active) {
                                set(line);
                            }
                        }
                    }
                }
            }
        }
    }

    /** {@code all}, {@code final} and {@code canonical} (the same as final where no name is made canonical). */
    private boolean matches(ConfigItem.Line line) {
        boolean result = true;
        for (String argument : line.arguments()) {
            switch (argument.toLowerCase(Locale.ROOT)) {
                case "all" -> {
                }
                case "final", "canonical" -> {
                    finalWanted |= argument.equalsIgnoreCase("final");
                    result &= finalPass;
                }
                case "!final", "!canonical" -> result &= !finalPass;
                default -> {
                    warn.accept(Text.of("sshconfig.match", line.source(), String.join(" ", line.arguments())));
                    return false;
                }
            }
        }
        return result;
    }

    private void set(ConfigItem.Line line) {
        if (line.keyword().equals("identityfile")) {
            if (!identityFiles.contains(line.first())) {
                identityFiles.add(line.first());
            }
        } else if (line.keyword().equals("proxycommand") || line.keyword().equals("proxyjump")) {
            first.putIfAbsent("proxy", line);
        } else {
            first.putIfAbsent(line.keyword(), line);
        }
    }

    Optional<String> value(String keyword) {
        return line(keyword).map(ConfigItem.Line::first);
    }

    Optional<ConfigItem.Line> line(String keyword) {
        return Optional.ofNullable(first.get(keyword));
    }

    /** ProxyJump or ProxyCommand, whichever comes first: it shuts the other out. */
    Optional<ConfigItem.Line> proxy() {
        return line("proxy").filter(line -> !line.first().equalsIgnoreCase("none"));
    }

    /** Every word of an option that takes several; empty where it is not set. */
    List<String> values(String keyword) {
        return line(keyword).map(ConfigItem.Line::arguments).orElse(List.of());
    }

    List<String> identityFiles() {
        return identityFiles;
    }
}
