package org.katagpu.remote.ssh.trust;

import com.hierynomus.sshj.userauth.certificate.Certificate;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;
import org.katagpu.remote.HostKeyQuestion;

/**
 * A host's public key.
 *
 * @param type for example {@code ssh-ed25519}
 * @param base64 the key in OpenSSH's wire form, which begins with the type
 */
public record HostKey(String type, String base64) {
    /**
     * A key as a known_hosts line writes it.
     *
     * @throws IllegalArgumentException when it is not base64, or holds a key of another type than it says
     */
    public static HostKey of(String type, String base64) {
        byte[] blob = Base64.getDecoder().decode(base64);
        if (!typeWithin(blob).equals(type)) {
            throw new IllegalArgumentException("not a key of type " + type);
        }
        return new HostKey(type, Base64.getEncoder().encodeToString(blob));
    }

    /** The key a server showed. Of a host certificate the plain key within: certificate authorities are not judged. */
    public static HostKey of(PublicKey shown) {
        PublicKey plain = shown instanceof Certificate<?> certificate ? certificate.getKey() : shown;
        byte[] blob = new Buffer.PlainBuffer().putPublicKey(plain).getCompactData();
        return new HostKey(KeyType.fromKey(plain).toString(), Base64.getEncoder().encodeToString(blob));
    }

    /** Every key is a run of length-prefixed fields, its type first; a cut line must not pass for another key. */
    private static String typeWithin(byte[] blob) {
        ByteBuffer rest = ByteBuffer.wrap(blob);
        List<byte[]> fields = new ArrayList<>();
        while (rest.hasRemaining()) {
            int length = rest.remaining() < Integer.BYTES ? -1 : rest.getInt();
            if (length < 0 || length > rest.remaining()) {
                throw new IllegalArgumentException("cut short");
            }
            byte[] field = new byte[length];
            rest.get(field);
            fields.add(field);
        }
        if (fields.size() < 2) {
            throw new IllegalArgumentException("no key within");
        }
        return new String(fields.getFirst(), StandardCharsets.US_ASCII);
    }

    /** As {@code ssh-keygen -l} prints it. */
    public String fingerprint() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Base64.getDecoder().decode(base64));
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** What to run on the host's own console to see this key's fingerprint; paths are sshd's defaults. */
    public String consoleCommand() {
        String kind = switch (type) {
            case "ssh-ed25519" -> "ed25519";
            case "ssh-rsa" -> "rsa";
            case "ssh-dss" -> "dsa";
            default -> type.startsWith("ecdsa-sha2-") ? "ecdsa" : "";
        };
        return kind.isEmpty()
                ? "for key in /etc/ssh/ssh_host_*_key.pub; do ssh-keygen -lf \"$key\"; done"
                : "ssh-keygen -lf /etc/ssh/ssh_host_" + kind + "_key.pub";
    }

    HostKeyQuestion.Key shown() {
        return new HostKeyQuestion.Key(type, fingerprint(), consoleCommand());
    }
}
