package org.katagpu.remote.ssh.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
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

    /** Where no host is meant: in the name of an included file. */
    static ConfigTokens alone(LocalAccount local) {
        Map<String, String> tokens = new HashMap<>();
        String host = local.host();
        int dot = host.indexOf('.');
        tokens.put("%", "%");
        tokens.put("d", local.home().toString());
        tokens.put("u", local.user());
        tokens.put("l", host);
        tokens.put("L", dot < 0 ? host : host.substring(0, dot));
        uid(local).ifPresent(id -> tokens.put("i", id));
        return new ConfigTokens(local, tokens);
    }

    /**
     * @param keyName the HostKeyAlias, else the name as typed
     * @param jump the ProxyJump as written, may be empty
     */
    ConfigTokens with(String typedHost, String hostName, int port, String user, String keyName, String jump) {
        Map<String, String> more = new HashMap<>(tokens);
        more.put("h", hostName);
        more.put("n", typedHost);
        more.put("p", String.valueOf(port));
        more.put("r", user);
        more.put("k", keyName);
        more.put("j", jump);
        more.put("C", hash(local.host() + hostName + port + user + jump));
        return new ConfigTokens(local, more);
    }

    /** The home folder is the account's own. */
    private static Optional<String> uid(LocalAccount local) {
        try {
            return Optional.of(String.valueOf(Files.getAttribute(local.home(), "unix:uid")));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException noSuchNumber) {
            return Optional.empty();
        }
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    /** Empty when a token or variable is not known: a name with a hole in it must not be used. */
    Optional<String> fill(String value) {
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
        return Optional.of(token.appendTail(filled).toString());
    }

    Optional<Path> path(String value) {
        return fill(value).map(Path::of);
    }

    /** {@code HostName} knows {@code %h} and {@code %%} only. */
    static String hostName(String value, String typedHost) {
        return Pattern.compile("%([h%])").matcher(value)
                .replaceAll(token -> Matcher.quoteReplacement(token.group(1).equals("h") ? typedHost : "%"));
    }
}
