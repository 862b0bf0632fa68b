package org.katagpu.remote.ssh.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills in what a value stands for: a leading tilde, percent tokens and environment variables (ssh_config(5), TOKENS). */
final class ConfigTokens {
    private static final Pattern TOKEN = Pattern.compile("%(.?)|\\$\\{([^}]*)}");

    private final LocalAccount local;
    private final Map<String, String> tokens;

    private ConfigTokens(LocalAccount local, Map<String, String> tokens) {
        this.local = local;
        this.tokens = tokens;
    }

    static ConfigTokens of(LocalAccount local, String typedHost, String hostName, int port, String user) {
        String host = local.host();
        int dot = host.indexOf('.');
        return new ConfigTokens(local, Map.of("%", "%", "d", local.home().toString(), "h", hostName, "n", typedHost,
                "p", String.valueOf(port), "r", user, "u", local.user(), "l", host, "L",
                dot < 0 ? host : host.substring(0, dot)));
    }

    /** Empty when a token or variable is not known: a path with a hole in it must not be used. */
    Optional<Path> path(String value) {
        String from = value.equals("~") || value.startsWith("~/") ? local.home() + value.substring(1) : value;
        StringBuilder filled = new StringBuilder();
        Matcher token = TOKEN.matcher(from);
        while (token.find()) {
            String word = token.group(1) == null
                    ? local.environment().get(token.group(2))
                    : tokens.get(token.group(1));
            if (word == null) {
                return Optional.empty();
            }
            token.appendReplacement(filled, Matcher.quoteReplacement(word));
        }
        return Optional.of(Path.of(token.appendTail(filled).toString()));
    }

    /** {@code HostName} knows {@code %h} and {@code %%} only. */
    static String hostName(String value, String typedHost) {
        return Pattern.compile("%([h%])").matcher(value)
                .replaceAll(token -> Matcher.quoteReplacement(token.group(1).equals("h") ? typedHost : "%"));
    }
}
