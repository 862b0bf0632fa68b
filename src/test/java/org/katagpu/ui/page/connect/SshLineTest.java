package org.katagpu.ui.page.connect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What admins type and paste for a host, told apart. */
class SshLineTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        "root@gpu-01|gpu-01|root||",
        "root@gpu-01:2222|gpu-01|root|2222|",
        "gpu-01:2222|gpu-01||2222|",
        "admin@10.0.0.7|10.0.0.7|admin||",
        "admin@[2001:db8::7]:22|2001:db8::7|admin|22|",
        "[2001:db8::7]:2222|2001:db8::7||2222|",
        "ssh://admin@gpu-01:2222|gpu-01|admin|2222|",
        "ssh://gpu-01/|gpu-01|||",
        "ssh root@gpu-01|gpu-01|root||",
        "ssh -p 2222 root@gpu-01|gpu-01|root|2222|",
        "ssh -p2222 -l root gpu-01|gpu-01|root|2222|",
        "ssh -J gate.example root@gpu-01|gpu-01|root||gate.example",
        "ssh -J me@gate:2200,other root@gpu-01|gpu-01|root||me@gate:2200,other",
        "ssh -o Port=2222 -o User=root gpu-01|gpu-01|root|2222|",
        "ssh -o 'ProxyJump gate' gpu-01|gpu-01|||gate",
        "ssh -l root other@gpu-01|gpu-01|root||"})
    void isToldApart(String typed, String host, String user, String port, String jump) {
        SshLine line = SshLine.of(typed).orElseThrow();
        assertThat(line.host()).isEqualTo(host);
        assertThat(line.user()).isEqualTo(user == null ? "" : user);
        assertThat(line.port()).isEqualTo(port == null ? "" : port);
        assertThat(line.jump()).isEqualTo(jump == null ? "" : jump);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gpu-01", "10.0.0.7", "2001:db8::7", "ssh", "ssh -p 22", "my host", "gpu-01:port",
        "root@", "sshserver", "a@b@c d"})
    void aNameAnAddressOrWhatCannotBeToldApartStaysAsItIs(String typed) {
        assertThat(SshLine.of(typed)).isEmpty();
        ConnectForm form = new ConnectForm(typed, "22", "u", "k", "j", true);
        assertThat(form.spread()).isEqualTo(form);
    }

    @Test
    void aKeyWithSpacesIsOneWordAndWhatMeansNothingHereIsTold() {
        SshLine line = SshLine
                .of("ssh -A -i \"/home/me/my keys/id\" -L 8000:localhost:8000 -o Compression=yes root@gpu-01"
                        + " nvidia-smi -L")
                .orElseThrow();
        assertThat(line.keyFile()).isEqualTo("/home/me/my keys/id");
        assertThat(line.passedOver()).containsExactly("-A", "-L 8000:localhost:8000", "-o Compression=yes",
                "nvidia-smi", "-L");
    }

    @Test
    void whatTheLineDoesNotSayStaysInItsField() {
        ConnectForm form = new ConnectForm("root@gpu-01", "2222", "admin", "", "gate", true);
        assertThat(form.spread()).isEqualTo(new ConnectForm("gpu-01", "2222", "root", "", "gate", true));
    }

    @ParameterizedTest
    @CsvSource({"gpu-host-01", "root@gpu-host-01:2222", "fe80::1%eth0", "10.0.0.7", "ssh -p 2222 -J gate root@gpu",
        "DOMAIN\\admin@gpu", "ssh://root@[::1]:22", "gpu_1.example.", "\u670d\u52a1\u5668"})
    void whatAHostIsCalledIsTaken(String typed) {
        assertThat(ConnectRules.host(typed)).isEmpty();
    }
}
