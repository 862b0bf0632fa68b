package org.katagpu.remote.ssh.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.PatternSyntaxException;

import org.katagpu.message.Text;
import org.katagpu.remote.storage.FileTrouble;

/** Reads an ssh_config file with what it includes. What cannot be read or understood is told and passed over. */
final class ConfigReader {
    /** READCONF_MAX_DEPTH of OpenSSH. */
    private static final int MOST_DEPTH = 16;

    private final Path home;
    private final Consumer<Text> warn;

    ConfigReader(Path home, Consumer<Text> warn) {
        this.home = home;
        this.warn = warn;
    }

    List<ConfigItem> read() {
        return read(home.resolve(".ssh").resolve("config"), 0);
    }

    private List<ConfigItem> read(Path file, int depth) {
        String shown = file.startsWith(home)
                ? "~/" + home.relativize(file).toString().replace('\\', '/')
                : file.toString();
        String text;
        try {
            text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (NoSuchFileException missing) {
            return List.of();
        } catch (IOException e) {
            warn.accept(Text.of("sshconfig.unreadable", shown, FileTrouble.reason(e)));
            return List.of();
        }
        List<ConfigItem> items = new ArrayList<>();
        int number = 0;
        for (String raw : text.split("\n", -1)) {
            line(raw, shown + ":" + ++number).ifPresent(line -> {
                if (line.keyword().equals("include")) {
                    items.addAll(include(line, depth + 1));
                } else {
                    items.add(line);
                }
            });
        }
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

    private List<ConfigItem> include(ConfigItem.Line line, int depth) {
        if (depth > MOST_DEPTH) {
            warn.accept(Text.of("sshconfig.include-depth", line.source()));
            return List.of();
        }
        List<ConfigItem> included = new ArrayList<>();
        for (String pattern : line.arguments()) {
            try {
                String expanded = pattern.startsWith("~/") ? home + pattern.substring(1) : pattern;
                for (Path file : IncludeGlob.files(home.resolve(".ssh"), expanded.replace('\\', '/'))) {
                    included.add(new ConfigItem.Included(read(file, depth)));
                }
            } catch (IOException e) {
                warn.accept(Text.of("sshconfig.include", line.source(), FileTrouble.reason(e)));
            } catch (InvalidPathException | PatternSyntaxException e) {
                warn.accept(Text.of("sshconfig.include", line.source(), pattern));
            }
        }
        return included;
    }
}
