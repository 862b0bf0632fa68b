package org.katagpu.ui.page.connect;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.katagpu.message.Text;
import org.katagpu.setup.WholeNumber;

/** What each field of the form takes; empty fields take what the ssh configuration says. */
final class ConnectRules {
    private static final int LAST_PORT = 65_535;
    /** A name, an alias or an address. */
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_](?:[\\p{L}\\p{N}._-]*[\\p{L}\\p{N}_])?\\.?");
    private static final Pattern ADDRESS_V6 = Pattern
            .compile("[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:%[\\w.-]+)?");
    /** Of a directory too: {@code DOMAIN\\user}, {@code user@realm}. */
    private static final Pattern USER = Pattern.compile("[\\p{L}\\p{N}_.][\\p{L}\\p{N}_.@+\\\\-]*\\$?");

    private ConnectRules() {}

    static Optional<Text> host(String typed) {
        Optional<SshLine> line = SshLine.of(typed);
        boolean right = line.isEmpty()
                ? typed.isEmpty() || isHost(typed)
                : isHost(line.get().host()) && isPort(line.get().port()) && isUser(line.get().user())
                        && areHops(line.get().jump());
        return unless(right, "host");
    }

    static Optional<Text> port(String typed) {
        return unless(isPort(typed), "port");
    }

    static Optional<Text> user(String typed) {
        return unless(isUser(typed), "user");
    }

    static Optional<Text> key(String typed) {
        return unless(typed.isEmpty() || !typed.endsWith(".pub") && file(typed).filter(Files::isRegularFile)
                .isPresent(), "key");
    }

    static Optional<Text> jump(String typed) {
        return unless(areHops(typed), "jump");
    }

    /** A file of this machine, {@code ~} being the home folder; empty: there can be no such path. */
    static Optional<Path> file(String typed) {
        try {
            Path path = typed.startsWith("~/")
                    ? Path.of(System.getProperty("user.home")).resolve(typed.substring(2))
                    : Path.of(typed);
            return path.isAbsolute() ? Optional.of(path) : Optional.empty();
        } catch (InvalidPathException noPath) {
            return Optional.empty();
        }
    }

    private static boolean areHops(String typed) {
        return typed.isEmpty() || Stream.of(typed.split(",", -1)).map(String::strip).allMatch(ConnectRules::isHop);
    }

    private static boolean isHop(String hop) {
        return !hop.isEmpty() && !hop.startsWith("ssh ") && host(hop).isEmpty();
    }

    private static boolean isHost(String name) {
        return NAME.matcher(name).matches() || ADDRESS_V6.matcher(name).matches();
    }

    private static boolean isUser(String name) {
        return name.isEmpty() || USER.matcher(name).matches();
    }

    private static boolean isPort(String typed) {
        if (typed.isEmpty()) {
            return true;
        }
        try {
            int port = WholeNumber.of(typed);
            return port >= 1 && port <= LAST_PORT;
        } catch (IllegalArgumentException notANumber) {
            return false;
        }
    }

    private static Optional<Text> unless(boolean right, String field) {
        return right ? Optional.empty() : Optional.of(Text.of("connect.field." + field + ".wrong"));
    }
}
