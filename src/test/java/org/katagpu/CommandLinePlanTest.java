package org.katagpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.katagpu.cli.ExitCode;
import org.katagpu.setup.Plan;
import org.katagpu.setup.PlanStore;

/** Plans from the command line are the window's own files; nothing that is refused is kept, and no secret ever is. */
class CommandLinePlanTest {
    private static final String HOST = "root@gpu-01";

    private CommandLine line;

    @BeforeEach
    void start() throws Exception {
        line = new CommandLine();
    }

    @AfterEach
    void end() throws Exception {
        line.close();
    }

    private Plan kept(String host) throws Exception {
        return new PlanStore(line.config().resolve("plans")).load(host).plan();
    }

    @Test
    void choicesAreKeptWhereTheWindowKeepsThem() throws Exception {
        assertThat(line.run("plan", "set", HOST, "gpu.devices=0000:3b:00.0, 0000:5a:00.0", "gpu.persist=true",
                "rootfs.sizeGib=20", "rootfs.driver.version=570.124.06", "serve.model=Qwen/Qwen3-32B")).as(line.both())
                .isEqualTo(ExitCode.DONE);
        Plan plan = kept(HOST);
        assertThat(plan.gpu().devices()).containsExactly("0000:3b:00.0", "0000:5a:00.0");
        assertThat(plan.gpu().persist()).isTrue();
        assertThat(plan.rootfs().sizeGib()).isEqualTo(20);
        assertThat(plan.serve().model()).isEqualTo("Qwen/Qwen3-32B");
        line.run("plan", "show", HOST);
        assertThat(line.out()).contains("GPUs: Bind 0000:3b:00.0, 0000:5a:00.0 to vfio-pci",
                "gpu.devices=[\"0000:3b:00.0\",\"0000:5a:00.0\"]", "rootfs.driver.version=570.124.06");
    }

    /** At one address behind two jump hosts, or told apart by HostKeyAlias, are two hosts. */
    @Test
    void hostsThatBearOneLabelHavePlansOfTheirOwn() throws Exception {
        Files.createDirectories(line.home().resolve(".ssh"));
        Files.writeString(line.home().resolve(".ssh/config"), """
                Host one two three four
                  HostName 10.0.0.5
                  User root
                Host one
                  ProxyJump me@bastion-a
                Host two
                  ProxyJump me@bastion-b
                Host three
                  HostKeyAlias gpu-03
                """);
        int gpu = 1;
        for (String host : java.util.List.of("one", "two", "three", "four")) {
            assertThat(line.run("plan", "set", host, "gpu.devices=0000:0" + gpu++ + ":00.0")).isEqualTo(ExitCode.DONE);
        }
        assertThat(kept("root@10.0.0.5 via me@bastion-a").gpu().devices()).containsExactly("0000:01:00.0");
        assertThat(kept("root@10.0.0.5 via me@bastion-b").gpu().devices()).containsExactly("0000:02:00.0");
        assertThat(kept("root@10.0.0.5 as gpu-03").gpu().devices()).containsExactly("0000:03:00.0");
        assertThat(kept("root@10.0.0.5").gpu().devices()).containsExactly("0000:04:00.0");
        line.run("plan", "show", "two");
        assertThat(line.out()).contains("0000:02:00.0").doesNotContain("0000:01:00.0");
    }

    @Test
    void whatOneHostShowsAnotherTakes() throws Exception {
        line.run("plan", "set", HOST, "gpu.devices=0000:3b:00.0", "network.subnet=10.9.0.0/24");
        line.run("plan", "show", "--json", HOST);
        Path file = Files.writeString(line.home().resolve("plan.json"), line.out());
        assertThat(line.run("plan", "from", "root@gpu-02", file.toString())).isEqualTo(ExitCode.DONE);
        assertThat(kept("root@gpu-02")).isEqualTo(kept(HOST)).isNotEqualTo(Plan.EMPTY);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"gpu.devices=nonsense|FAILED|This cannot be chosen: GPUs (devices)",
        "gpu.device=0000:3b:00.0|USAGE|There is no choice called gpu.device. There are here: devices, persist",
        "image.way=ARCHIVE|FAILED|image.way is one of: BUILD, REGISTRY, IMPORT",
        "gpu|USAGE|This is no FIELD=VALUE: gpu", "gpu.persist=perhaps|USAGE|of another kind",
        "rootfs.sizeGib=[1]|USAGE|of another kind", "nowhere.x=1|USAGE|There is no choice called nowhere.x"})
    void whatIsRefusedKeepsNothing(String edit, ExitCode code, String told) throws Exception {
        assertThat(line.run("plan", "set", HOST, "serve.model=some/model", edit)).as(line.both()).isEqualTo(code);
        assertThat(line.err()).contains(told.replace(" (devices)", ""));
        assertThat(kept(HOST)).isEqualTo(Plan.EMPTY);
    }

    @Test
    void aSecretIsNeitherKeptNorPrinted() throws Exception {
        String canary = "s3cret-canary-value";
        assertThat(line.run("plan", "set", HOST, "image.mirrors.proxy=http://user:" + canary + "@proxy:3128",
                "serve.extra=--api-key " + canary)).isEqualTo(ExitCode.FAILED);
        assertThat(line.both()).doesNotContain(canary).contains("a plan never holds one");
        assertThat(written(line.home(), canary)).isEmpty();
    }

    private static Stream<Path> written(Path home, String text) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(Files::isRegularFile).filter(file -> {
                try {
                    return Files.readString(file).contains(text);
                } catch (IOException e) {
                    return false;
                }
            }).toList().stream();
        }
    }

    @ParameterizedTest
    @CsvSource({"'{\"plan\":{\"gpus\":{}}}'", "'[1]'", "'nothing'", "'{}'"})
    void aFileThatIsNoPlanKeepsNothing(String text) throws Exception {
        line.run("plan", "set", HOST, "serve.model=some/model");
        Path file = Files.writeString(line.home().resolve("plan.json"), text);
        assertThat(line.run("plan", "from", HOST, file.toString())).isEqualTo(ExitCode.FAILED);
        assertThat(kept(HOST).serve().model()).isEqualTo("some/model");
    }
}
