package org.katagpu.practice.firmware;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/** Answers as the firmware of a virtCCA machine does, or as one that lies would, see {@link Manner}. */
public final class PracticeFirmware {
    /** What it gives. */
    public enum Manner {
        GENUINE,
        /** A token made for an older question. */
        REPLAYED,
        /** A token for the key of another server. */
        OTHER_SERVER,
        /** The certificate of another machine. */
        OTHER_DEVICE;

        /** @param word of the sandbox's faults, {@code other-server}; any other is genuine */
        static Manner of(String word) {
            return Arrays.stream(values())
                    .filter(manner -> manner.name().equals(word.replace('-', '_').toUpperCase(Locale.ROOT)))
                    .findFirst().orElse(GENUINE);
        }
    }

    private static final int KEY_POINT = 133;

    private final KeyPair machine = PracticeAuthority.pair();
    private final byte[] certificate;
    private final byte[] otherCertificate;

    public PracticeFirmware(PracticeAuthority authority) {
        try {
            certificate = authority.machine("Practice machine", machine).getEncoded();
            otherCertificate = authority.machine("Another practice machine", PracticeAuthority.pair()).getEncoded();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What the guest's helper prints. @param key of the guest's server, DER */
    public String answer(String manner, byte[] nonce, byte[] key) {
        Manner how = Manner.of(manner);
        byte[] named = how == Manner.OTHER_SERVER ? PracticeAuthority.pair().getPublic().getEncoded() : key;
        byte[] asked = how == Manner.REPLAYED ? new byte[nonce.length] : nonce;
        return "key " + base64(named) + "\ntoken " + base64(token(challenge(asked, named))) + "\ncertificate "
                + base64(how == Manner.OTHER_DEVICE ? otherCertificate : certificate);
    }

    private byte[] token(byte[] challenge) {
        byte[] header = new CborBytes().map(1).whole(1).whole(-36).written();
        byte[] payload = new CborBytes().bytes(claims(challenge)).written();
        byte[] signed = new CborBytes().row(4).text("Signature1").bytes(header).bytes(new byte[0]).bytes(payload)
                .written();
        byte[] envelope = new CborBytes().tag(18).row(4).bytes(header).map(0).bytes(payload).bytes(sign(signed))
                .written();
        return new CborBytes().tag(399).map(1).whole(44241).bytes(envelope).written();
    }

    private byte[] claims(byte[] challenge) {
        byte[] der = machine.getPublic().getEncoded();
        CborBytes claims = new CborBytes().map(7).whole(10).bytes(challenge).whole(44235).bytes(new byte[64])
                .whole(44237).bytes(Arrays.copyOfRange(der, der.length - KEY_POINT, der.length)).whole(44236)
                .text("sha-256").whole(44240).text("sha-256").whole(44238)
                .bytes(HexFormat.of().parseHex("9a".repeat(32))).whole(44239).row(4);
        for (int slot = 0; slot < 4; slot++) {
            claims.bytes(new byte[32]);
        }
        return claims.written();
    }

    private byte[] sign(byte[] message) {
        try {
            Signature scheme = Signature.getInstance("SHA512withECDSA");
            scheme.initSign(machine.getPrivate());
            scheme.update(message);
            return scheme.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] challenge(byte[] nonce, byte[] key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-512");
            digest.update(nonce);
            return digest.digest(key);
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
