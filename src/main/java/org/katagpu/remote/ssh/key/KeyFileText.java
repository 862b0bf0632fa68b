package org.katagpu.remote.ssh.key;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of a file that should hold a key, as far as it tells about itself without a passphrase. */
record KeyFileText(String text) {
    private static final Pattern HEADER = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----");
    private static final Pattern PUBLIC_LINE = Pattern
            .compile("(?m)^(?:(?:ssh|ecdsa|sk)-[\\w@.-]+) (AAAA[A-Za-z0-9+/=]+)(?:\\s|$)");
    private static final Pattern OPENSSH = Pattern
            .compile("-----BEGIN OPENSSH PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END");
    private static final Pattern PLAIN = Pattern.compile(
            "-----BEGIN (?:RSA |EC )?PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END (?:RSA |EC )?PRIVATE KEY-----");
    private static final String EC_HEADER = "-----BEGIN EC PRIVATE KEY-----";
    /** id-ecPublicKey, as DER has it. */
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");
    /** P-521 with its curve written out has 900 bytes; computing with a larger curve takes memory and time. */
    private static final int MOST_EC = 2048;
    private static final Pattern DEK = Pattern.compile("DEK-Info: ([A-Za-z0-9-]+),");
    private static final Set<String> OLD_CIPHERS = Set.of("AES-128-CBC", "AES-192-CBC", "AES-256-CBC", "DES-EDE3-CBC",
            "DES-CBC", "DES-EDE-CBC");
    /** OpenSSH's own, as far as they are read here: aes256-ctr is what ssh-keygen writes. */
    private static final Set<String> CIPHERS = Set.of("none", "aes256-ctr", "aes192-ctr", "aes128-ctr", "aes256-cbc",
            "aes192-cbc", "aes128-cbc", "3des-cbc", "aes256-gcm@openssh.com", "aes128-gcm@openssh.com",
            "chacha20-poly1305@openssh.com");
    private static final Set<String> FUNCTIONS = Set.of("none", "bcrypt");
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

    /** Whether a plain PEM body says no length that goes beyond it, nor holds a key of a curve beyond all use; true for every other form. */
    boolean hasSoundLengths() {
        Matcher body = PLAIN.matcher(text);
        if (hasOldEncryption() || !body.find()) {
            return true;
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(body.group(1));
            boolean elliptic = body.group().startsWith(EC_HEADER) || contains(der, EC);
            return DerShape.isSound(der) && (!elliptic || der.length <= MOST_EC);
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private static boolean contains(byte[] bytes, byte[] part) {
        String all = new String(bytes, StandardCharsets.ISO_8859_1);
        return all.contains(new String(part, StandardCharsets.ISO_8859_1));
    }

    /** The cipher of a file's encryption that we do not take, so that no passphrase is asked for in vain. */
    Optional<String> unsupportedEncryption() {
        Matcher old = DEK.matcher(text);
        if (hasOldEncryption() && old.find() && !OLD_CIPHERS.contains(old.group(1))) {
            return Optional.of(old.group(1));
        }
        return openssh(0).filter(cipher -> !CIPHERS.contains(cipher))
                .or(() -> openssh(1).filter(function -> !FUNCTIONS.contains(function)));
    }

    /** A field of OpenSSH's private form as text: cipher, then KDF. */
    private Optional<String> openssh(int field) {
        return opensshBody().flatMap(key -> {
            for (int i = 0; i < field; i++) {
                if (field(key).isEmpty()) {
                    return Optional.empty();
                }
            }
            return field(key).map(bytes -> new String(bytes, StandardCharsets.US_ASCII));
        });
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
        return opensshBody().flatMap(KeyFileText::publicWithin);
    }

    private Optional<ByteBuffer> opensshBody() {
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
        return Optional.of(key);
    }

    private static Optional<byte[]> publicWithin(ByteBuffer key) {
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
