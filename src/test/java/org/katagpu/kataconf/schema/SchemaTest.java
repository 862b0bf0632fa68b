package org.katagpu.kataconf.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.katagpu.kataconf.toml.TablePath;
import org.katagpu.kataconf.toml.Templates;
import org.katagpu.kataconf.toml.TomlValue;
import org.katagpu.message.Messages;

class SchemaTest {
    private final Schema schema = new Schema();

    @Test
    void everyKeyHasItsMeaningInBothLanguagesAndAFittingDefault() {
        for (Locale locale : Messages.LOCALES) {
            Messages messages = new Messages(locale);
            for (TableKind kind : TableKind.values()) {
                assertThat(schema.keys(kind)).isNotEmpty().allSatisfy(key -> {
                    assertThat(messages.has(key.meaning().key())).as(key.meaning().key()).isTrue();
                    assertThat(messages.get(key.meaning())).hasSizeBetween(8, 200);
                    assertThat(key.defaults().values()).allMatch(key.kind()::admits);
                    key.defaults().forEach((version, value) -> {
                        if (!key.choicesIn(version).isEmpty()) {
                            assertThat(key.choicesIn(version)).contains(((TomlValue.Text) value).value());
                        }
                    });
                });
            }
        }
    }

    @Test
    void aDefaultMayDifferByVersion() {
        KeySpec dial = schema.key(TableKind.AGENT, "dial_timeout").orElseThrow();
        assertThat(dial.defaultIn(KnownVersion.V3_15_0)).contains(TomlValue.whole(45));
        assertThat(dial.defaultIn(KnownVersion.V4_1_0)).contains(TomlValue.whole(90));
    }

    /** The upstream files' keys are the schema's, but for few that Kata dropped and still shows. */
    @ParameterizedTest
    @MethodSource("org.katagpu.kataconf.toml.Templates#all")
    void theTemplatesKeysAreKnown(Templates template) {
        assertThat(template.document().activeKeys().stream()
                .filter(ref -> TableKind.of(ref.table()).isPresent()).filter(ref -> schema.key(ref).isEmpty())
                .map(ref -> ref.key())).isSubsetOf("quoted key", "when", "odd", "hotplug_vfio_on_root_bus");
    }

    @ParameterizedTest
    @CsvSource({"kata-runtime  : 3.15.0,3.15.0,V3_15_0,true,true",
        "kata-runtime  : CC-0.8.0,CC-0.8.0,CC_0_8_0,true,true",
        "Kata Containers containerd shim (Golang): id: x version: 3.2.0-alpha4 commit: 1,3.2.0-alpha4,CC_0_8_0,false,true",
        "3.31.0,3.31.0,V3_32_0,false,true", "4.0.0,4.0.0,V4_1_0,false,true", "2.4.1,2.4.1,CC_0_8_0,false,false"})
    void versionsAreReadAndTakenForTheNearest(String output, String label, KnownVersion nearest, boolean exact,
            boolean dropIns) {
        assertThat(KataVersion.parse(output)).contains(new KataVersion(label, nearest, exact, dropIns));
    }

    @Test
    void noVersionIsGuessedFromNothing() {
        assertThat(KataVersion.parse("bash: kata-runtime: command not found")).isEmpty();
    }

    @Test
    void tablesAreOfTheKindsKataReads() {
        assertThat(TableKind.of(TablePath.of("hypervisor", "clh"))).contains(TableKind.HYPERVISOR);
        assertThat(TableKind.of(TablePath.of("hypervisor"))).isEmpty();
        assertThat(TableKind.of(TablePath.of("netmon"))).isEmpty();
    }
}
