package org.katagpu.remote.ssh.agent;

import java.util.Base64;

import net.schmizz.sshj.common.Buffer;

/**
 * A key the agent holds.
 *
 * @param type for example {@code ssh-ed25519}; a certificate's type ends in {@code -cert-v01@openssh.com}
 * @param base64 the public key in wire form
 * @param comment as the agent tells it, often the file the key came from
 */
public record AgentIdentity(String type, String base64, String comment) {
    static AgentIdentity of(byte[] blob, String comment) throws Buffer.BufferException {
        return new AgentIdentity(new Buffer.PlainBuffer(blob).readString(), Base64.getEncoder().encodeToString(blob),
                comment);
    }

    byte[] blob() {
        return Base64.getDecoder().decode(base64);
    }
}
