package org.katagpu.setup;

import java.util.regex.Pattern;

/**
 * Tells whether an address holds a secret. A plan is a file, an address is said in logs and often stands in arguments:
 * a password or token never belongs into one.
 */
public final class SecretInAddress {
    private static final Pattern USER = Pattern.compile("^\\s*(?:[A-Za-z][A-Za-z0-9+.-]*:)?/{0,2}[^/?#]*@");
    private static final Pattern NAMED = Pattern
            .compile("(?i)(?:(?:api|access|secret|private|auth|account)[-_.]?(?:key|token)"
                    + "|(?:hf|hub|bearer|session|login)[-_.]?token|[?&;](?:token|key|sig|signature|x-amz-signature)|password|passwd"
                    + "|passphrase|passcode|secret|credential)[\\w.-]{0,40}[\"']?\\s{0,4}[:=]");
    private static final Pattern SHAPE = Pattern.compile("(?<![A-Za-z0-9])(?:hf_[A-Za-z0-9]{16,}|sk-[A-Za-z0-9_-]{16,}"
            + "|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|glpat-[A-Za-z0-9_-]{16,})");
    /** {@code git@host:path}, {@code ssh://name@host/path}: a name, and a key that lies elsewhere. */
    private static final Pattern GIT_OVER_SSH = Pattern
            .compile("^(?:(?:ssh|git)://[A-Za-z0-9_.-]{1,40}|git)@[^/?#@]*(?:[:/].*)?$");

    private SecretInAddress() {}

    /** Whether it names a user, with whom a password goes, or holds a token. */
    public static boolean is(String address) {
        return USER.matcher(address).find() && !GIT_OVER_SSH.matcher(address).matches()
                || NAMED.matcher(address).find() || SHAPE.matcher(address).find();
    }

    /** @param what the field, for the message @throws OpenSecretException where the address holds a secret */
    public static void refuse(String address, String what) {
        if (is(address)) {
            throw new OpenSecretException(what);
        }
    }
}
