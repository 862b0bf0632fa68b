package org.katagpu.ui.page.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.katagpu.host.HostScan;
import org.katagpu.host.NvidiaModels;
import org.katagpu.job.HostJobs;
import org.katagpu.message.Messages;
import org.katagpu.remote.Host;
import org.katagpu.setup.Plan;
import org.katagpu.setup.StageRunner;
import org.katagpu.setup.StageScripts;
import org.katagpu.setup.network.FakeNetworkHost;
import org.katagpu.setup.network.NetworkChoice;
import org.katagpu.setup.network.NetworkPart;
import org.katagpu.setup.network.NetworkStage;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.TestWindow;
import org.katagpu.ui.control.FxBackground;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.frame.Preferences;
import org.katagpu.ui.frame.ScanModel;
import org.katagpu.ui.frame.Session;
import org.katagpu.ui.frame.StepMark;
import org.katagpu.ui.frame.Wizard;
import org.katagpu.ui.log.LogBook;
import org.katagpu.ui.stage.StageModel;
import org.katagpu.ui.stage.StageRuns;
import org.katagpu.ui.theme.Theme;

/** The network page in the real window, over the real scripts on a host of files. */
class NetworkPageTest {
    private final Wizard wizard = new Wizard();
    @TempDir
    private Path folder;
    private FakeNetworkHost machine;
    private TestWindow window;

    private void open(String language, Theme theme, boolean parts) throws Exception {
        open(language, theme, parts, "aarch64");
    }

    private void open(String language, Theme theme, boolean parts, String processor) throws Exception {
        machine = new FakeNetworkHost(folder);
        if (parts) {
            machine.withParts();
        }
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> facts = List.of(
                json.readTree("{\"kind\":\"host.architecture\",\"value\":\"%s\"}".formatted(processor)),
                json.readTree("{\"kind\":\"scan.section\",\"name\":\"system\",\"complete\":true}"),
                route("enp3s0", "00000000", "0109100AC", "00000000"),
                route("enp3s0", "000910AC", "00000000", "00FFFFFF"), route("tunl0", "0000600A", "00000000", "0000F0FF"),
                new ObjectMapper().readTree("{\"kind\":\"scan.section\",\"name\":\"network\",\"complete\":true}"));
        FxBackground background = new FxBackground();
        Host host = machine.host();
        StageScripts scripts = new StageScripts();
        StageRunner runner = new StageRunner(host, new HostJobs(host, "test@here"), scripts,
                new Messages(Locale.ENGLISH));
        StageModel stage = FxThread.get(() -> new StageModel(new NetworkStage(), wizard,
                new StageRuns(wizard, background, new LogBook(folder, Clock.systemUTC()), "test@here"), background,
                scripts));
        ScanModel scans = FxThread.get(() -> new ScanModel(wizard,
                (session, sections, before) -> HostScan.of(facts, NvidiaModels.bundled()), background));
        NetworkModel model = FxThread.get(() -> new NetworkModel(wizard, scans, stage));
        FxThread.run(() -> wizard.connected(new Session(host, false, runner), Plan.EMPTY));
        FxThread.await("the host is read", () -> scans.scanProperty().get().isPresent());
        FxThread.run(() -> wizard.open(PageId.NETWORK));
        window = TestWindow.open(wizard, Map.of(PageId.NETWORK, words -> new NetworkController(model, stage, words)),
                new Preferences(language, theme), folder);
    }

    private static JsonNode route(String device, String destination, String gateway, String mask) throws Exception {
        return new ObjectMapper().readTree(
                "{\"kind\":\"network.route\",\"interface\":\"%s\",\"destination\":\"%s\",\"gateway\":\"%s\",\"mask\":\"%s\"}"
                        .formatted(device, destination, gateway, mask));
    }

    @AfterEach
    void close() {
        window.close();
    }

    private NetworkChoice choice() {
        return FxThread.get(() -> wizard.planProperty().get().network());
    }

    private void type(String field, String text) {
        window.await(field);
        FxThread.run(() -> {
            TextField into = (TextField) window.root().lookup(field);
            into.setText(text);
            into.getOnAction().handle(null);
        });
    }

    @Test
    void whatIsTypedIsJudgedAtOnceAndTakenOnlyWhenNothingSpeaksAgainstIt() throws Exception {
        open("en", Theme.LIGHT, true);
        window.await("#network-check");
        type("#network-bridge", "a name far too long");
        assertThat(choice().bridge()).isEqualTo("cni1");
        type("#network-bridge", "cni7");
        assertThat(choice().bridge()).isEqualTo("cni7");
        type("#network-subnet", "10.88.0.5/16");
        assertThat(window.words())
                .contains("This is an address within a network. Write the network, for example 10.88.0.0/16");
        type("#network-subnet", "8.8.8.0/24");
        assertThat(window.words()).anyMatch(line -> line.startsWith("Not a private network"));
        type("#network-subnet", "10.100.0.0/16");
        assertThat(window.words())
                .anyMatch(line -> line.startsWith("The host uses 10.96.0.0/12 already, through tunl0."));
        assertThat(choice().subnet()).isEmpty();
        type("#network-subnet", "192.168.44.0/24");
        assertThat(choice().subnet()).isEqualTo("192.168.44.0/24");
    }

    @Test
    void addedShownResetAndDeletedByButtons() throws Exception {
        open("en", Theme.LIGHT, true);
        window.press("#network-apply");
        FxThread.await("the network is in place", () -> wizard.markProperty(PageId.NETWORK).get() == StepMark.DONE);
        assertThat(window.words()).contains("10.88.0.2", "10.88.0.1/16", "In place, free for a container");
        window.press("#network-show");
        assertThat(Files.exists(machine.root().resolve("var/run/netns/vllmnet"))).isTrue();
        window.press("#network-reset");
        FxThread.await("it was set up anew", () -> window.root().lookup(".outcome") != null
                && window.root().lookupAll(".label").stream().anyMatch(node -> node.toString().contains("taken down")));
        assertThat(window.clipped("network-reset")).isEmpty();
        window.takeBack("network");
        FxThread.await("it is gone", () -> wizard.markProperty(PageId.NETWORK).get() == StepMark.TODO);
        assertThat(machine.root().resolve("var/run/netns/vllmnet")).doesNotExist();
        assertThat(machine.root().resolve("etc/cni/katagpu.d")).doesNotExist();
        assertThat(window.words()).contains("Not set up");
    }

    @Test
    void whereProgramsAreMissingTheirSettingsAreOpened() throws Exception {
        open("en", Theme.LIGHT, false);
        window.await("#network-offer-plugins");
        assertThat(window.words()).contains("The CNI plugins bridge and host-local are not on the host.");
        assertThat(window.clipped("network-missing")).isEmpty();
        window.press("#network-offer-plugins");
        assertThat(choice().plugins()).isEqualTo(NetworkPart.PLUGINS);
        FxThread.run(() -> choose("#network-plugins-way", NetworkPart.Way.FILE));
        type("#network-plugins-file", "/root/cni.tgz");
        assertThat(choice().plugins().file()).isEqualTo("/root/cni.tgz");
        assertThat(choice().plugins().sha256()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"aarch64, arm64", "x86_64, amd64"})
    void downloadProposesTheReleaseForTheHostsProcessor(String processor, String inName) throws Exception {
        open("en", Theme.LIGHT, false, processor);
        window.await("#network-check");
        FxThread.run(() -> choose("#network-plugins-way", NetworkPart.Way.DOWNLOAD));
        assertThat(choice().plugins().url()).contains("cni-plugins-linux-" + inName + "-");
        assertThat(choice().plugins().sha256()).hasSize(64);
        assertThat(choice().plugins()).isEqualTo(NetworkPart.plugins(processor));
    }

    @SuppressWarnings("unchecked")
    private void choose(String box, NetworkPart.Way way) {
        ((ComboBox<NetworkPart.Way>) window.root().lookup(box)).setValue(way);
    }

    @Test
    void everyWordCanBeReadInChineseToo() throws Exception {
        open("zh", Theme.DARK, true);
        window.await("#network-check");
        window.press("#network-apply");
        FxThread.await("the network is in place", () -> wizard.markProperty(PageId.NETWORK).get() == StepMark.DONE);
        window.press("#network-show");
        window.await("#network-check");
        assertThat(window.clipped("network-zh")).isEmpty();
    }
}
