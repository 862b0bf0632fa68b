package org.katagpu.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which Kata is installed: virtCCA's two variants differ in image layout, configuration and limits.
 *
 * @param kind the verdict
 * @param evidence what speaks for it, verbatim
 */
public record KataVariant(Kind kind, List<String> evidence) {
    private static final Pattern VERSION = Pattern.compile("\\b(\\d{1,4})\\.(\\d{1,4})\\.\\d");

    /** Words: {@code host.kata-variant.<name>}. */
    public enum Kind {
        /** CC-0.8.0 with virtCCA's patch: plain ext4 image. */
        CC_0_8_0,
        /** 3.15.0 with virtCCA's patch: partitioned image. The recommended one. */
        V3_15,
        /** Kata, but nothing that tells of virtCCA. */
        OTHER,
        /** Evidence for both: an incomplete move from one to the other. */
        MIXED, NONE
    }

    public KataVariant {
        evidence = List.copyOf(evidence);
    }

    /** @param shim of the Kata that is meant, as far as it is known */
    static KataVariant of(KataFacts kata, Optional<KataShim> shim) {
        List<String> old = new ArrayList<>();
        List<String> recommended = new ArrayList<>();
        Map<String, String> settings = kata.settings().value().orElse(Map.of());
        // Keys only CC-0.8.0's configuration has.
        settings.keySet().stream().filter(key -> key.startsWith("image.") || key.contains("guest_pre_attestation"))
                .forEach(old::add);
        String version = shim.map(KataShim::version).filter(told -> VERSION.matcher(told).find())
                .or(() -> kata.runtime().value().map(KataFacts.Program::version)).orElse("");
        if (isAnother(version) && kata.shims().size() > 1) {
            // Beside this one lies another, and what tells of virtCCA is that one's.
            return new KataVariant(Kind.OTHER, List.of(version));
        }
        version.lines().filter(line -> line.contains("CC-0.8") || line.contains("cc0.8")).forEach(old::add);
        version.lines().filter(line -> line.matches(".*\\b3\\.15\\.\\d.*")).forEach(recommended::add);
        String qemu = settings.getOrDefault("hypervisor.qemu.path", "");
        if (qemu.contains("virtcca")) {
            recommended.add(qemu);
        }
        kata.signs().stream().filter(path -> path.contains("virtcca")).forEach(recommended::add);
        return new KataVariant(kind(kata, settings, old, recommended),
                old.isEmpty() || recommended.isEmpty() ? either(old, recommended) : both(old, recommended));
    }

    /** Whether it is a version virtCCA never came with. */
    private static boolean isAnother(String version) {
        Matcher found = VERSION.matcher(version);
        return version.contains("(Rust)") || found.find() && !version.contains("CC-0.8")
                && (Integer.parseInt(found.group(1)) > 3
                        || found.group(1).equals("3") && Integer.parseInt(found.group(2)) > 15);
    }

    private static Kind kind(KataFacts kata, Map<String, String> settings, List<String> old,
            List<String> recommended) {
        if (!old.isEmpty() && !recommended.isEmpty()) {
            return Kind.MIXED;
        }
        if (!old.isEmpty()) {
            return Kind.CC_0_8_0;
        }
        if (!recommended.isEmpty()) {
            return Kind.V3_15;
        }
        boolean any = kata.runtime().value().flatMap(KataFacts.Program::path).isPresent()
                || kata.shim().value().flatMap(KataFacts.Program::path).isPresent() || !settings.isEmpty();
        return any ? Kind.OTHER : Kind.NONE;
    }

    private static List<String> either(List<String> old, List<String> recommended) {
        return old.isEmpty() ? recommended : old;
    }

    private static List<String> both(List<String> old, List<String> recommended) {
        List<String> all = new ArrayList<>(old);
        all.addAll(recommended);
        return all;
    }
}
