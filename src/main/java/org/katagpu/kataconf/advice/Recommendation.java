package org.katagpu.kataconf.advice;

import java.util.List;
import java.util.Optional;

import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.kataconf.toml.TomlValue;
import org.katagpu.message.Text;

/**
 * One key this setup needs.
 *
 * @param current its active value; empty when the key is commented out or absent
 * @param value what it should be
 * @param satisfied whether the current value will do
 * @param required without it the GPU does not reach the container; otherwise it only makes trouble less likely
 * @param why the reason, in a sentence
 * @param cautions what speaks against it on this host; may be empty
 */
public record Recommendation(KeyRef ref, Optional<TomlValue> current, TomlValue value, boolean satisfied,
        boolean required, Text why, List<Text> cautions) {
    public Recommendation {
        cautions = List.copyOf(cautions);
    }
}
