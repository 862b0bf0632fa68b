package org.katagpu.remote.ssh;

import com.hierynomus.sshj.key.KeyAlgorithms;
import java.util.List;
import java.util.Set;
import net.schmizz.keepalive.KeepAliveProvider;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.DefaultConfig;
import net.schmizz.sshj.common.Factory;
import net.schmizz.sshj.common.LoggerFactory;
import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

/**
 * What we offer a server: sshj's default list still holds arcfour, 3des, group1-sha1, MD5 and DSA, which OpenSSH
 * dropped long ago. The order is sshj's preference, best first; key types are put in the verifier's order later.
 */
final class SshAlgorithms {
    private static final Set<String> KEY_EXCHANGES = Set.of("curve25519-sha256", "curve25519-sha256@libssh.org",
            "ecdh-sha2-nistp256", "ecdh-sha2-nistp384", "ecdh-sha2-nistp521", "diffie-hellman-group-exchange-sha256",
            "diffie-hellman-group14-sha256", "diffie-hellman-group16-sha512", "diffie-hellman-group18-sha512",
            "ext-info-c");
    /** chacha20 first: faster than GCM in sshj. */
    private static final List<String> CIPHERS = List.of("chacha20-poly1305@openssh.com", "aes128-gcm@openssh.com",
            "aes256-gcm@openssh.com", "aes128-ctr", "aes192-ctr", "aes256-ctr");
    private static final List<String> MACS = List.of("hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com",
            "hmac-sha2-256", "hmac-sha2-512");
    /** Larger than the window, so that a full window always fits. */
    private static final int RECEIVE_BUFFER = SshChain.WINDOW + (1 << 20);

    private SshAlgorithms() {}

    static Config config() {
        DefaultConfig config = new DefaultConfig();
        config.setLoggerFactory(new Silence());
        config.setVersion("KataGpuWizard");
        config.setKeepAliveProvider(KeepAliveProvider.KEEP_ALIVE);
        config.setKeyExchangeFactories(config.getKeyExchangeFactories().stream()
                .filter(kex -> KEY_EXCHANGES.contains(kex.getName())).toList());
        config.setCipherFactories(inOrder(config.getCipherFactories(), CIPHERS));
        config.setMACFactories(inOrder(config.getMACFactories(), MACS));
        // ssh-rsa stays a key type for known hosts, but its SHA-1 signature is never accepted.
        config.setKeyAlgorithms(List.of(KeyAlgorithms.EdDSA25519(), KeyAlgorithms.ECDSASHANistp256(),
                KeyAlgorithms.ECDSASHANistp384(), KeyAlgorithms.ECDSASHANistp521(), KeyAlgorithms.RSASHA512(),
                KeyAlgorithms.RSASHA256()));
        config.setMaxCircularBufferSize(RECEIVE_BUFFER);
        return config;
    }

    private static <T> List<Factory.Named<T>> inOrder(List<Factory.Named<T>> all, List<String> names) {
        return names.stream().flatMap(name -> all.stream().filter(factory -> factory.getName().equals(name))).toList();
    }

    /** sshj's own log says what crosses the wire, prompts and (traced) secrets too: it is not kept. */
    static final class Silence implements LoggerFactory {
        @Override
        public Logger getLogger(String name) {
            return NOPLogger.NOP_LOGGER;
        }

        @Override
        public Logger getLogger(Class<?> type) {
            return NOPLogger.NOP_LOGGER;
        }
    }
}
