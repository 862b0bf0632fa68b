package org.katagpu.remote.ssh.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.PatternSyntaxException;

import org.katagpu.message.Text;
import org.katagpu.remote.storage.FileTrouble;

/**
 * Reads the admin's ssh_config, then the machine's, with what they include. What cannot be read or understood is told
 * and passed over.
 */
final class ConfigReader {
    /** READCONF_MAX_DEPTH of OpenSSH. */
    private static final int MOST_DEPTH = 16;
    /** Files that each include two others are 65536 at that depth: in all no more than this are read. */
    private static final int MOST_FILES = 512;
    private static final int MOST_BYTES = 1 << 20;

    private final LocalAccount local;
    private final Consumer<Text> warn;
    private final Set<Path> around = new LinkedHashSet<>();
    private int files;

    ConfigReader(LocalAccount local, Consumer<Text> warn) {
        this.local = local;
        this.warn = warn;
    }

    List<ConfigItem> read() {
        List<ConfigItem> both = new ArrayList<>();
        both.add(new ConfigItem.Included(read(local.folder().resolve("config"), local.folder())));
        local.system().ifPresent(folder -> both
                .add(new ConfigItem.Included(read(folder.resolve("ssh_config"), folder))));
        return both;
    }

    /** @param base where relative names of included files begin */
    private List<ConfigItem> read(Path file, Path base) {
        String shown = local.shown(file);
        String text;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                warn.accept(Text.of("sshconfig.too-large", shown));
                return List.of();
            }
            text = new String(bytes, StandardCharsets.UTF_8);
        } catch (NoSuchFileException missing) {
            return List.of();
        } catch (IOException e) {
            warn.accept(Text.of("sshconfig.unreadable", shown, FileTrouble.reason(e)));
            return List.of();
        }
        List<ConfigItem> items = new ArrayList<>();
        around.add(file);
        int number = 0;
        for (String raw : text.split("\n", -1)) {
            line(raw, shown + ":" + ++number).ifPresent(line -> {
                if (line.keyword().equals("include")) {
                    items.addAll(include(line, base));
                } else {
                    items.add(line);
                }
            });
        }
        around.remove(file);
        return items;
    }

    private Optional<ConfigItem.Line> line(String raw, String source) {
        Optional<List<String>> words = ConfigWords.of(raw);
        if (words.isPresent() && words.get().isEmpty()) {
            return Optional.empty();
        }
        if (words.isEmpty() || words.get().size() < 2) {
            warn.accept(Text.of(words.isEmpty() ? "sshconfig.quote" : "sshconfig.no-value", source));
            return Optional.empty();
        }
        List<String> all = words.get();
        return Optional.of(new ConfigItem.Line(all.getFirst().toLowerCase(Locale.ROOT),
                List.copyOf(all.subList(1, all.size())), source));
    }

    private List<ConfigItem> include(ConfigItem.Line line, Path base) {
        List<ConfigItem> included = new ArrayList<>();
        for (String pattern : line.arguments()) {
            try {
                Optional<String> named = ConfigTokens.alone(local).fill(pattern);
                if (named.isEmpty()) {
                    warn.accept(Text.of("sshconfig.include", line.source(), pattern));
                    continue;
                }
                for (Path file : IncludeGlob.files(base, named.get().replace('\\', '/'))) {
                    included(file, line, base).ifPresent(included::add);
                }
            } catch (IOException e) {
                warn.accept(Text.of("sshconfig.include", line.source(), FileTrouble.reason(e)));
            } catch (InvalidPathException | PatternSyntaxException e) {
                warn.accept(Text.of("sshconfig.include", line.source(), pattern));
            }
        }
        return included;
    }

    /** A file within itself says nothing that it has not said, and one that many include is not read for ever. */
    private Optional<ConfigItem> included(Path file, ConfigItem.Line line, Path base) {
        if (around.contains(file) || around.size() > MOST_DEPTH) {
            warn.accept(Text.of("sshconfig.include-depth", line.source()));
            return Optional.empty();
        }
        if (files == MOST_FILES) {
            warn.accept(Text.of("sshconfig.include-many", String.valueOf(MOST_FILES)));
            return Optional.empty();
        }
        files++;
        return Optional.of(new ConfigItem.Included(read(file, base)));
    }
}
