package org.katagpu.setup.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often a question is put to the guest, by the library itself over a guest that is played. */
class ServeGuestLibraryTest {
    /** What containerd lost is asked again; a guest that does not answer would make every look as long as three. */
    @ParameterizedTest
    @CsvSource({"0, 3", "1, 3", "124, 1", "137, 1"})
    void silenceIsAskedAgainButNotOneThatWasWaitedForInVain(int status, int times) throws Exception {
        String library = new String(ServeGuestLibraryTest.class.getResourceAsStream("/setup/serve/lib/guest.sh")
                .readAllBytes(), StandardCharsets.UTF_8);
        Process process = new ProcessBuilder("bash", "-c", "set -Eeuo pipefail\nasked=0\n" + library
                + "\nserve_exec() { asked=$((asked + 1)); REPLY=; return " + status + "; }\nsleep() { :; }\n"
                + "serve_exec_retried both 60 nvidia-smi || :\necho \"$asked\"").redirectErrorStream(true).start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
                .isEqualTo(String.valueOf(times));
    }
}
