package org.katagpu.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What desktops show of the program agrees with itself. */
class AssetsTest {
    private static final Path ASSETS = Path.of("assets");
    private static final Path ICONS = ASSETS.resolve("icon");
    /** Where a PNG file tells its width and height. */
    private static final int PNG_SIZE_AT = 16;

    @ParameterizedTest
    @ValueSource(ints = {16, 24, 32, 48, 64, 128, 256, 512})
    void iconsHaveTheSizeOfTheirName(int size) throws IOException {
        ByteBuffer png = ByteBuffer.wrap(Files.readAllBytes(png(size)));
        assertThat(png.getInt(PNG_SIZE_AT)).isEqualTo(size);
        assertThat(png.getInt(PNG_SIZE_AT + Integer.BYTES)).isEqualTo(size);
    }

    @Test
    void iconsOfWindowsAndMacAreMadeOfTheSamePictures() throws IOException {
        for (int size : List.of(16, 24, 32, 48, 64, 256)) {
            assertThat(bytes(ICONS.resolve("kata-gpu-wizard.ico"))).as("ico, %s", size).contains(bytes(png(size)));
        }
        String mac = bytes(ICONS.resolve("kata-gpu-wizard.icns"));
        for (int size : List.of(16, 32, 64, 128, 256, 512)) {
            assertThat(mac).as("icns, %s", size).contains(bytes(png(size)));
        }
        ByteBuffer head = ByteBuffer.wrap(mac.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(head.getInt(Integer.BYTES)).isEqualTo(mac.length());
    }

    @Test
    void desktopEntryAndMetainfoNameEachOther() throws IOException {
        String desktop = Files.readString(ASSETS.resolve("org.katagpu.wizard.desktop"));
        String metainfo = Files.readString(ASSETS.resolve("org.katagpu.wizard.metainfo.xml"));
        assertThat(desktop).contains("Exec=kata-gpu-wizard\n").contains("Icon=kata-gpu-wizard\n")
                .contains("StartupWMClass=org.katagpu.WizardApp\n");
        assertThat(metainfo).contains("<launchable type=\"desktop-id\">org.katagpu.wizard.desktop</launchable>")
                .contains("<project_license>Apache-2.0</project_license>");
        Matcher pictures = Pattern.compile("@HOME@/(docs/images/[^<]+)</image>").matcher(metainfo);
        assertThat(pictures.results().toList()).hasSizeGreaterThan(2)
                .allSatisfy(picture -> assertThat(Path.of(picture.group(1))).exists());
    }

    @Test
    void thisVersionStandsFirstInTheReleases() throws IOException {
        Matcher revision = Pattern.compile("<revision>([0-9.]+)(?:-SNAPSHOT)?</revision>")
                .matcher(Files.readString(Path.of("pom.xml")));
        assertThat(revision.find()).isTrue();
        Matcher release = Pattern.compile("<release version=\"([^\"]+)\"")
                .matcher(Files.readString(ASSETS.resolve("org.katagpu.wizard.metainfo.xml")));
        assertThat(release.find()).isTrue();
        assertThat(release.group(1)).isEqualTo(revision.group(1));
    }

    private static Path png(int size) {
        return ICONS.resolve("kata-gpu-wizard-" + size + ".png");
    }

    /** Each byte as one character. */
    private static String bytes(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }
}
