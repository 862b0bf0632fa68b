package org.katagpu.remote.ssh.agent;

import java.util.List;

/**
 * How a login is signed.
 *
 * @param name as the login request calls it, {@code rsa-sha2-512} for example
 * @param inSignature as the signature calls it; differs for certificates only
 * @param agentFlags of the sign request (SSH_AGENT_RSA_SHA2_256 is 2, _512 is 4)
 */
record SignatureAlgorithm(String name, String inSignature, int agentFlags) {
    private static final String CERTIFICATE = "-cert-v01@openssh.com";
    private static final int SHA2_256 = 2;
    private static final int SHA2_512 = 4;

    /** Best first. RSA with SHA-1 is not among them. Security keys ({@code sk-…}) sign under their type's name. */
    static List<SignatureAlgorithm> of(String keyType) {
        String plain = keyType.endsWith(CERTIFICATE)
                ? keyType.substring(0, keyType.length() - CERTIFICATE.length())
                : keyType;
        String suffix = keyType.substring(plain.length());
        if (plain.equals("ssh-rsa")) {
            return List.of(new SignatureAlgorithm("rsa-sha2-512" + suffix, "rsa-sha2-512", SHA2_512),
                    new SignatureAlgorithm("rsa-sha2-256" + suffix, "rsa-sha2-256", SHA2_256));
        }
        boolean securityKeyCertificate = !suffix.isEmpty() && plain.startsWith("sk-");
        return List.of(new SignatureAlgorithm(keyType, securityKeyCertificate ? plain + "@openssh.com" : plain, 0));
    }
}
