package org.katagpu.kataconf.check;

import java.util.Comparator;
import java.util.List;

import org.katagpu.kataconf.schema.KataRuntime;
import org.katagpu.kataconf.schema.KataVersion;
import org.katagpu.kataconf.schema.KnownVersion;
import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.kataconf.toml.TablePath;
import org.katagpu.kataconf.toml.TomlDocument;

/** Which Kata a file was likely written for, where nobody says: the one with the least to object to, the newest of such. */
public record KataVersionGuess(Inspector inspector) {
    /** Only the runtime in Rust has, and needs, this key. */
    private static final KeyRef RUST_ONLY = new KeyRef(TablePath.of("runtime"), "hypervisor_name");

    public KataVersion of(TomlDocument document, boolean rust) {
        if (rust) {
            return KataVersion.of(KnownVersion.of(KataRuntime.RUST).getLast());
        }
        List<KataVersion> newestFirst = KnownVersion.of(KataRuntime.GO).reversed().stream().map(KataVersion::of)
                .toList();
        return newestFirst.stream()
                .min(Comparator.comparingInt(version -> inspector.inspect(document, version).size())).orElseThrow();
    }

    /** Whether it was written for the runtime in Rust. */
    public static boolean isRust(TomlDocument document) {
        return document.active(RUST_ONLY).isPresent();
    }
}
