package org.katagpu.ui.page.connect;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.remote.HostBook;
import org.katagpu.remote.Target;

/**
 * What was typed into the form. Empty fields take what the ssh configuration says of the host.
 *
 * @param host name, address or alias
 * @param port empty: the configuration's, else 22
 * @param user empty: the configuration's
 * @param keyFile empty: the configuration's
 * @param jump hosts to go through, {@code user@host:port}, separated by commas; empty: the configuration's
 */
record ConnectForm(String host, String port, String user, String keyFile, String jump, boolean useAgent) {
    static final ConnectForm EMPTY = new ConnectForm("", "", "", "", "", true);
    private static final int LAST_PORT = 65_535;

    static ConnectForm of(Target target) {
        return new ConnectForm(target.alias().orElse(target.address()), String.valueOf(target.port()), target.user(),
                target.keyFiles().stream().findFirst().map(Path::toString).orElse(""),
                String.join(", ", target.jumps().stream().map(Target::label).toList()), target.useAgent());
    }

    /** The same with what was typed for the host told apart into its fields; what it does not say stays. */
    ConnectForm spread() {
        return SshLine.of(host).map(line -> new ConnectForm(line.host(), said(line.port(), port),
                said(line.user(), user), said(line.keyFile(), keyFile), said(line.jump(), jump), useAgent))
                .orElse(this);
    }

    private static String said(String told, String before) {
        return told.isEmpty() ? before : told;
    }

    /** The target meant. @throws ProblemException naming the field that cannot be so */
    Target target(HostBook book) throws ProblemException {
        if (host.isBlank()) {
            throw wrong("connect.host.missing");
        }
        Target known = book.resolve(host.strip());
        List<Target> jumps = jump.isBlank() ? known.jumps() : hops(book);
        List<Path> keys = keyFile.isBlank()
                ? known.keyFiles()
                : List.of(ConnectRules.file(keyFile.strip())
                        .orElseThrow(() -> wrong("connect.key.missing")));
        String as = user.isBlank() ? known.user() : user.strip();
        if (as.isBlank()) {
            throw wrong("connect.user.missing");
        }
        return new Target(known.address(), port.isBlank() ? known.port() : number(), as, keys,
                useAgent && known.useAgent(), jumps, Optional.empty(), known.alias());
    }

    private List<Target> hops(HostBook book) throws ProblemException {
        List<Target> hops = new ArrayList<>();
        for (String hop : jump.split(",")) {
            if (!hop.isBlank()) {
                Target resolved = book.resolve(hop.strip());
                hops.addAll(resolved.jumps());
                hops.add(new Target(resolved.address(), resolved.port(), resolved.user(), resolved.keyFiles(),
                        useAgent && resolved.useAgent(), List.of(), Optional.empty(), resolved.alias()));
            }
        }
        return hops;
    }

    private int number() throws ProblemException {
        try {
            int number = Integer.parseInt(port.strip());
            if (number >= 1 && number <= LAST_PORT) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new ProblemException(
                    Problem.of(Text.of("connect.port.wrong", port), Text.of("connect.port.wrong.next")), e);
        }
        throw new ProblemException(Problem.of(Text.of("connect.port.wrong", port), Text.of("connect.port.wrong.next")));
    }

    private static ProblemException wrong(String key) {
        return new ProblemException(Problem.of(Text.of(key), Text.of(key + ".next")));
    }
}
