package org.katagpu.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No field of a plan takes an address with a secret in it, and a plan's file that has one loses it. */
class SecretInAddressTest {
    private static final List<String> WITH_SECRET = List.of("https://me:CANARY@mirror.example/x",
            "http://CANARY@mirror.example",
            "https://mirror.example/x?private_token=CANARY", "//me:CANARY@mirror", "https://a@b:CANARY@mirror/x",
            "https://mirror/x?password=CANARY");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"https://github.com/a/b.git", "http://10.0.0.1:3128", "git@github.com:a/b.git",
        "ssh://git@host/a/b", "ssh://root@host/a", "https://mirror.example/@scope/x", "",
        "https://nvidia.github.io/libnvidia-container"})
    void whatHoldsNoSecretIsTaken(String address) {
        assertThat(SecretInAddress.is(address)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://ghp_0123456789abcdefghijklmnop@github.com/a/b",
        "https://x/ghp_0123456789abcdefghijklmnop/y",
        "git:pw@host:a", "https://git@github.com/a", "ssh://root:pw@host/a", "https://x/y?X-Amz-Signature=abc"})
    void whatHoldsOneIsNot(String address) {
        assertThatThrownBy(() -> SecretInAddress.refuse(address, "it")).isInstanceOf(OpenSecretException.class)
                .hasMessage("a secret in it");
    }

    /** Every text of every choice is tried: a new field with an address is among them by itself. */
    @Test
    void noAddressFieldOfAPlanTakesOne() {
        PlanReader reader = new PlanReader();
        List<String> addresses = new ArrayList<>();
        paths(reader.fields(Plan.EMPTY), "").forEach(path -> {
            ObjectNode clean = reader.fields(Plan.EMPTY);
            set(clean, path, "https://mirror.example/x");
            // A whole file of Kata is in the plan as it is on the host.
            if (path.startsWith("/kata/text/") || !reader.read(clean).refused().isEmpty()) {
                return;
            }
            addresses.add(path);
            for (String secret : WITH_SECRET) {
                ObjectNode fields = reader.fields(Plan.EMPTY);
                set(fields, path, secret);
                PlanReader.Reading reading = reader.read(fields);
                if (reading.plan().serve().faults().isEmpty()) {
                    assertThat(reading.refused()).as(path + " " + secret).isNotEmpty();
                    assertThat(reader.fields(reading.plan()).toString()).doesNotContain("CANARY");
                }
            }
        });
        assertThat(addresses).contains("/image/build/sourceUrl", "/image/mirrors/proxy", "/rootfs/sources/proxy",
                "/rootfs/sources/osMirror", "/network/plugins/url", "/serve/mirror");
    }

    @Test
    void aPlansFileLosesIt() throws Exception {
        PlanStore store = new PlanStore(folder);
        store.save("root@host", Plan.EMPTY, Plan.EMPTY.withServe(Plan.EMPTY.serve().withPort(8001)));
        Path file = folder.resolve("root@host.json");
        String text = Files.readString(file);
        Files.writeString(file,
                text.replace("https://github.com/skandermoalla", "https://me:CANARY@github.com/skandermoalla"));
        assertThat(Files.readString(file)).contains("CANARY");
        assertThat(store.load("root@host").trouble()).isPresent();
        assertThat(Files.readString(file)).doesNotContain("CANARY").contains("8001");
    }

    private static Stream<String> paths(ObjectNode node, String above) {
        return node.properties().stream().flatMap(field -> {
            String path = above + "/" + field.getKey();
            return field.getValue() instanceof ObjectNode inner
                    ? paths(inner, path)
                    : field.getValue().isTextual() ? Stream.of(path) : Stream.empty();
        });
    }

    private static void set(ObjectNode tree, String path, String value) {
        int slash = path.lastIndexOf('/');
        ((ObjectNode) (slash == 0 ? tree : tree.at(path.substring(0, slash)))).set(path.substring(slash + 1),
                TextNode.valueOf(value));
    }
}
