package org.katagpu;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import org.katagpu.setup.serve.ModelSource;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.tour.Canvas;
import org.katagpu.ui.tour.Tour;

/**
 * The real window in a process of its own, worked as an admin would. A secret is typed key by key, as standard input gives
 * it when it is asked for ({@code want KIND}): no copy of it is made here. At each {@code at PHASE} it waits for a line.
 * Arguments: the host's name in the ssh configuration, its address, the folder of heap dumps and pictures.
 */
final class CanaryWindow {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final InputStream in = new FileInputStream(FileDescriptor.in);
    private final Path folder;
    private final Wiring wiring;
    private final Tour tour;

    private CanaryWindow(Path folder) {
        this.folder = folder;
        wiring = FxThread.get(() -> new Wiring(LocalEnvironment.ofThisAccount(), Locale.ENGLISH));
        Canvas canvas = FxThread.get(() -> {
            Stage stage = new Stage();
            Canvas made = new Canvas(wiring.window().root());
            stage.setScene(made.scene());
            stage.show();
            return made;
        });
        tour = new Tour(canvas, wiring.window().root(), folder, said -> {});
    }

    static void main(String[] arguments) throws Exception {
        AppLog.to(LocalEnvironment.ofThisAccount().folders().cache());
        CanaryWindow window = new CanaryWindow(Path.of(arguments[1]));
        try {
            window.connect(arguments[0]);
            window.at("connected");
            window.typeInTheOpen();
            window.serve();
            window.ask();
            window.at("answered");
            FxThread.run(window.wiring.wizard()::disconnected);
            window.tour.press("step-connect");
            window.at("disconnected");
        } catch (Throwable failed) {
            System.out.println("failed " + failed + "\n" + window.words());
            throw failed;
        } finally {
            FxThread.run(window.wiring::close);
            Runtime.getRuntime().exit(0);
        }
    }

    private void connect(String host) throws Exception {
        tour.press("step-connect");
        FxThread.run(() -> ((ComboBox<?>) find("host")).getEditor().setText(host));
        type("password", "SSH_PASSWORD");
        tour.press("connect");
        boolean[] there = {false};
        while (!there[0]) {
            await("a question, or the host", () -> find("answer") != null || find("remember-key") != null || scanned());
            there[0] = FxThread.get(this::scanned);
            if (FxThread.get(() -> find("remember-key") != null)) {
                tour.press("remember-key");
                await("the key was taken", () -> find("remember-key") == null);
            } else if (!there[0]) {
                Node asked = FxThread.get(() -> find("answer"));
                String title = FxThread.get(() -> String.valueOf(asked.getAccessibleText()));
                type("answer", title.startsWith("Passphrase") ? "KEY_PASSPHRASE" : "SUDO_PASSWORD");
                FxThread.run(() -> asked.fireEvent(new javafx.event.ActionEvent()));
                await("the answer was taken", () -> find("answer") != asked);
            }
        }
    }

    private boolean scanned() {
        return wiring.wizard().pageProperty().get() == PageId.HOST_CHECK && wiring.scanned();
    }

    /** A proxy with a password, where addresses are typed. */
    private void typeInTheOpen() throws Exception {
        tour.press("step-guest-image");
        tour.untilThere("rootfs-proxy");
        TextInputControl proxy = (TextInputControl) FxThread.get(() -> find("rootfs-proxy"));
        FxThread.run(() -> proxy.setText("http://admin:"));
        type("rootfs-proxy", "TYPED_IN_THE_OPEN");
        FxThread.run(() -> {
            proxy.appendText("@10.1.1.1:3128");
            proxy.fireEvent(new javafx.event.ActionEvent());
        });
        Thread.sleep(300);
        tour.picture("proxy");
        FxThread.run(proxy::clear);
    }

    private void serve() throws Exception {
        tour.press("step-model");
        tour.choose("model-source", ModelSource.HUGGING_FACE.ordinal());
        tour.untilThere("model-token");
        type("model-token", "HF_TOKEN");
        FxThread.run(() -> find("model-token").fireEvent(new javafx.event.ActionEvent()));
        await("the server can be started", () -> find("serve-apply") != null && !find("serve-apply").isDisabled());
        tour.press("serve-apply");
        await("the server answers", () -> find("open-chat") != null && !find("open-chat").isDisabled());
        tour.press("open-chat");
    }

    private void ask() throws Exception {
        await("a question can be asked", () -> find("chat-question") != null && !find("chat-question").isDisabled());
        tour.write("chat-question", "Are you there?");
        tour.press("chat-send");
        await("the answer", () -> wiring.window().root().lookupAll(".chat-transcript .chat-run").stream()
                .map(run -> ((Text) run).getText()).collect(Collectors.joining()).contains("Hello!"));
    }

    private void type(String id, String kind) throws Exception {
        TextField field = (TextField) FxThread.get(() -> find(id));
        System.out.println("want " + kind);
        for (int key = in.read(); key != '\n'; key = in.read()) {
            char one = (char) key;
            FxThread.run(() -> field.appendText(String.valueOf(one)));
        }
    }

    /** Waits for a line: empty, {@code live} or {@code all} for a heap dump before it goes on. */
    private void at(String phase) throws IOException {
        System.out.println("at " + phase);
        StringBuilder wanted = new StringBuilder();
        for (int one = in.read(); one != '\n' || !wanted.isEmpty(); one = in.read()) {
            if (one != '\n') {
                wanted.append((char) one);
                continue;
            }
            ManagementFactory.getPlatformMXBean(com.sun.management.HotSpotDiagnosticMXBean.class)
                    .dumpHeap(folder.resolve(phase + "-" + wanted + ".hprof").toString(),
                            wanted.toString().equals("live"));
            System.out.println("dumped " + phase + "-" + wanted);
            wanted.setLength(0);
        }
    }

    private Node find(String id) {
        return wiring.window().root().lookup("#" + id);
    }

    private String words() {
        return FxThread.get(() -> wiring.window().root().lookupAll(".label").stream().filter(Labeled.class::isInstance)
                .map(node -> ((Labeled) node).getText()).collect(Collectors.joining("\n")));
    }

    private static void await(String what, BooleanSupplier holds) {
        FxThread.await(what, PATIENCE, holds);
    }
}
