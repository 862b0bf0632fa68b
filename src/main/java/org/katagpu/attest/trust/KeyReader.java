package org.katagpu.attest.trust;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import org.katagpu.attest.cbor.Octets;
import org.katagpu.attest.refusal.Refusal;
import org.katagpu.attest.refusal.RefusedException;

/** Keys as tokens carry them: RSA of 4096 bits as DER, or a raw point of P-521. */
final class KeyReader {
    private static final int RSA_BITS = 4096;
    /** 0x04, then two coordinates of 66 bytes. */
    private static final int POINT = 133;
    /** DER before the point of any key of P-521. */
    private static final byte[] BEFORE_POINT = HexFormat.of()
            .parseHex("30819b301006072a8648ce3d020106052b81040023038186" + "00");
    private static final int P521_BITS = 521;

    private KeyReader() {}

    static PublicKey read(Octets claim) throws RefusedException {
        return claim.size() == POINT ? decode("EC", join(BEFORE_POINT, claim.bytes())) : decode("RSA", claim.bytes());
    }

    /** @return the same key, of a kind tokens are signed with */
    static PublicKey check(PublicKey key) throws RefusedException {
        boolean fits = switch (key) {
            case RSAPublicKey rsa -> rsa.getModulus().bitLength() == RSA_BITS && rsa.getPublicExponent().testBit(0)
                    && rsa.getPublicExponent().bitLength() > 1;
            case ECPublicKey point -> onCurve(point);
            default -> false;
        };
        if (!fits) {
            throw new RefusedException(Refusal.Reason.KEY, key.getAlgorithm());
        }
        return key;
    }

    private static PublicKey decode(String kind, byte[] der) throws RefusedException {
        try {
            PublicKey key = KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(der));
            if (Octets.of(key.getEncoded()).equals(Octets.of(der))) {
                return check(key);
            }
            throw new RefusedException(Refusal.Reason.KEY, "encoded in another way");
        } catch (InvalidKeySpecException noKey) {
            throw new RefusedException(Refusal.Reason.KEY, String.valueOf(noKey.getMessage()));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static boolean onCurve(ECPublicKey key) {
        ECParameterSpec curve = key.getParams();
        if (!(curve.getCurve().getField() instanceof ECFieldFp field) || field.getFieldSize() != P521_BITS) {
            return false;
        }
        BigInteger p = field.getP();
        BigInteger x = key.getW().getAffineX();
        BigInteger y = key.getW().getAffineY();
        return x.signum() >= 0 && y.signum() >= 0 && x.compareTo(p) < 0 && y.compareTo(p) < 0
                && y.pow(2).mod(p).equals(x.pow(3).add(curve.getCurve().getA().multiply(x)).add(curve.getCurve().getB())
                        .mod(p));
    }

    private static byte[] join(byte[] one, byte[] other) {
        byte[] both = new byte[one.length + other.length];
        System.arraycopy(one, 0, both, 0, one.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
