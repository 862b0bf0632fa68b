package org.katagpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextInputControl;
import javafx.stage.Stage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.practice.Persona;
import org.katagpu.practice.Sandbox;
import org.katagpu.remote.ssh.RealSshd;
import org.katagpu.remote.ssh.TestUser;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.tour.Canvas;
import org.katagpu.ui.tour.Tour;

/**
 * Kata's configuration through the real window over a real OpenSSH server, as a user who may use sudo with his
 * password, while another admin changes the same file.
 */
@Tag("real")
@Tag("accounts")
@Timeout(180)
class KataConfigRealTest {
    private static final String PASSWORD = "p4ss w0rd";
    private static final String MODE = "rw-r-----";

    @TempDir
    private Path folder;

    @Test
    void aFileChangedMeanwhileIsMergedSavedAndTakenBack() throws Exception {
        Wiring wiring = FxThread.get(() -> new Wiring(LocalEnvironment.temporary(), Locale.ENGLISH));
        Stage stage = FxThread.get(Stage::new);
        try (Sandbox sandbox = Sandbox.create(Persona.KUNPENG_4GPU, folder);
                RealSshd sshd = RealSshd.start(Map.of("SetEnv", "KATAGPU_ROOT=" + sandbox.root()))) {
            TestUser user = sshd.user(PASSWORD).sudoers("Defaults:USER env_keep += \"KATAGPU_ROOT\"\n"
                    + "Defaults:USER secure_path=\"" + sandbox.bin() + "\"\nUSER ALL=(ALL:ALL) ALL");
            Path file = sandbox.root().resolve("etc/kata-containers/configuration.toml");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(MODE));
            Canvas canvas = FxThread.get(() -> {
                Canvas made = new Canvas(wiring.window().root());
                stage.setScene(made.scene());
                stage.show();
                return made;
            });
            Tour window = new Tour(canvas, wiring.window().root(), Path.of("target", "looks", "kataconfig-real"),
                    said -> {});
            connect(wiring, window, sshd, user);
            window.press("step-kata-config");
            window.press("apply-all");
            window.until("it is applied", () -> find(wiring, "apply-all").isDisabled());

            List<String> original = Files.readAllLines(file);
            String theirs = Files.readString(file).replace("default_memory = 2048", "default_memory = 3072")
                    .replace("default_maxvcpus = 0", "default_maxvcpus = 8");
            Files.writeString(file, theirs);
            assertThat(Files.readAllLines(file)).isNotEqualTo(original);

            window.press("review");
            window.untilThere("take-default_memory");
            window.picture("changed-on-host");
            assertThat(Files.readString(file)).isEqualTo(theirs);
            window.press("merge");
            window.press("kata-apply");
            window.until("it was saved", () -> offered(wiring, "kata-undo") && !offered(wiring, "kata-apply"));
            window.picture("saved");
            assertThat(Files.readString(file)).contains("default_memory = 20480", "default_maxvcpus = 8",
                    "\ncold_plug_vfio = \"root-port\"");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo(MODE);

            window.press("kata-undo");
            window.press("kata-undo-confirm");
            window.until("it was taken back", () -> find(wiring, "kata-apply") != null
                    && offered(wiring, "kata-apply"));
            assertThat(Files.readString(file)).isEqualTo(theirs);

            window.press("back");
            window.press("apply-all");
            window.until("it is applied again", () -> find(wiring, "apply-all").isDisabled());
            window.press("review");
            window.untilThere("kata-apply");
            FxThread.run(() -> ((javafx.scene.control.RadioButton) find(wiring, "target-dropin")).fire());
            Path dropIn = file.resolveSibling("config.d/90-katagpu.toml");
            window.until("the drop-in is compared",
                    () -> find(wiring, "target-dropin") instanceof javafx.scene.control.RadioButton radio
                            && radio.isSelected() && find(wiring, "kata-apply") != null);
            window.picture("drop-in");
            window.press("kata-apply");
            window.until("the drop-in was saved", () -> offered(wiring, "kata-undo")
                    && !offered(wiring, "kata-apply") && Files.exists(dropIn));
            assertThat(Files.readString(file)).isEqualTo(theirs);
            assertThat(Files.readString(dropIn)).contains("cold_plug_vfio = \"root-port\"");
            window.press("back");
            window.until("Kata sees the recommended values", () -> find(wiring, "apply-all") != null
                    && find(wiring, "apply-all").isDisabled() && !offered(wiring, "review"));
            window.picture("with-drop-in");
        } finally {
            FxThread.run(() -> {
                stage.close();
                wiring.close();
            });
        }
    }

    private static void connect(Wiring wiring, Tour window, RealSshd sshd, TestUser user) throws Exception {
        FxThread.run(() -> {
            ((ComboBox<?>) find(wiring, "host")).getEditor().setText(sshd.address());
            ((TextInputControl) find(wiring, "port")).setText(String.valueOf(sshd.port()));
            ((TextInputControl) find(wiring, "user")).setText(user.name());
            ((TextInputControl) find(wiring, "password")).setText(PASSWORD);
        });
        window.press("connect");
        window.press("remember-key");
        window.until("the host check is in front", () -> wiring.wizard().pageProperty().get() == PageId.HOST_CHECK);
        window.until("the host was read", wiring::scanned);
    }

    private static boolean offered(Wiring wiring, String id) {
        return find(wiring, id) != null && !find(wiring, id).isDisabled();
    }

    private static Node find(Wiring wiring, String id) {
        return wiring.window().root().lookup("#" + id);
    }
}
