package org.katagpu.remote.ssh.config;

import java.util.List;
import java.util.Map;

/**
 * Which ways of logging in are tried, in this order: {@code publickey}, {@code keyboard-interactive},
 * {@code password} (PreferredAuthentications, PubkeyAuthentication and the like).
 */
public record LoginRules(List<String> methods) {
    private static final List<String> ALL = List.of("publickey", "keyboard-interactive", "password");
    private static final Map<String, List<String>> SWITCHES = Map.of("publickey", List.of("pubkeyauthentication"),
            "keyboard-interactive", List.of("kbdinteractiveauthentication", "challengeresponseauthentication",
                    "skeyauthentication", "tisauthentication"),
            "password", List.of("passwordauthentication"));

    public LoginRules {
        methods = List.copyOf(methods);
    }

    public static LoginRules all() {
        return new LoginRules(ALL);
    }

    static LoginRules of(HostOptions options) {
        List<String> order = options.value("preferredauthentications").map(list -> List.of(list.split(",")))
                .orElse(ALL);
        return new LoginRules(order.stream().filter(ALL::contains).filter(method -> isOn(options, method)).distinct()
                .toList());
    }

    private static boolean isOn(HostOptions options, String method) {
        return SWITCHES.getOrDefault(method, List.of()).stream().noneMatch(
                keyword -> options.value(keyword).filter("no"::equalsIgnoreCase).isPresent());
    }

    /** Whether the configuration leaves any way out. */
    public boolean limited() {
        return methods.size() < ALL.size();
    }
}
