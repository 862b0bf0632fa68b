package org.katagpu.setup.image;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.katagpu.setup.rootfs.CudaVersion;

/**
 * What an image says of itself: read of its configuration before it is pulled.
 *
 * @param source its name, or the archive
 * @param architectures it is there for; empty: not told
 * @param cuda the toolkit it was made with ({@code CUDA_VERSION}); empty: not told
 * @param host this host's processor, as images name it
 * @param made the compute capabilities its code was made for ({@code TORCH_CUDA_ARCH_LIST}: {@code 8.0 9.0+PTX}); empty:
 *        not told
 * @param requirement what NVIDIA's hook holds the driver to ({@code NVIDIA_REQUIRE_CUDA}); empty: nothing
 */
public record ImageNeeds(String source, List<String> architectures, Optional<CudaVersion> cuda, String requirement,
        String made,
        String host) {
    private static final Pattern CUDA = Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})(?:\\..*)?");
    /** As Go writes {@code >} into JSON. */
    private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-fA-F]{4})");

    public ImageNeeds {
        architectures = List.copyOf(architectures);
    }

    /** Of what the stage's check told; empty where it could read nothing. */
    public static Optional<ImageNeeds> of(List<JsonNode> facts) {
        return facts.stream().filter(fact -> fact.path("kind").asText().equals("image.needs"))
                .reduce((first, second) -> second).map(ImageNeeds::of);
    }

    private static ImageNeeds of(JsonNode fact) {
        List<String> architectures = new ArrayList<>();
        fact.path("architectures").forEach(one -> architectures.add(one.asText()));
        String requirement = ESCAPE.matcher(fact.path("requires").asText()).replaceAll(
                found -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(found.group(1), 16))));
        return new ImageNeeds(fact.path("source").asText(), architectures, version(fact.path("cuda").asText()),
                requirement, fact.path("arches").asText(), fact.path("host").asText());
    }

    /** Whether its code runs on a GPU: made for it or for an earlier one of its major number, or PTX of any earlier. */
    boolean runsOn(String capability) {
        int[] gpu = capability(capability);
        return made.isBlank() || Arrays.stream(made.strip().split("[\\s;]+")).anyMatch(one -> {
            int[] code = capability(one.replace("+PTX", ""));
            boolean earlier = code[0] < gpu[0] || code[0] == gpu[0] && code[1] <= gpu[1];
            return code[0] == 0 || earlier && (code[0] == gpu[0] || one.endsWith("+PTX"));
        });
    }

    /** {@code 9.0a} is for 9.0; 0 for what is none. */
    private static int[] capability(String text) {
        Matcher form = CUDA.matcher(text.replaceAll("[af]$", ""));
        return form.matches()
                ? new int[]{Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2))}
                : new int[]{0, 0};
    }

    static Optional<CudaVersion> version(String text) {
        Matcher form = CUDA.matcher(text.strip());
        return form.matches()
                ? Optional.of(new CudaVersion(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2))))
                : Optional.empty();
    }
}
