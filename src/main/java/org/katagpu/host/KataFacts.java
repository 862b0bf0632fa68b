package org.katagpu.host;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Kata as containerd would find it.
 *
 * @param asked the runtime that was asked for, whose configuration this is: its name, or the path of its shim
 * @param shim {@code containerd-shim-kata-v2}
 * @param runtime {@code kata-runtime}
 * @param config which configuration file takes effect
 * @param settings the keys in effect, files of {@code config.d} included: {@code hypervisor.qemu.image} to its value
 * @param files the guest image and kernel it names, by key
 * @param signs files found that only one of the two virtCCA variants brings
 * @param texts the file Kata reads and those of {@code config.d}, in the order Kata merges them
 * @param shims every Kata of the host, what containerd finds first before the others
 * @param untrusted processes and programs that go by a name of containerd's or Kata's and were not believed, with why
 * @param trees over the guest images the wizard made
 */
public record KataFacts(String asked, Reading<Program> shim, Reading<Program> runtime, Reading<Config> config,
        Reading<Map<String, String>> settings, Map<String, GuestFile> files, List<String> signs,
        List<KataText> texts, List<KataShim> shims, List<String> untrusted, List<ImageTree> trees) {
    private static final String STANDARD = "io.containerd.kata.v2";

    /**
     * A program of Kata's.
     *
     * @param path where containerd's PATH finds it; empty: nowhere
     * @param real the file it leads to
     * @param version what it prints of itself
     * @param searched the PATH looked through
     * @param daemonsPath whether that is the running containerd's own PATH, or systemd's default
     * @param elsewhere copies at the usual places
     */
    public record Program(Optional<String> path, String real, String version, String searched, boolean daemonsPath,
            List<String> elsewhere) {}

    /**
     * @param path the file, as its lookup names it; empty: none exists
     * @param real the file with links resolved: the one to edit
     * @param origin {@code environment} (KATA_CONF_FILE of containerd) or {@code standard}
     * @param asked whether kata-runtime itself told the order
     */
    public record Config(Optional<String> path, String real, String origin, boolean asked, List<String> candidates) {}

    /** @param layout {@code ext4}, {@code partitioned}, {@code qcow2}, {@code other}, {@code unread}; empty: missing */
    public record GuestFile(String path, boolean exists, String layout) {}

    public static KataFacts of(Facts facts) {
        Map<String, GuestFile> files = new HashMap<>();
        facts.all("kata.file").forEach(fact -> files.put(fact.path("key").asText(), new GuestFile(
                fact.path("path").asText(), fact.path("exists").asBoolean(), fact.path("layout").asText())));
        String asked = facts.one("kata.asked").value().map(fact -> fact.path("runtime").asText()).orElse(STANDARD);
        return new KataFacts(asked, facts.one("kata.shim").map(KataFacts::program),
                facts.one("kata.runtime").map(KataFacts::program),
                facts.one("kata.config").map(fact -> new Config(filled(fact, "path"), fact.path("real").asText(),
                        fact.path("origin").asText(), fact.path("asked").asBoolean(),
                        Facts.strings(fact.path("candidates")))),
                facts.one("kata.settings").map(fact -> Facts.map(fact.path("values"))), Map.copyOf(files),
                facts.all("kata.sign").stream().map(fact -> fact.path("path").asText()).toList(),
                facts.all("kata.text").stream().map(KataText::of).toList(),
                facts.all("kata.choice").stream().map(KataShim::of).toList(), facts.all("kata.untrusted").stream()
                        .map(fact -> fact.path("what").asText() + ": " + fact.path("why").asText()).toList(),
                facts.all("kata.verity").stream().map(ImageTree::of).toList());
    }

    private static Program program(JsonNode fact) {
        return new Program(filled(fact, "path"), fact.path("real").asText(), fact.path("version").asText(),
                fact.path("searched").asText(), fact.path("daemon").asBoolean(),
                Facts.strings(fact.path("elsewhere")));
    }

    private static Optional<String> filled(JsonNode fact, String name) {
        return Optional.of(fact.path(name).asText()).filter(value -> !value.isEmpty());
    }

    /** The Kata a runtime leads to: its name, or the path of its shim. */
    public Optional<KataShim> shimOf(String runtime) {
        return shims.stream().filter(shim -> runtime.startsWith("/") ? shim.isAt(runtime) : shim.standard())
                .findFirst();
    }

    /** The Kata that was asked for. */
    public Optional<KataShim> chosen() {
        return shimOf(asked);
    }

    /** Which of virtCCA's two Kata variants the one that was asked for is, by evidence. */
    public KataVariant variant() {
        return variant(asked);
    }

    /** The same of the Kata a runtime leads to. */
    public KataVariant variant(String runtime) {
        return KataVariant.of(this, shimOf(runtime));
    }
}
