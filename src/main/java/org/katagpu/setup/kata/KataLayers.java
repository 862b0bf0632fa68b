package org.katagpu.setup.kata;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.katagpu.host.KataFacts;
import org.katagpu.host.KataText;
import org.katagpu.kataconf.advice.Hypervisors;
import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.kataconf.toml.Literal;
import org.katagpu.kataconf.toml.TablePath;
import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.kataconf.toml.TomlValue;
import org.katagpu.message.Text;

/**
 * Kata's configuration as it stands on the host: the file it reads, and every file of {@code config.d}, merged over it
 * in the order of their names.
 *
 * @param asked the path Kata looks at, before links are resolved
 * @param main the file that is really read
 * @param dropIns in Kata's order, ours among them if it is there
 */
public record KataLayers(String asked, Layer main, List<Layer> dropIns) {
    public KataLayers {
        dropIns = List.copyOf(dropIns);
    }

    /** Empty when the host's Kata has no configuration. */
    public static Optional<KataLayers> of(KataFacts kata) {
        Optional<KataText> main = kata.texts().stream().filter(KataText::main).findFirst();
        String asked = kata.config().value().flatMap(KataFacts.Config::path).orElse("");
        return main.map(file -> new KataLayers(asked, Layer.of(file),
                kata.texts().stream().filter(text -> !text.main()).map(Layer::of).toList()));
    }

    /** These two files alone. */
    public static KataLayers of(KataFile main, KataFile ours) {
        Layer read = Layer.of(main.path(), main.sha256(), main.bytes());
        return new KataLayers(main.asked(), read, ours.sha256().equals(KataFile.ABSENT)
                ? List.of()
                : List.of(Layer.of(ours.path(), ours.sha256(), ours.bytes())));
    }

    /**
     * What stands in the way of an edit or makes it of no effect: files Kata cannot read, hypervisors, and keys that a
     * later file gives another value than {@code shown} has.
     */
    public List<Text> notices(TomlDocument shown) {
        List<Text> notices = new ArrayList<>();
        faulty().forEach(layer -> notices.add(Text.of("kataconf.layer.fault", layer.path(), layer.evidence())));
        Hypervisors.fault(effective()).ifPresent(notices::add);
        above().forEach(layer -> layer.document().activeKeys().stream()
                .filter(ref -> !layer.document().value(ref).equals(shown.value(ref)))
                .forEach(ref -> notices.add(Text.of("kataconf.layer.overrules", layer.path(), ref.toString(),
                        layer.document().value(ref).map(Literal::of).orElse("")))));
        return notices;
    }

    /** What keeps Kata from reading the configuration at all, file by file; our own leftovers are not in it. */
    List<Layer> faulty() {
        return Stream.concat(Stream.of(main), dropIns.stream()).filter(layer -> layer.fault().isPresent())
                .filter(layer -> !layer.isLeftover()).toList();
    }

    /** The same as evidence: each file with the line as read, or the reason. */
    public List<String> unreadable() {
        return Stream.concat(faulty().stream(), leftovers().stream())
                .map(layer -> layer.path() + ": " + layer.evidence())
                .toList();
    }

    /** Whether our own drop-in is there. */
    public boolean hasOurs() {
        return ours().isPresent();
    }

    /** Whether the files are the very same. */
    public boolean sameAs(KataLayers other) {
        return sums().equals(other.sums());
    }

    private List<String> sums() {
        return Stream.concat(Stream.of(main), dropIns.stream()).map(layer -> layer.path() + " " + layer.sha256())
                .toList();
    }

    List<Layer> leftovers() {
        return dropIns.stream().filter(Layer::isLeftover).toList();
    }

    Optional<Layer> ours() {
        return dropIns.stream().filter(Layer::isOurs).findFirst();
    }

    private List<Layer> others() {
        return dropIns.stream().filter(layer -> !layer.isOurs() && !layer.isLeftover()).toList();
    }

    /** Other files whose keys ours wins over. */
    List<Layer> below() {
        return others().stream().filter(layer -> layer.name().compareTo(Layer.OURS) < 0).toList();
    }

    /** Other files whose keys win over ours. */
    List<Layer> above() {
        return others().stream().filter(layer -> layer.name().compareTo(Layer.OURS) > 0).toList();
    }

    /** These layers with others of the same places, as a save would leave them. */
    KataLayers with(TomlDocument mainText, Optional<TomlDocument> oursText) {
        Layer newMain = new Layer(main.path(), "", new byte[0], mainText, Optional.empty());
        Stream<Layer> own = oursText.stream()
                .map(text -> new Layer("/" + Layer.OURS, "", new byte[0], text, Optional.empty()));
        return new KataLayers(asked, newMain,
                Stream.of(below().stream(), own, above().stream()).flatMap(one -> one).toList());
    }

    /** Every value Kata takes from the files. */
    public Map<KeyRef, TomlValue> values() {
        Map<KeyRef, TomlValue> values = new LinkedHashMap<>();
        add(values, main);
        dropIns.stream().filter(layer -> !layer.isLeftover()).forEach(layer -> add(values, layer));
        return values;
    }

    private static void add(Map<KeyRef, TomlValue> values, Layer layer) {
        layer.document().activeKeys()
                .forEach(ref -> layer.document().value(ref).ifPresent(value -> values.put(ref, value)));
    }

    /** The file whose value of a key counts. */
    Optional<Layer> decides(KeyRef ref) {
        return Stream.concat(Stream.of(main), dropIns.stream()).filter(layer -> !layer.isLeftover())
                .filter(layer -> layer.document().active(ref).isPresent()).reduce((first, second) -> second);
    }

    /** The values as one document: for reading, not for writing. Lists of tables are left out. */
    public TomlDocument effective() {
        return effective(values());
    }

    private static TomlDocument effective(Map<KeyRef, TomlValue> values) {
        Map<TablePath, StringBuilder> tables = new LinkedHashMap<>();
        values.forEach((ref, value) -> {
            if (!ref.table().inArray()) {
                tables.computeIfAbsent(ref.table(), table -> new StringBuilder()).append(Literal.key(ref.key()))
                        .append(" = ").append(Literal.of(value)).append('\n');
            }
        });
        StringBuilder text = new StringBuilder();
        text.append(tables.getOrDefault(TablePath.ROOT, new StringBuilder()));
        tables.forEach((table, keys) -> {
            if (!table.equals(TablePath.ROOT)) {
                text.append('[').append(table.header()).append("]\n").append(keys);
            }
        });
        return TomlDocument.of(text.toString());
    }
}
