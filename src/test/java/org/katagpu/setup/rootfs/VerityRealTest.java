package org.katagpu.setup.rootfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.katagpu.setup.rootfs.RootfsFixture.changes;
import static org.katagpu.setup.rootfs.RootfsFixture.failed;
import static org.katagpu.setup.rootfs.RootfsFixture.finding;
import static org.katagpu.setup.rootfs.RootfsFixture.offline;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.katagpu.kataconf.advice.Recommendations;
import org.katagpu.kataconf.advice.SetupFacts;
import org.katagpu.kataconf.advice.Variant;
import org.katagpu.kataconf.advice.VerityTree;
import org.katagpu.kataconf.schema.KataVersion;
import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.kataconf.toml.TomlValue;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageState;

/**
 * The tree of hashes over a guest image. The judge is {@code veritysetup} with what stands on the guest kernel's command
 * line, nothing else.
 */
@Tag("real")
@Tag("beside")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VerityRealTest {
    private static final List<String> NEEDED = List.of("CONFIG_BLK_DEV_DM", "CONFIG_DM_INIT", "CONFIG_DM_VERITY",
            "CONFIG_CRYPTO_SHA256");

    @TempDir
    private static Path folder;
    private static RootfsFixture bench;

    @BeforeAll
    static void guest() throws Exception {
        bench = new RootfsFixture(folder);
    }

    @BeforeEach
    void aKernelThatCan() throws Exception {
        bench.reset();
        Path config = bench.host.resolve("kernel/.config");
        Files.writeString(config, Files.readString(config)
                + NEEDED.stream().map(name -> name + "=y\n").collect(Collectors.joining()));
    }

    @AfterAll
    static void leave() throws Exception {
        bench.close();
    }

    private static StageReport applied(RootfsChoice choice) throws Exception {
        StageEvent.Ended ended = bench.apply(choice);
        assertThat(ended.problem()).as(bench.log()).isEmpty();
        assertThat(ended.report().state()).isEqualTo(StageState.DONE);
        return ended.report();
    }

    private static VerityTree recorded() throws Exception {
        Map<String, String> record = Files.readAllLines(bench.host.resolve(
                "var/lib/katagpu/rootfs/image-%2Fimages%2Fguest.img")).stream().map(line -> line.split("=", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
        return new VerityTree(RootfsFixture.IMAGE, true, record.getOrDefault("root", ""),
                record.getOrDefault("salt", ""), Long.parseLong(record.getOrDefault("blocks", "0")),
                record.getOrDefault("layout", "").equals("partitioned"),
                Long.parseLong(record.getOrDefault("start", "0")));
    }

    /** The words of dm-mod.create as the configuration of Kata 3.15 gets them. */
    private static String[] table() throws Exception {
        SetupFacts facts = new SetupFacts(65_536, 1, 0, Variant.V3_15, KataVersion.parse("3.15.0").orElseThrow(),
                List.of(recorded()));
        TomlDocument config = TomlDocument.of("[hypervisor.qemu]\nimage = \"" + RootfsFixture.IMAGE + "\"\n");
        TomlValue line = Recommendations.of(config, facts).stream()
                .filter(one -> one.ref().key().equals("kernel_params")).findFirst().orElseThrow().value();
        String text = ((TomlValue.Text) line).value();
        assertThat(text).endsWith(" root=/dev/dm-0").contains("virtcca_cvm_guest=1");
        return text.substring(text.indexOf("0 ", text.indexOf("dm-mod.create=")), text.indexOf("\" root=")).split(" ");
    }

    /** Whether the judge finds every block of the image as the command line says. */
    private static boolean holds() throws Exception {
        String[] words = table();
        Path image = bench.image();
        Path data = image;
        long at = Long.parseLong(words[9]) * 4096;
        if (words[4].equals("/dev/vda1")) {
            List<String> starts = new ArrayList<>();
            for (String line : RootfsFixture.run("sfdisk", "-d", image.toString()).lines().toList()) {
                if (line.contains("start=")) {
                    starts.add(line.replaceAll(".*start= *([0-9]+),.*", "$1"));
                }
            }
            assertThat(words[5]).isEqualTo("/dev/vda2");
            assertThat(starts).hasSize(2);
            data = folder.resolve("data.img");
            RootfsFixture.run("dd", "if=" + image, "of=" + data, "bs=512", "skip=" + starts.getFirst(),
                    "count=" + words[1], "status=none");
            at = Long.parseLong(starts.get(1)) * 512;
        } else {
            assertThat(words[4]).isEqualTo("/dev/vda").isEqualTo(words[5]);
        }
        Process judge = new ProcessBuilder("veritysetup", "verify", "--no-superblock", "--hash=" + words[10],
                "--data-block-size=" + words[6], "--hash-block-size=" + words[7], "--data-blocks=" + words[8],
                "--hash-offset=" + at, "--salt=" + words[12], data.toString(), image.toString(), words[11])
                .redirectErrorStream(true).start();
        judge.getInputStream().readAllBytes();
        return judge.waitFor() == 0;
    }

    private static void flip(long at) throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(bench.image().toFile(), "rw")) {
            file.seek(at);
            int was = file.read();
            file.seek(at);
            file.write(was ^ 1);
        }
    }

    @ParameterizedTest
    @CsvSource({"plain, 2097153", "plain, 8388608", "partitioned, 5242881"})
    void theTreeIsTheJudgesAndOneFlippedByteIsFound(String kind, long flipped) throws Exception {
        bench.place(kind);
        RootfsChoice choice = offline().withSizeGib(1).withVerity(true);
        assertThat(changes(bench.check(choice))).containsExactly("rootfs.grow", "rootfs.packages", "rootfs.driver",
                "rootfs.hook", "rootfs.verity", "rootfs.backup");
        StageReport made = applied(choice);
        VerityTree tree = recorded();
        assertThat(finding(made, "rootfs.bound").evidence()).isEqualTo(tree.rootHash());
        assertThat(tree.isThere()).isTrue();
        assertThat(holds()).isTrue();
        assertThat(bench.check(choice).state()).isEqualTo(StageState.DONE);

        flip(flipped);
        assertThat(holds()).isFalse();
        flip(flipped);
        assertThat(holds()).isTrue();

        StageEvent.Ended undone = bench.undo(choice);
        // The flips left the file's bytes, but not its time.
        assertThat(failed(undone.report())).containsExactly("rootfs.moved_since");
    }

    @Test
    void theOptionAloneTakesTheImageAsItIsAndIsTakenBack() throws Exception {
        bench.place("partitioned");
        applied(offline());
        assertThat(recorded().isThere()).isFalse();
        RootfsChoice choice = offline().withVerity(true);
        assertThat(changes(bench.check(choice))).containsExactly("rootfs.verity");
        applied(choice);
        assertThat(bench.log()).doesNotContain("nvidia-installer");
        assertThat(holds()).isTrue();
        String root = recorded().rootHash();
        assertThat(changes(applied(offline()))).containsExactly("rootfs.unverity");
        assertThat(recorded().isThere()).isFalse();
        applied(choice);
        assertThat(holds()).isTrue();
        assertThat(recorded().rootHash()).isNotEqualTo(root);

        StageEvent.Ended undone = bench.undo(choice);
        assertThat(undone.problem()).isEmpty();
        assertThat(finding(undone.report(), "rootfs.unbound").evidence()).isNotEqualTo(root).hasSize(64);
        bench.same("partitioned");
        bench.clean(RootfsFixture.IMAGE);
    }

    @Test
    void aKernelThatCannotIsToldWhatItLacks() throws Exception {
        bench.place("plain");
        Path config = bench.host.resolve("kernel/.config");
        Files.writeString(config, Files.readString(config).replace("CONFIG_DM_INIT=y\n", "")
                .replace("CONFIG_DM_VERITY=y", "CONFIG_DM_VERITY=m"));
        StageReport report = bench.check(offline().withVerity(true));
        assertThat(failed(report)).containsExactly("rootfs.kernel_no_verity");
        assertThat(finding(report, "rootfs.kernel_no_verity").evidence())
                .isEqualTo("CONFIG_DM_INIT CONFIG_DM_VERITY=m");
        assertThat(bench.check(offline()).state()).isEqualTo(StageState.NEEDED);
    }

    @Test
    void somethingBehindTheFileSystemIsLeftAlone() throws Exception {
        RootfsFixture.run("bash", "-c", "truncate -s 80M \"$1\" && sfdisk -q \"$1\" <<<\"$3\""
                + " && dd if=\"$2\" of=\"$1\" bs=1M seek=3 conv=notrunc,sparse status=none", "make",
                bench.image().toString(), folder.resolve("plain.img").toString(),
                "label: dos\nstart=6144, size=135168, type=83\nstart=143360, type=83");
        assertThat(failed(bench.check(offline().withVerity(true)))).containsExactly("rootfs.verity_place");
    }
}
