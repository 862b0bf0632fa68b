package org.katagpu.remote.ssh.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

import org.katagpu.message.Text;

/** Files as the configuration names them. */
final class ConfigPaths {
    private ConfigPaths() {}

    /** Empty, and told, when it is not an absolute path or a token in it is not known. */
    static Optional<Path> absolute(String value, ConfigTokens tokens, Set<Text> warnings) {
        Optional<Path> path = Optional.empty();
        try {
            path = tokens.path(value).filter(Path::isAbsolute);
        } catch (InvalidPathException toldBelow) {
            path = Optional.empty();
        }
        if (path.isEmpty()) {
            warnings.add(Text.of("sshconfig.path", value));
        }
        return path;
    }
}
