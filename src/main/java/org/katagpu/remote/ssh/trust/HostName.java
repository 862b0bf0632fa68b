package org.katagpu.remote.ssh.trust;

import java.util.Locale;
import java.util.regex.Pattern;

import org.katagpu.remote.Target;

/**
 * A host as known_hosts names it.
 *
 * @param address lower case
 */
record HostName(String address, int port) {
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{M}\\p{N}_.:%-]+");

    HostName {
        address = address.toLowerCase(Locale.ROOT);
    }

    /** {@code [host]:port}, or the bare name for port 22. */
    String entry() {
        return port == Target.SSH_PORT ? address : "[" + address + "]:" + port;
    }

    /** Whether {@link #entry()} can stand in a line as it is, meaning nothing but itself. */
    boolean writable() {
        return PLAIN.matcher(address).matches();
    }
}
