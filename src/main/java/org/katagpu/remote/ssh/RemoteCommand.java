package org.katagpu.remote.ssh;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The few fixed commands ever sent to the host's login shell, whatever shell that is: plain words and single quotes
 * mean the same to bash, dash, csh and fish. The nonce is the only part that changes.
 */
final class RemoteCommand {
    private static final SecureRandom RANDOM = new SecureRandom();

    static final String BASH = "bash -s";
    static final String SILENT_SUDO = "sudo -n -- bash -s";

    private final String nonce;

    private RemoteCommand(String nonce) {
        this.nonce = nonce;
    }

    static RemoteCommand fresh() {
        byte[] random = new byte[12];
        RANDOM.nextBytes(random);
        return new RemoteCommand(HexFormat.of().formatHex(random));
    }

    /** What the script's own output begins behind; ends with its line. */
    String readyMark() {
        return "\036kgw-ready-" + nonce;
    }

    /**
     * Put before every script: prints {@link #readyMark} on both streams, on the first with the process group.
     *
     * @param terminal there both streams are one, and the mark comes once
     */
    String announcement(boolean terminal) {
        String word = readyMark().substring(1);
        return "KG_PGRP=0; { read -r _ _ _ _ KG_PGRP _ </proc/self/stat; } 2>/dev/null || :; "
                + (terminal ? "" : "printf '\\036%s\\n' " + word + " >&2; ") + "printf '\\036%s %s\\n' " + word
                + " \"$KG_PGRP\"; unset KG_PGRP\n";
    }

    /** What root's bash prints when sudo has let it run, before it reads its first byte. */
    String goMark() {
        return "\036kgw-go-" + nonce;
    }

    /** What sudo's prompt begins with; the name of the user whose password it wants follows, then a colon. */
    String promptMark() {
        return "kgw-" + nonce + "-";
    }

    /** @param fresh whether a password typed earlier does not count, so that the one given now is really tried */
    String sudo(boolean fresh) {
        return sudoWords(fresh) + "'printf \"\\036%s\\n\" " + goMark().substring(1) + "; exec bash -s'";
    }

    /**
     * On a terminal, for a sudo that insists on one. A terminal has no end of file for binary data, so the script and
     * its payload come as base64 lines up to {@link #endLine}.
     */
    String sudoOnTerminal(boolean fresh) {
        return sudoWords(fresh) + "'stty raw -echo; printf \"\\036%s\\n\" " + goMark().substring(1) + "; sed -u -n \"/^"
                + endLine() + "$/q;p\" | base64 -d | bash -s'";
    }

    String endLine() {
        return "kgw-end-" + nonce;
    }

    private String sudoWords(boolean fresh) {
        return "env LC_ALL=C sudo " + (fresh ? "-k " : "") + "-S -p " + promptMark() + "%p: -- bash -c ";
    }
}
