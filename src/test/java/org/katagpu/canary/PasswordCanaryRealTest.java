package org.katagpu.canary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.job.HostJobs;
import org.katagpu.machine.MachineUser;
import org.katagpu.machine.ThrowawayMachine;
import org.katagpu.message.Messages;
import org.katagpu.remote.Host;
import org.katagpu.remote.HostKeyQuestion;
import org.katagpu.remote.Questions;
import org.katagpu.remote.Target;
import org.katagpu.remote.ssh.SshConnector;
import org.katagpu.remote.ssh.trust.HostKeyTrust;
import org.katagpu.remote.storage.RecentHosts;
import org.katagpu.setup.Action;
import org.katagpu.setup.Plan;
import org.katagpu.setup.PlanStore;
import org.katagpu.setup.StageRunner;
import org.katagpu.setup.StageScripts;
import org.katagpu.setup.gpu.GpuStage;

/** The admin's password, for SSH and for sudo, is nowhere but in the login and in sudo's prompt, and is wiped. */
@Tag("real")
class PasswordCanaryRealTest {
    /** Looks at the arguments and the environment of every process some twenty times a second; starts none itself. */
    private static final String SAMPLER = """
            canary=$(</root/canary)
            exec 7<> <(:)
            : >/root/samples
            while [[ -e /root/canary ]]; do
              for process in /proc/[0-9]*; do
                for place in cmdline environ; do
                  { mapfile -d '' -t words <"$process/$place"; } 2>/dev/null || continue
                  [[ "${words[*]}" != *"$canary"* ]] || echo "HIT $process/$place ${words[0]}" >>/root/samples
                done
              done
              echo looked >>/root/samples
              IFS= read -r -t 0.05 -u 7 _ || :
            done
            """;

    @TempDir
    Path machineFolder;
    @TempDir
    Path own;

    private MaskedSecret secret(ThrowawayMachine machine) throws IOException, InterruptedException {
        machine.exec("umask 077; head -c 15 /dev/urandom | base32 | tr -d '\\n=' >/root/canary; printf '%s:%s\\n' "
                + MachineUser.ADMIN.login() + " \"$(</root/canary)\" | chpasswd");
        Process cat = machine.command("cat", "/root/canary").start();
        byte[] plain = cat.getInputStream().readAllBytes();
        assertThat(cat.waitFor()).isZero();
        assertThat(plain).hasSize(24);
        return new MaskedSecret(plain);
    }

    private static Questions answering(MaskedSecret secret, int[] asked) {
        return new Questions() {
            @Override
            public HostKeyAnswer hostKey(HostKeyQuestion question) {
                return HostKeyAnswer.ONCE;
            }

            @Override
            public Optional<char[]> secret(SecretQuestion question) {
                asked[0]++;
                return Optional.of(secret.characters());
            }
        };
    }

    @Test
    void thePasswordIsInNoArgumentNoEnvironmentNoFileAndNoMemoryAfterwards() throws Exception {
        try (ThrowawayMachine machine = ThrowawayMachine.start(machineFolder)) {
            MaskedSecret secret = secret(machine);
            machine.write("/root/sampler", SAMPLER);
            machine.exec("setsid bash /root/sampler </dev/null >/dev/null 2>&1 &");
            int[] asked = new int[1];
            String told = work(machine, answering(secret, asked));
            assertThat(asked[0]).as("times the password was asked for").isPositive();

            machine.exec("cp /root/canary /root/kept; rm /root/canary; sleep 1; rm -f /root/sampler");
            String samples = machine.exec("cat /root/samples");
            assertThat(samples.lines().filter(line -> line.equals("looked")).count()).as("looks").isGreaterThan(20);
            assertThat(samples.lines().filter(line -> line.startsWith("HIT"))).isEmpty();
            String files = machine
                    .exec("mv /root/kept /dev/shm/kept; grep -rlaF -f /dev/shm/kept /etc /root /home /var /tmp "
                            + "/run /opt 2>/dev/null || :; rm -f /dev/shm/kept");
            assertThat(files).isEmpty();

            Files.writeString(own.resolve("told"), told);
            try (var all = Files.walk(own)) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    assertThat(HeapDump.count(file, secret)).as(file.toString()).isZero();
                }
            }
            char[] here = secret.characters();
            assertThat(HeapDump.inMemory(own, secret)).as("a dump with the secret in it: the search finds it")
                    .isPositive();
            Arrays.fill(here, ' ');
            assertThat(HeapDump.inMemory(own, secret)).as("places in memory after disconnecting").isZero();
        }
    }

    /** Connects, checks, applies and takes back a stage, keeps what the wizard keeps, and lets something fail. */
    private String work(ThrowawayMachine machine, Questions questions) throws Exception {
        StringWriter told = new StringWriter();
        Target target = Target.of(machine.address(), machine.port(), MachineUser.ADMIN.login());
        SshConnector connector = new SshConnector(new HostKeyTrust(own, own.resolve("known_hosts")));
        try (Host host = connector.connect(target, questions)) {
            new RecentHosts(own.resolve("hosts.json")).add(target);
            new PlanStore(own.resolve("plans")).save("host", Plan.EMPTY, Plan.EMPTY);
            StageRunner runner = new StageRunner(host, new HostJobs(host, "test@here"), new StageScripts(),
                    new Messages(Locale.ENGLISH));
            told.append(runner.check(new GpuStage(), Plan.EMPTY).toString());
            runner.follow(runner.start(new GpuStage(), Action.APPLY, Plan.EMPTY), 0,
                    (event, offset) -> told.append(event.toString()).append('\n'));
            runner.follow(runner.start(new GpuStage(), Action.UNDO, Plan.EMPTY), 0,
                    (event, offset) -> told.append(event.toString()).append('\n'));
            host.close();
            try {
                runner.check(new GpuStage(), Plan.EMPTY);
            } catch (Exception thrown) {
                thrown.printStackTrace(new PrintWriter(told));
            }
        }
        return told.toString();
    }
}
