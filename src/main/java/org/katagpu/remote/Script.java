package org.katagpu.remote;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One bash script, complete, to be sent on the standard input of a fixed command: nothing of the admin's choice is
 * ever in argv. The body is one brace group, so bash has read all of it before it runs, and the bytes that follow
 * it ({@link #payload()}: a file to upload, or secrets) can be read by the script from descriptor 9.
 *
 * @param name for messages: {@code gpu/apply}
 * @param text the bash text
 * @param elevated whether it runs as root
 * @param payload what follows on descriptor 9
 * @param limit how long it may take in all, whatever it prints meanwhile; zero: as long as it takes
 */
public record Script(String name, String text, boolean elevated, Payload payload, Duration limit) {
    /** No question to a host takes longer; a host that drips words for ever is given up then. */
    public static final Duration USUAL_LIMIT = Duration.ofMinutes(10);

    private static final Pattern VARIABLE = Pattern.compile("[A-Z][A-Z0-9_]*");

    public static Builder named(String name) {
        return new Builder(name);
    }

    /** Puts a script together: head, parameters, libraries, body. */
    public static final class Builder {
        private final String name;
        private final StringBuilder head = new StringBuilder();
        private final List<String> parts = new ArrayList<>();
        private boolean elevated;
        private Payload payload = Payload.NONE;
        private Duration limit = USUAL_LIMIT;

        private Builder(String name) {
            this.name = name;
        }

        /** A shell-quoted assignment at the head of the script. */
        public Builder parameter(String variable, String value) {
            if (!VARIABLE.matcher(variable).matches()) {
                throw new IllegalArgumentException("not a variable of ours: " + variable);
            }
            head.append(variable).append('=').append(ShellQuote.quote(value)).append('\n');
            return this;
        }

        /** Library or body text, in order. */
        public Builder part(String bash) {
            parts.add(bash);
            return this;
        }

        /** A text that comes with the program. @param path {@code remote/read} for {@code /remote/read.sh} */
        public Builder bundled(String path) {
            return part(BundledText.of(path + ".sh"));
        }

        public Builder elevated() {
            elevated = true;
            return this;
        }

        public Builder payload(Payload bytes) {
            payload = bytes;
            return this;
        }

        /** Another time than is usual. */
        public Builder within(Duration most) {
            limit = most;
            return this;
        }

        /** For what follows a log, or carries a file of any size. */
        public Builder asLongAsItTakes() {
            return within(Duration.ZERO);
        }

        public Script build() {
            StringBuilder text = new StringBuilder("{ exec 9<&0 </dev/null\n");
            text.append("set -Eeuo pipefail\nexport LC_ALL=C\numask 077\n").append(head);
            parts.forEach(part -> text.append(part).append('\n'));
            return new Script(name, text.append("exit\n}\n").toString(), elevated, payload, limit);
        }
    }
}
