package org.katagpu.remote.ssh.trust;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.katagpu.remote.ssh.pattern.HostPatterns;

/** The names field of a known_hosts line: a comma list of patterns, or one hashed name. */
sealed interface KnownNames {
    /** @param name in lower case, as {@link HostName#entry()} is */
    boolean cover(String name);

    /** @throws IllegalArgumentException for a hashed name that cannot be read */
    static KnownNames parse(String field) {
        return field.startsWith("|") ? Hashed.parse(field) : new Listed(Arrays.asList(field.split(",")));
    }

    record Listed(List<String> names) implements KnownNames {
        @Override
        public boolean cover(String name) {
            return new HostPatterns(names.stream().map(each -> each.toLowerCase(Locale.ROOT)).toList()).cover(name);
        }
    }

    /** {@code |1|salt|HMAC-SHA1(salt, name)}, so that the file tells nobody which hosts are known. */
    record Hashed(byte[] salt, byte[] hash) implements KnownNames {
        private static final int SHA1_BYTES = 20;

        static Hashed parse(String field) {
            String[] parts = field.split("\\|", -1);
            if (parts.length != 4 || !parts[1].equals("1")) {
                throw new IllegalArgumentException("not a hashed name");
            }
            Hashed hashed = new Hashed(Base64.getDecoder().decode(parts[2]), Base64.getDecoder().decode(parts[3]));
            if (hashed.salt.length != SHA1_BYTES || hashed.hash.length != SHA1_BYTES) {
                throw new IllegalArgumentException("not a hashed name");
            }
            return hashed;
        }

        static String field(String name) {
            byte[] salt = new byte[SHA1_BYTES];
            new SecureRandom().nextBytes(salt);
            Base64.Encoder base64 = Base64.getEncoder();
            return "|1|" + base64.encodeToString(salt) + "|" + base64.encodeToString(hmac(salt, name));
        }

        @Override
        public boolean cover(String name) {
            return MessageDigest.isEqual(hash, hmac(salt, name));
        }

        private static byte[] hmac(byte[] salt, String name) {
            try {
                Mac mac = Mac.getInstance("HmacSHA1");
                mac.init(new SecretKeySpec(salt, "HmacSHA1"));
                return mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java has HmacSHA1", e);
            }
        }
    }
}
