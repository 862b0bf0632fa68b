package org.katagpu.canary;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Secrets of one run, made up for it: each begins and ends with random words that are nowhere else on this machine, so
 * that half of one is told too, in any of the forms a program may keep or send it in.
 */
public final class Canary {
    /** What each is typed, written or made for. */
    public enum Kind {
        SSH_PASSWORD, SUDO_PASSWORD, KEY_PASSPHRASE, HF_TOKEN, PROXY_PASSWORD, REGISTRY_TOKEN,
        /** A proxy's password that the admin types in the open, into a field for addresses. */
        TYPED_IN_THE_OPEN
    }

    private static final int WORD = 10;
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

    private final Map<Kind, String> secrets = new EnumMap<>(Kind.class);
    private final Map<String, String> forms = new LinkedHashMap<>();

    public Canary() {
        for (Kind kind : Kind.values()) {
            String head = word();
            String tail = word();
            secrets.put(kind, head + word() + tail);
            watch(kind.name().toLowerCase(Locale.ROOT), head);
            watch(kind.name().toLowerCase(Locale.ROOT), tail);
        }
    }

    private static String word() {
        SecureRandom random = new SecureRandom();
        StringBuilder word = new StringBuilder("Z");
        for (int i = 1; i < WORD; i++) {
            word.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return word.toString();
    }

    public String secret(Kind kind) {
        return secrets.get(kind);
    }

    /** One that came about during the run. Its halves are looked for. */
    public void watchMade(String name, String secret) {
        watch(name, secret.substring(0, secret.length() / 2));
        watch(name, secret.substring(secret.length() / 2));
    }

    private void watch(String name, String text) {
        for (Charset charset : List.of(StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16BE,
                StandardCharsets.UTF_16LE)) {
            forms.put(latin(text.getBytes(charset)), name);
        }
        forms.put(HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII)), name);
        for (int before = 0; before < 3; before++) {
            String padded = "x".repeat(before) + text;
            int whole = padded.length() / 3 * 3;
            String coded = Base64.getEncoder().encodeToString(padded.substring(0, whole).getBytes(
                    StandardCharsets.US_ASCII));
            forms.put(coded.substring(before == 0 ? 0 : 4), name);
        }
    }

    /** Whose half or whole stands in it. */
    public Set<String> in(byte[] bytes) {
        return in(latin(bytes));
    }

    /** @param text a character for each byte */
    Set<String> in(String text) {
        Set<String> found = new TreeSet<>();
        forms.forEach((form, name) -> {
            if (text.contains(form)) {
                found.add(name);
            }
        });
        return found;
    }

    /** The longest form, for those who read piece by piece. */
    int longest() {
        return forms.keySet().stream().mapToInt(String::length).max().orElse(0);
    }

    public List<String> names() {
        return List.copyOf(new TreeSet<>(new ArrayList<>(forms.values())));
    }

    static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
