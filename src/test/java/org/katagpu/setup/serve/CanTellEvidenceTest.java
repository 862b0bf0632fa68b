package org.katagpu.setup.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.katagpu.setup.LibraryText;

/** What a guest is asked before TLS is its server's by itself, by this machine's python3. */
class CanTellEvidenceTest {
    /** A device, by its node or by what sysfs has of it, and something to make a key with. */
    @ParameterizedTest
    @CsvSource({"node, openssl, true", "sysfs, openssl, true", "node, none, false", "none, openssl, false"})
    void itTakesADeviceAndAKey(String device, String program, boolean can) throws Exception {
        Process bash = new ProcessBuilder("bash", "-c", """
                set -Eeuo pipefail
                KATAGPU_NONCE=n PATIENCE=60
                eval "$1"
                python3 -c "$2"$'\\n'"$SERVE_CAN_TELL"
                """, "bash", LibraryText.of("serve/server"), """
                import glob, os, shutil
                os.path.exists = lambda path: path == "/dev/tsi" and "%s" == "node"
                glob.glob = lambda path: ["/sys/class/misc/tsi/dev"] if "%s" == "sysfs" else []
                shutil.which = lambda name: "/usr/bin/" + name if name == "%s" else None
                """.formatted(device, device, program)).redirectErrorStream(true).start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(said).isZero();
        assertThat(said.strip()).isEqualTo(can ? "evidence and a key" : "none");
    }
}
