package org.katagpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.katagpu.host.HostScan;
import org.katagpu.host.NvidiaModels;
import org.katagpu.machine.MachineBench;
import org.katagpu.machine.MachineUser;
import org.katagpu.machine.ThrowawayMachine;
import org.katagpu.setup.Finding;
import org.katagpu.setup.Plan;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.network.NetworkChoice;
import org.katagpu.setup.network.NetworkPart;
import org.katagpu.setup.network.NetworkStage;
import org.katagpu.setup.preflight.HostScanner;
import org.katagpu.setup.rootfs.RootfsStage;

/**
 * A second user of the host, without any way to root, attacks what the wizard does there as root, over real sshd and
 * sudo. Each attack would leave {@value #CANARY}, or a file of the host changed.
 */
@Tag("real")
@Tag("beside")
@Timeout(300)
class MalloryRealTest {
    private static final String CANARY = "/var/tmp/mallory-was-here";
    private static final NetworkPart HIS_ARCHIVE = NetworkPart.PRESENT.withWay(NetworkPart.Way.FILE)
            .withFile("/home/mallory/cni.tgz");

    @TempDir
    private static Path folder;
    private static WholeMachine whole;
    private static ThrowawayMachine machine;

    @BeforeAll
    static void boot() throws Exception {
        whole = new WholeMachine(folder);
        machine = whole.machine;
        machine.exec("chmod 755 /home/mallory; cp -a /srv/kernel /srv/kernel.was; "
                + "cp /opt/kata/share/kata-containers/guest.img /srv/guest.was");
    }

    @AfterAll
    static void end() {
        whole.close();
    }

    @AfterEach
    void nothingOfHisRan() {
        assertThat(machine.exec("ls " + CANARY + " 2>&1 || :")).contains("No such file");
        machine.exec(
                "pkill -KILL -u mallory || :; rm -rf /home/mallory/* /srv/kernel; cp -a /srv/kernel.was /srv/kernel; "
                        + "cp /srv/guest.was /opt/kata/share/kata-containers/guest.img");
    }

    private static void mallory(String code) {
        machine.exec(MachineUser.MALLORY, code);
    }

    private static HostScan scan() throws Exception {
        try (var host = machine.connect(MachineUser.ADMIN)) {
            return new HostScanner(NvidiaModels.bundled(), InstantSource.system()).scan(host);
        }
    }

    private static Plan plan() {
        return WholeMachine.choices(Plan.EMPTY);
    }

    /** 1: the host check runs as root and looks for containerd and Kata. */
    @Test
    void aProcessCalledContainerdIsNotAskedForItsPath() throws Exception {
        mallory("""
                mkdir bin run
                for name in kata-runtime containerd-shim-kata-v2 ctr containerd; do
                  printf '#!/bin/sh\\ntouch %s\\necho /home/mallory/hostile.toml\\n' CANARY >bin/$name
                done
                chmod 755 bin/*
                printf '[hypervisor.qemu]\\npath = "/hostile"\\n' >hostile.toml
                cp /bin/sleep run/containerd
                PATH=/home/mallory/bin:/usr/bin:/bin KATA_CONF_FILE=/home/mallory/hostile.toml \\
                  setsid run/containerd 600 </dev/null >/dev/null 2>&1 &
                """.replace("CANARY", CANARY));
        String pid = machine.exec("sleep 0.3; pgrep -u mallory -x containerd");
        HostScan scan = scan();
        assertThat(scan.kata().untrusted()).as("and it is told").anyMatch(line -> line.contains("pid " + pid));
        assertThat(scan.kata().runtime().value().orElseThrow().searched()).doesNotContain("mallory");
        assertThat(scan.kata().config().value().orElseThrow().candidates()).noneMatch(path -> path.contains("mallory"));
        assertThat(scan.containers().toString()).doesNotContain("/home/mallory");
    }

    /** 3: he holds a GPU, by a name that ends lines and forges words, and says that others do. */
    @Test
    void whoHoldsAGpuCannotHide() throws Exception {
        machine.exec("rm -f /dev/nvidia0; mknod -m 666 /dev/nvidia0 c 195 0");
        machine.write("/home/mallory/hold.py", """
                import os, time
                # Without a driver nobody can open it to use it; what counts is that the process has it.
                held = os.open('/dev/nvidia0', os.O_PATH)
                os.makedirs('x/dev/vfio')
                os.makedirs('y\\n/proc/1/fd/3 -> /dev/nvidia1/dev')
                false = [os.open('x/dev/vfio/97', os.O_CREAT | os.O_RDWR),
                         os.open('y\\n/proc/1/fd/3 -> /dev/nvidia1/dev/nvidia1', os.O_CREAT | os.O_RDWR)]
                open('/proc/self/comm', 'w').write('a"}\\n(1), x')
                open('ready', 'w').write(str(os.getpid()))
                time.sleep(600)
                """.replace("\\\\n", "\\n"));
        mallory("setsid python3 hold.py </dev/null >/dev/null 2>&1 &");
        String pid = machine.exec("until [[ -s /home/mallory/ready ]]; do sleep 0.1; done; cat /home/mallory/ready");
        List<org.katagpu.host.Holder> held = scan().gpus().all().stream().flatMap(gpu -> gpu.holders().stream())
                .toList();
        assertThat(held).as("by him, and by nobody he names").isNotEmpty()
                .allMatch(holder -> ("" + holder.pid()).equals(pid) && holder.user().equals("mallory")
                        && holder.node().equals("/dev/nvidia0"));
    }

    /** 9: he is the jump host, and keeps every password that is given there. */
    @Test
    void theJumpHostGetsItsOwnPasswordAlone() throws Exception {
        machine.write("/usr/local/bin/record-password", """
                #!/bin/bash
                printf '%s %s\n' "$PAM_USER" "$(tr -d '\0')" >>/var/tmp/passwords
                """);
        machine.exec(
                "chmod 755 /usr/local/bin/record-password; : >/var/tmp/passwords; cp /etc/pam.d/sshd /etc/pam.d/sshd.was; "
                        + "{ echo 'auth optional pam_exec.so expose_authtok quiet /usr/local/bin/record-password'; "
                        + "cat /etc/pam.d/sshd.was; } >/etc/pam.d/sshd; sed -i '/pam_exec/d; /common-auth/a auth optional pam_exec.so "
                        + "expose_authtok quiet /usr/local/bin/record-password' /etc/pam.d/sshd; "
                        + "grep -q UsePAM /etc/ssh/sshd_config.d/machine.conf || echo 'UsePAM yes' >>/etc/ssh/sshd_config.d/machine.conf; "
                        + "pkill -HUP -o -x sshd; sleep 0.5");
        try (CommandLine line = new CommandLine()) {
            Files.createDirectories(line.home().resolve(".ssh"));
            Files.writeString(line.home().resolve(".ssh/config"), """
                    Host jump
                      HostName %s
                      User mallory
                    Host target
                      HostName 127.0.0.1
                      User admin
                      ProxyJump jump
                    """.formatted(machine.address()));
            String key = " " + machine.exec("cut -d' ' -f1,2 /etc/ssh/ssh_host_ed25519_key.pub");
            line.knowsKey(machine.address() + key + "\n127.0.0.1" + key);
            line.answers(java.util.Optional.of(MachineUser.MALLORY.password()));
            String password = line.passwordFile(MachineUser.ADMIN.password()).toString();
            line.run("status", "target", "--password-file", password);
            assertThat(line.asked()).as(line.both()).isNotEmpty();
        } finally {
            machine.exec("mv /etc/pam.d/sshd.was /etc/pam.d/sshd");
        }
        List<String> given = machine.exec("cat /var/tmp/passwords; rm /var/tmp/passwords").lines().toList();
        assertThat(given).contains("mallory " + MachineUser.MALLORY.password())
                .filteredOn(login -> login.startsWith("mallory ")).as("what he heard")
                .noneMatch(login -> login.contains(MachineUser.ADMIN.password()));
    }

    /** 2: a kernel tree of his; 4: one of its folders leads out. */
    @ParameterizedTest
    @ValueSource(strings = {"x[$(touch " + CANARY + ")]", "$(touch " + CANARY + ")", "99999999999999999999"})
    void aKernelTreesNumbersRunNothing(String value) throws Exception {
        machine.exec("chown -R mallory /srv/kernel");
        mallory("sed -i '/CONFIG_GCC_VERSION/d' /srv/kernel/.config; cat >>/srv/kernel/.config <<'END'\nCONFIG_GCC_VERSION="
                + value + "\nEND");
        try (MachineBench bench = new MachineBench(machine, MachineUser.ADMIN)) {
            StageEvent.Ended made = bench.apply(new RootfsStage(), plan());
            assertThat(made.problem()).as(() -> made.report().findings() + bench.log()).isEmpty();
            assertThat(bench.undo(new RootfsStage(), plan()).problem()).isEmpty();
        }
    }

    @Test
    void aKernelTreesLinkWritesNothingOutside() throws Exception {
        machine.exec("chown -R mallory /srv/kernel; mkdir -p /etc/of-the-host/mod; "
                + "cp -r /srv/kernel/scripts/mod/. /etc/of-the-host/mod/");
        mallory("cd /srv/kernel; mkdir real; mv scripts/mod real/; rmdir scripts; ln -s /etc/of-the-host scripts; "
                + "mkdir -p arch/x; ln -s /etc/of-the-host arch/x/lib");
        String before = machine.exec("ls -lRA --time-style=full-iso /etc/of-the-host");
        try (MachineBench bench = new MachineBench(machine, MachineUser.ADMIN)) {
            assertThat(bench.apply(new RootfsStage(), plan()).problem()).isPresent();
        }
        assertThat(machine.exec("ls -lRA --time-style=full-iso /etc/of-the-host")).isEqualTo(before);
    }

    /** 2 and 4: what stands in a guest image somebody else made. */
    @Test
    void aGuestsNamesAndLinksDoNothingToTheHost() throws Exception {
        machine.exec("mkdir -p /mnt/g; mount -o loop /opt/kata/share/kata-containers/guest.img /mnt/g; cd /mnt/g; "
                + "mkdir -p 'usr/lib/gcc/x/1[$(touch " + CANARY.replace('/', '?') + ")]' "
                + "$'usr/lib/x\\nfree=x[$(touch " + CANARY.replace('/', '?') + ")]'; mv etc etc.was; ln -s /etc etc; "
                + "cd /; umount /mnt/g");
        String before = machine.exec("ls -lA --time-style=full-iso /etc | sha256sum; sha256sum /etc/resolv.conf");
        try (MachineBench bench = new MachineBench(machine, MachineUser.ADMIN)) {
            assertThat(MachineBench.ids(bench.check(new RootfsStage(), plan()), Finding.Status.FAIL))
                    .contains("rootfs.leads_out");
            assertThat(bench.apply(new RootfsStage(), plan()).problem()).isPresent();
        }
        assertThat(machine.exec("ls -lA --time-style=full-iso /etc | sha256sum; sha256sum /etc/resolv.conf"))
                .isEqualTo(before);
    }

    /** 4: the members of an archive that is installed as root. */
    @Test
    void aLinkInThePluginsArchiveWritesNothing() throws Exception {
        mallory("mkdir a; cd a; ln -s /etc/shadow bridge; ln -s /etc dir; "
                + "printf '#!/bin/sh\\ntouch " + CANARY + "\\n' >host-local; chmod 4755 host-local; "
                + "tar -czPf ../cni.tgz --transform 's,^host-local$,../../../etc/cron.d/evil,' host-local; "
                + "gunzip ../cni.tgz; tar -rPf ../cni.tar bridge dir --transform 's,^dir$,./host-local,'; "
                + "gzip -S .x ../cni.tar; mv ../cni.tar.x ../cni.tgz");
        String sum = machine.exec("sha256sum /home/mallory/cni.tgz").split(" ")[0];
        String shadow = machine.exec("sha256sum /etc/shadow; ls -lA /etc /etc/cron.d 2>/dev/null | sha256sum");
        Plan plan = Plan.EMPTY.withNetwork(NetworkChoice.DEFAULT.withPlugins(HIS_ARCHIVE.withSha256(sum)));
        try (MachineBench bench = new MachineBench(machine, MachineUser.ADMIN)) {
            StageEvent.Ended made = bench.apply(new NetworkStage(), plan);
            assertThat(made.problem()).isPresent();
            assertThat(MachineBench.ids(made.report(), Finding.Status.FAIL)).containsExactly("network.unsafe_archive");
        }
        assertThat(machine.exec("sha256sum /etc/shadow; ls -lA /etc /etc/cron.d 2>/dev/null | sha256sum"))
                .isEqualTo(shadow);
    }

    /** 5: he has the mirror: it leads from https to http, or gives a program of his. */
    @ParameterizedTest
    @ValueSource(strings = {"away", "evil"})
    void whatHisMirrorGivesIsNotRun(String way) throws Exception {
        mallory("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout key.pem -out cert.pem "
                + "-days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 2>/dev/null");
        machine.write("/home/mallory/mirror.py",
                """
                        import http.server, ssl, threading
                        class Mirror(http.server.BaseHTTPRequestHandler):
                            def do_GET(self):
                                open('asked', 'a').write(('https ' if self.server.server_port == 8443 else 'http ') + self.path + '\\n')
                                if self.server.server_port == 8443 and '/away/' in self.path:
                                    self.send_response(302)
                                    self.send_header('Location', 'http://127.0.0.1:8080' + self.path)
                                    self.end_headers()
                                    return
                                body = b'#!/bin/sh\\ntouch CANARY\\n'
                                self.send_response(200)
                                self.send_header('Content-Length', str(len(body)))
                                self.end_headers()
                                self.wfile.write(body)
                            do_HEAD = do_GET
                            def log_message(self, *words): pass
                        plain = http.server.ThreadingHTTPServer(('127.0.0.1', 8080), Mirror)
                        secure = http.server.ThreadingHTTPServer(('127.0.0.1', 8443), Mirror)
                        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                        context.load_cert_chain('cert.pem', 'key.pem')
                        secure.socket = context.wrap_socket(secure.socket, server_side=True)
                        threading.Thread(target=plain.serve_forever).start()
                        secure.serve_forever()
                        """
                        .replace("CANARY", CANARY));
        mallory("setsid python3 mirror.py </dev/null >/dev/null 2>&1 &");
        machine.exec("cat /home/mallory/cert.pem >>/etc/ssl/certs/ca-certificates.crt; sleep 1");
        Plan plan = plan();
        plan = plan.withRootfs(plan.rootfs().withDriver(plan.rootfs().driver().withFile("")).withSources(
                plan.rootfs().sources().withDriverMirror("https://127.0.0.1:8443/" + way)));
        try (MachineBench bench = new MachineBench(machine, MachineUser.ADMIN)) {
            StageEvent.Ended made = bench.apply(new RootfsStage(), plan);
            assertThat(made.problem()).as(bench::log).isPresent();
            List<String> failed = MachineBench.ids(made.report(), Finding.Status.FAIL);
            assertThat(failed).isEqualTo(way.equals("away") ? List.of("fetch.not_https") : List.of());
        }
        String asked = machine.exec("cat /home/mallory/asked");
        assertThat(asked).contains("https /" + way).doesNotContain("http /");
    }
}
