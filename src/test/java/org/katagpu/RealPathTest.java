package org.katagpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
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
 * The main job through the real window over a real OpenSSH server, as a user who may use sudo with his password: a key
 * never seen, the login, the check, a GPU bound and given back. Root's commands and files are the practice machine's.
 */
@Tag("real")
@Tag("accounts")
@Timeout(180)
class RealPathTest {
    private static final String PASSWORD = "p4ss w0rd";
    private static final String GPU = "choose-0000-3b-00-0";

    @TempDir
    private Path folder;

    @Test
    void fromAnUnknownHostKeyToABoundGpuAndBack() throws Exception {
        Wiring wiring = FxThread.get(() -> new Wiring(LocalEnvironment.temporary(), Locale.ENGLISH));
        Stage stage = FxThread.get(Stage::new);
        try (Sandbox sandbox = Sandbox.create(Persona.KUNPENG_4GPU, folder);
                RealSshd sshd = RealSshd.start(Map.of("SetEnv", "KATAGPU_ROOT=" + sandbox.root()))) {
            TestUser user = sshd.user(PASSWORD).sudoers("Defaults:USER env_keep += \"KATAGPU_ROOT\"\n"
                    + "Defaults:USER secure_path=\"" + sandbox.bin() + "\"\nUSER ALL=(ALL:ALL) ALL");
            Canvas canvas = FxThread.get(() -> {
                Canvas made = new Canvas(wiring.window().root());
                stage.setScene(made.scene());
                stage.show();
                return made;
            });
            Tour window = new Tour(canvas, wiring.window().root(), Path.of("target", "looks", "real"), said -> {});
            FxThread.run(() -> {
                ((ComboBox<?>) find(wiring, "host")).getEditor().setText(sshd.address());
                ((TextInputControl) find(wiring, "port")).setText(String.valueOf(sshd.port()));
                ((TextInputControl) find(wiring, "user")).setText(user.name());
                ((TextInputControl) find(wiring, "password")).setText(PASSWORD);
            });
            window.press("connect");
            window.untilThere("remember-key");
            window.picture("host-key");
            window.press("remember-key");
            window.until("the host check is in front",
                    () -> wiring.wizard().pageProperty().get() == PageId.HOST_CHECK);
            window.until("the host was read", wiring::scanned);
            window.picture("host-check");
            assertThat(FxThread.get(() -> wiring.wizard().sessionProperty().get().orElseThrow().host().identity())
                    .elevation().name()).isEqualTo("SUDO_WITH_PASSWORD");
            window.press("step-gpus");
            window.tick(GPU, true);
            window.press("gpu-apply");
            window.untilThere("gpu-undo");
            window.until("it can be given back", () -> offered(wiring, "gpu-undo"));
            window.picture("gpus-bound");
            assertThat(driver(sandbox)).isEqualTo("vfio-pci");
            window.press("gpu-undo");
            window.press("gpu-undo-confirm");
            window.untilThere("gpu-apply");
            window.until("it can be bound again", () -> find(wiring, "gpu-apply") != null
                    && offered(wiring, "gpu-apply"));
            assertThat(driver(sandbox)).isEqualTo("nvidia");
        } finally {
            FxThread.run(() -> {
                stage.close();
                wiring.close();
            });
        }
    }

    private static boolean offered(Wiring wiring, String id) {
        return find(wiring, id) != null && !find(wiring, id).isDisabled();
    }

    private static javafx.scene.Node find(Wiring wiring, String id) {
        return wiring.window().root().lookup("#" + id);
    }

    private static String driver(Sandbox sandbox) throws Exception {
        return sandbox.root().resolve("sys/bus/pci/devices/0000:3b:00.0/driver").toRealPath().getFileName().toString();
    }
}
