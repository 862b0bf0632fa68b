package org.katagpu.remote.ssh.key;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of a file that should hold a key, as far as it tells about itself without a passphrase. */
record KeyFileText(String text) {
    private static final Pattern HEADER = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----");
    private static final Pattern PUBLIC_LINE = Pattern
            .compile("(?m)^(?:(?:ssh|ecdsa|sk)-[\\w@.-]+) (AAAA[A-Za-z0-9+/=]+)(?:\\s|$)");
    private static final Pattern OPENSSH = Pattern
            .compile("-----BEGIN OPENSSH PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END");
    private static final String OPENSSH_MAGIC = "openssh-key-v1\0";

    enum Kind {
        OPENSSH, PEM, DSA, PUTTY, PUBLIC, NOT_A_KEY
    }

    Kind kind() {
        if (text.startsWith("PuTTY-User-Key-File-")) {
            return Kind.PUTTY;
        }
        Matcher header = HEADER.matcher(text);
        if (!header.find()) {
            return PUBLIC_LINE.matcher(text).find() || text.startsWith("---- BEGIN SSH2 PUBLIC KEY")
                    ? Kind.PUBLIC
                    : Kind.NOT_A_KEY;
        }
        return switch (header.group(1)) {
            case "OPENSSH PRIVATE KEY" -> Kind.OPENSSH;
            case "RSA PRIVATE KEY", "EC PRIVATE KEY", "PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "EC PARAMETERS" ->
                Kind.PEM;
            case "DSA PRIVATE KEY" -> Kind.DSA;
            case "PUBLIC KEY", "RSA PUBLIC KEY" -> Kind.PUBLIC;
            default -> Kind.NOT_A_KEY;
        };
    }

    /** Encrypted as PEM did before PKCS#8 (RFC 1421). */
    boolean hasOldEncryption() {
        return text.contains("Proc-Type: 4,ENCRYPTED");
    }

    /** The public key in wire form, base64: of a public key file, or of OpenSSH's private form, which tells it openly. */
    Optional<String> publicKey() {
        Matcher line = PUBLIC_LINE.matcher(text);
        return line.find() ? Optional.of(line.group(1)) : opensshPublic().map(Base64.getEncoder()::encodeToString);
    }

    /** The type of the key in OpenSSH's private form. */
    Optional<String> opensshType() {
        return opensshPublic().flatMap(blob -> field(ByteBuffer.wrap(blob)))
                .map(type -> new String(type, StandardCharsets.US_ASCII));
    }

    /** PROTOCOL.key of OpenSSH: magic, cipher, KDF, its options, number of keys, public key. */
    private Optional<byte[]> opensshPublic() {
        Matcher body = OPENSSH.matcher(text);
        if (!body.find()) {
            return Optional.empty();
        }
        ByteBuffer key;
        try {
            key = ByteBuffer.wrap(Base64.getMimeDecoder().decode(body.group(1)));
        } catch (IllegalArgumentException damaged) {
            return Optional.empty();
        }
        byte[] magic = new byte[OPENSSH_MAGIC.length()];
        if (key.remaining() < magic.length) {
            return Optional.empty();
        }
        key.get(magic);
        if (!new String(magic, StandardCharsets.US_ASCII).equals(OPENSSH_MAGIC)) {
            return Optional.empty();
        }
        for (int i = 0; i < 3; i++) {
            if (field(key).isEmpty()) {
                return Optional.empty();
            }
        }
        if (key.remaining() < Integer.BYTES || key.getInt() != 1) {
            return Optional.empty();
        }
        return field(key);
    }

    private static Optional<byte[]> field(ByteBuffer from) {
        int length = from.remaining() < Integer.BYTES ? -1 : from.getInt();
        if (length < 0 || length > from.remaining()) {
            return Optional.empty();
        }
        byte[] field = new byte[length];
        from.get(field);
        return Optional.of(field);
    }
}
