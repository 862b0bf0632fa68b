package org.katagpu.setup.kata;

import java.util.Optional;
import java.util.regex.Pattern;

import org.katagpu.host.KataText;
import org.katagpu.kataconf.toml.Item;
import org.katagpu.kataconf.toml.StrictReading;
import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;

/**
 * One file of Kata's configuration: the one Kata reads, or one of {@code config.d} that is merged over it.
 *
 * @param sha256 of its bytes; {@link KataFile#ABSENT} where there is none
 * @param document its text; empty where it could not be read
 * @param fault why Kata cannot read it; empty where it can
 */
public record Layer(String path, String sha256, byte[] bytes, TomlDocument document, Optional<Text> fault) {
    /** Ours, in {@code config.d}. */
    static final String OURS = "90-katagpu.toml";
    private static final Pattern LEFTOVER = Pattern.compile("\\.90-katagpu\\.toml\\.katagpu\\..{6}");

    static Layer of(KataText text) {
        if (!text.isRead()) {
            return broken(text.path(), Text.of("kataconf.layer." + text.state(), text.path(), text.size()));
        }
        try {
            byte[] bytes = text.bytes();
            if (bytes.length != text.size()) {
                return broken(text.path(), Text.of("kataconf.host.torn"));
            }
            return of(text.path(), Sha256.of(bytes), bytes);
        } catch (IllegalArgumentException torn) {
            return broken(text.path(), Text.of("kataconf.host.torn"));
        }
    }

    static Layer of(String path, String sha256, byte[] bytes) {
        try {
            TomlDocument document = TomlDocument.read(bytes);
            Optional<Text> fault = document.items().stream().filter(Item.Broken.class::isInstance).findFirst()
                    .map(item -> (Item.Broken) item).map(item -> Text.of("kataconf.layer.broken", path,
                            document.position(item.at()).line(), item.what()))
                    .or(() -> new StrictReading(document).faults().stream().findFirst()
                            .map(twice -> Text.of("kataconf.layer.broken", path,
                                    document.position(twice.offset()).line(), twice.message())));
            return new Layer(path, sha256, bytes, document, fault);
        } catch (ProblemException unreadable) {
            return new Layer(path, sha256, bytes, TomlDocument.of(""), Optional.of(unreadable.problem().what()));
        }
    }

    private static Layer broken(String path, Text why) {
        return new Layer(path, KataFile.ABSENT, new byte[0], TomlDocument.of(""), Optional.of(why));
    }

    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The first line Kata cannot read, as read, with its number; otherwise a word for why there is no text. */
    String evidence() {
        return document.items().stream().filter(Item.Broken.class::isInstance).findFirst()
                .map(item -> document.position(item.lines().start()).line() + ": "
                        + item.lines().of(document.text()).strip())
                .orElseGet(() -> fault.map(why -> why.key().equals("kataconf.layer.broken")
                        ? line((Integer) why.arguments().get(1))
                        : why.key().substring(why.key().lastIndexOf('.') + 1)).orElse(""));
    }

    private String line(int number) {
        return number + ": " + document.text().lines().skip(number - 1L).findFirst().orElse("").strip();
    }

    /** Whether the editor can mend it: it is read, and a key or table stands in it twice. */
    boolean isMendable() {
        return fault.isPresent() && document.items().stream().noneMatch(Item.Broken.class::isInstance)
                && !document.activeKeys().isEmpty();
    }

    boolean isOurs() {
        return name().equals(OURS);
    }

    /** What an earlier wizard left there when it was cut short: the next save removes it. */
    boolean isLeftover() {
        return LEFTOVER.matcher(name()).matches();
    }
}
