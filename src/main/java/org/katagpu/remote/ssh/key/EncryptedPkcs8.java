package org.katagpu.remote.ssh.key;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.ScryptParams;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;

/**
 * A private key in encrypted PKCS#8 (RFC 8018), as openssl writes it today: PBES2 with PBKDF2 or scrypt, and AES or
 * triple DES. What the file asks of us in memory and time has a bound, for the file says it before any passphrase.
 */
final class EncryptedPkcs8 {
    private static final Pattern BODY = Pattern
            .compile("-----BEGIN ENCRYPTED PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END ENCRYPTED PRIVATE KEY-----");
    private static final Set<ASN1ObjectIdentifier> CIPHERS = Set.of(NISTObjectIdentifiers.id_aes128_CBC,
            NISTObjectIdentifiers.id_aes192_CBC, NISTObjectIdentifiers.id_aes256_CBC,
            PKCSObjectIdentifiers.des_EDE3_CBC);
    /** openssl's own default is 16 MB (N 16384, r 8). */
    private static final long MOST_SCRYPT_BYTES = 64L << 20;
    private static final long MOST_ITERATIONS = 10_000_000;

    private final EncryptedPrivateKeyInfo info;

    private EncryptedPkcs8(EncryptedPrivateKeyInfo info) {
        this.info = info;
    }

    static boolean isOne(String text) {
        return BODY.matcher(text).find();
    }

    /** Empty when it is damaged. */
    static Optional<EncryptedPkcs8> of(String text) {
        Matcher body = BODY.matcher(text);
        try {
            byte[] der = body.find() ? Base64.getMimeDecoder().decode(body.group(1)) : new byte[0];
            return DerShape.isSound(der)
                    ? Optional.of(new EncryptedPkcs8(EncryptedPrivateKeyInfo.getInstance(der)))
                    : Optional.empty();
        } catch (IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }

    /** The form, by its number, where we do not take it. */
    Optional<String> unsupported() {
        ASN1ObjectIdentifier scheme = info.getEncryptionAlgorithm().getAlgorithm();
        if (!scheme.equals(PKCSObjectIdentifiers.id_PBES2)) {
            boolean older = scheme.on(PKCSObjectIdentifiers.pkcs_5) || scheme.on(PKCSObjectIdentifiers.pkcs_12PbeIds);
            return older ? Optional.empty() : Optional.of(scheme.getId());
        }
        try {
            PBES2Parameters parameters = PBES2Parameters.getInstance(info.getEncryptionAlgorithm().getParameters());
            ASN1ObjectIdentifier cipher = parameters.getEncryptionScheme().getAlgorithm();
            return CIPHERS.contains(cipher)
                    ? tooCostly(parameters.getKeyDerivationFunc())
                    : Optional.of(cipher.getId());
        } catch (IllegalArgumentException | ArithmeticException malformed) {
            return Optional.of(scheme.getId());
        }
    }

    private static Optional<String> tooCostly(KeyDerivationFunc function) {
        ASN1ObjectIdentifier name = function.getAlgorithm();
        if (name.equals(PKCSObjectIdentifiers.id_PBKDF2)) {
            PBKDF2Params parameters = PBKDF2Params.getInstance(function.getParameters());
            boolean modest = parameters.getIterationCount().bitLength() < Integer.SIZE
                    && parameters.getIterationCount().longValue() <= MOST_ITERATIONS
                    && (parameters.getKeyLength() == null || parameters.getKeyLength().bitLength() < 16);
            return modest ? Optional.empty() : Optional.of("PBKDF2 " + parameters.getIterationCount().bitLength());
        }
        if (name.equals(MiscObjectIdentifiers.id_scrypt)) {
            ScryptParams parameters = ScryptParams.getInstance(function.getParameters());
            long blocks = Math.multiplyExact(parameters.getCostParameter().longValueExact(),
                    parameters.getBlockSize().longValueExact());
            long bytes = Math.multiplyExact(Math.multiplyExact(blocks, 128L),
                    parameters.getParallelizationParameter().longValueExact());
            return bytes > 0 && bytes <= MOST_SCRYPT_BYTES ? Optional.empty() : Optional.of("scrypt " + bytes);
        }
        return Optional.of(name.getId());
    }

    /**
     * @return the key in plain PKCS#8, as PEM text
     * @throws IOException when the passphrase is not the right one
     */
    String decrypt(char[] passphrase) throws IOException {
        BouncyCastleProvider provider = new BouncyCastleProvider();
        PKCS8EncryptedPrivateKeyInfo encrypted = new PKCS8EncryptedPrivateKeyInfo(info);
        byte[] plain = new byte[0];
        try {
            plain = (isScrypt()
                    ? encrypted.decryptPrivateKeyInfo(
                            new JcePKCSPBEInputDecryptorProviderBuilder().setProvider(provider).build(passphrase))
                    : encrypted.decryptPrivateKeyInfo(
                            new JceOpenSSLPKCS8DecryptorProviderBuilder().setProvider(provider).build(passphrase)))
                    .getEncoded();
            if (!DerShape.isSound(plain)) {
                throw new IOException("no key within");
            }
            return "-----BEGIN PRIVATE KEY-----\n" + new String(Base64.getMimeEncoder().encode(plain),
                    StandardCharsets.US_ASCII) + "\n-----END PRIVATE KEY-----\n";
        } catch (PKCSException | OperatorCreationException wrong) {
            throw new IOException(wrong);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private boolean isScrypt() {
        return info.getEncryptionAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2) && PBES2Parameters
                .getInstance(info.getEncryptionAlgorithm().getParameters()).getKeyDerivationFunc()
                .getAlgorithm().equals(MiscObjectIdentifiers.id_scrypt);
    }
}
