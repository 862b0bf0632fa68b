package org.katagpu.remote.ssh.config;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;

/** A host as one types it: {@code [ssh://][user@]host[:port]}; an IPv6 address with a port stands in brackets. */
record TypedHost(String host, Optional<String> user, OptionalInt port) {
    private static final int LAST_PORT = 65_535;
    private static final Pattern FORM = Pattern
            .compile(
                    "(?:ssh://)?(?:(?<user>.+)@)?(?:\\[(?<bracketed>[^\\]]+)]|(?<plain>[^:@\\s\\[\\]]+)|(?<v6>[^\\[\\]]*:[^\\[\\]]*:[^\\[\\]]*))(?::(?<port>\\d+))?/?");

    static TypedHost parse(String typed) throws ProblemException {
        Matcher form = FORM.matcher(typed.strip());
        if (!form.matches()) {
            throw wrong(typed);
        }
        String host = Optional.ofNullable(form.group("bracketed")).or(() -> Optional.ofNullable(form.group("plain")))
                .orElseGet(() -> form.group("v6"));
        String digits = form.group("port");
        return new TypedHost(host, Optional.ofNullable(form.group("user")),
                digits == null ? OptionalInt.empty() : OptionalInt.of(port(digits).orElseThrow(() -> wrong(typed))));
    }

    /** Empty when it is no port. */
    static OptionalInt port(String digits) {
        if (!digits.matches("\\d{1,5}")) {
            return OptionalInt.empty();
        }
        int port = Integer.parseInt(digits);
        return port >= 1 && port <= LAST_PORT ? OptionalInt.of(port) : OptionalInt.empty();
    }

    private static ProblemException wrong(String typed) {
        return new ProblemException(
                Problem.of(Text.of("sshconfig.host-form", typed), Text.of("sshconfig.host-form.next")));
    }
}
