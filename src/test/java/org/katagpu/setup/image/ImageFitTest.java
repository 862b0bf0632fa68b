package org.katagpu.setup.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.katagpu.host.GpuModel;
import org.katagpu.host.NvidiaModels;
import org.katagpu.host.PciId;
import org.katagpu.message.Messages;
import org.katagpu.setup.Finding;
import org.katagpu.setup.Finding.Status;
import org.katagpu.setup.Plan;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageState;
import org.katagpu.setup.gpu.GpuChoice;
import org.katagpu.setup.rootfs.DriverVersion;
import org.katagpu.setup.rootfs.ModuleKind;

/** A table of images, drivers and GPUs: the right word for each. */
class ImageFitTest {
    @Test
    void everyCombinationIsJudgedRightly() throws Exception {
        List<String> lines = Files.readAllLines(Path.of("src/test/resources/image-fit.tsv")).stream()
                .filter(line -> !line.startsWith("#")).toList();
        List<String> wrong = new ArrayList<>();
        for (String line : lines) {
            String[] cell = line.split("\t");
            List<Finding> found = fit(cell).findings();
            String told = String.join(" ", found.stream()
                    .map(one -> one.id().equals("image.fit") ? "fits" : one.id().substring("image.fit_".length()))
                    .sorted().toList());
            String wanted = cell[8].equals("-")
                    ? ""
                    : String.join(" ", Arrays.stream(cell[8].split(" ")).sorted().toList());
            if (!told.equals(wanted)) {
                wrong.add(line + " but told " + told);
            }
            for (Locale language : Messages.LOCALES) {
                Messages words = new Messages(language);
                found.forEach(
                        one -> assertThat(words.get(one.what()) + words.get(one.next())).doesNotContain("{", "''"));
            }
        }
        System.out.printf("image fit: %d combinations, %d wrong%n", lines.size(), wrong.size());
        assertThat(wrong).isEmpty();
        assertThat(lines).hasSizeGreaterThanOrEqualTo(20);
    }

    private static ImageFit fit(String[] cell) {
        String none = "-";
        List<String> architectures = cell[1].equals(none) ? List.of() : List.of(cell[1].split(" "));
        ImageNeeds needs = new ImageNeeds(cell[0], architectures, ImageNeeds.version(cell[2]),
                cell[3].equals(none) ? "" : cell[3], cell[4].equals(none) ? "" : cell[4], "arm64");
        GpuModel gpu = NvidiaModels.bundled().find(PciId.of("10de", cell[7]), PciId.of("0000", "0000")).orElseThrow();
        return new ImageFit(needs, Optional.of(DriverVersion.of(cell[5])),
                ModuleKind.valueOf(cell[6].toUpperCase(Locale.ROOT)), List.of(gpu));
    }

    /** What would fail stands in the way of a pull; of an image that is here already it is a warning. */
    @Test
    void whatCannotRunIsNotPulled() throws Exception {
        JsonNode fact = new ObjectMapper().readTree("""
                {"kind":"image.needs","source":"docker.io/vllm/vllm-openai:v0.20.0","architectures":["amd64","arm64"],
                "cuda":"13.0.2","requires":"cuda\\\\u003e=13.0","arches":"","host":"arm64"}""");
        Plan plan = Plan.EMPTY.withImage(ImageChoice.DEFAULT.withWay(ImageWay.REGISTRY))
                .withGpu(new GpuChoice(List.of("0000:3b:00.0"), false)
                        .withIdentities(Map.of("0000:3b:00.0", "10de:26ba:10de:1851")));
        StageReport needed = new StageReport(StageState.NEEDED, List.of(), List.of(), List.of(fact), "");
        StageReport judged = new ImageStage().judged(needed, plan);
        assertThat(judged.state()).isEqualTo(StageState.BLOCKED);
        assertThat(judged.findings()).extracting(Finding::id).contains("image.fit_major",
                "image.advisory");
        StageReport there = new ImageStage()
                .judged(new StageReport(StageState.DONE, List.of(), List.of(), List.of(fact), ""), plan);
        assertThat(there.state()).isEqualTo(StageState.DONE);
        assertThat(there.findings()).extracting(Finding::status).containsOnly(Status.WARN);
        assertThat(ImageNeeds.of(List.of(fact)).orElseThrow().requirement()).isEqualTo("cuda>=13.0");
    }
}
