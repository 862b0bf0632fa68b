package org.katagpu.ui.page.gpu;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.katagpu.host.FactJson;
import org.katagpu.host.HostScan;
import org.katagpu.host.PciAddress;
import org.katagpu.job.HostJobs;
import org.katagpu.message.Messages;
import org.katagpu.remote.LocalHost;
import org.katagpu.setup.Plan;
import org.katagpu.setup.StageRunner;
import org.katagpu.setup.StageScripts;
import org.katagpu.setup.gpu.GpuStage;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.TestWindow;
import org.katagpu.ui.control.FxBackground;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.frame.Preferences;
import org.katagpu.ui.frame.ScanModel;
import org.katagpu.ui.frame.Session;
import org.katagpu.ui.frame.Wizard;
import org.katagpu.ui.log.LogBook;
import org.katagpu.ui.stage.StageModel;
import org.katagpu.ui.stage.StageRuns;

/** The GPUs page in the real window, over a host with as many GPUs as wanted. */
final class ShownGpus implements AutoCloseable {
    private final Wizard wizard = new Wizard();
    private final FxBackground background = new FxBackground();
    private final AtomicReference<HostScan> host;
    private final ScanModel scans;
    private final LogBook logs;
    private final TestWindow window;

    ShownGpus(HostScan first, Preferences preferences, Path folder) {
        host = new AtomicReference<>(first);
        LocalHost local = new LocalHost(folder);
        StageScripts scripts = new StageScripts();
        logs = new LogBook(folder, Clock.systemUTC());
        scans = FxThread.get(() -> new ScanModel(wizard, (session, sections, before) -> host.get(), background));
        StageModel bind = FxThread.get(() -> new StageModel(new GpuStage(), wizard,
                new StageRuns(wizard, background, logs, "test@here"), background, scripts));
        GpusModel model = FxThread.get(() -> new GpusModel(wizard, scans, bind));
        window = TestWindow.open(wizard, Map.of(PageId.GPUS, words -> new GpusController(model, bind, words),
                PageId.CONNECT, words -> VBox::new), preferences, folder);
        FxThread.run(() -> wizard.connected(new Session(local, false, new StageRunner(local,
                new HostJobs(local, "test@here"), scripts, new Messages(Locale.ENGLISH))), Plan.EMPTY));
        FxThread.run(() -> wizard.open(PageId.GPUS));
        reads(first);
    }

    TestWindow window() {
        return window;
    }

    /** The host is read anew and looks so. */
    void reads(HostScan now) {
        host.set(now);
        FxThread.run(scans::read);
        FxThread.await("the host was read", () -> scans.scanProperty().get().filter(now::equals).isPresent());
    }

    List<String> devices() {
        return FxThread.get(() -> wizard.planProperty().get().gpu().devices());
    }

    void size(double width, double height) {
        FxThread.run(() -> ((Region) window.root()).resize(width, height));
    }

    @SuppressWarnings("unchecked")
    TableView<GpuRow> table() {
        return (TableView<GpuRow>) window.await("#gpu-table");
    }

    /** Rows that can be seen whole; JavaFX thread only. */
    long rowsInSight() {
        TableView<GpuRow> table = table2();
        double bottom = table.localToScene(table.getBoundsInLocal()).getMaxY() + 0.5;
        return table.lookupAll(".table-row-cell").stream().filter(row -> row instanceof TableRow<?> of
                && of.getItem() != null && row.isVisible()
                && row.localToScene(row.getBoundsInLocal()).getMaxY() <= bottom)
                .count();
    }

    @SuppressWarnings("unchecked")
    private TableView<GpuRow> table2() {
        return (TableView<GpuRow>) window.root().lookup("#gpu-table");
    }

    /** A host whose GPUs are alone in their groups, each held by nobody. */
    static HostScan host(int gpus, String... more) {
        List<String> facts = new ArrayList<>(List.of(more));
        facts.add("{kind:'pci.holders',complete:true}");
        facts.add("{kind:'system.machine',architecture:'aarch64'}");
        for (int i = 0; i < gpus; i++) {
            facts.add(gpu(address(i), 80 + i, i / 4));
        }
        return FactJson.scan(facts.toArray(String[]::new));
    }

    static String address(int index) {
        return PciAddress.of(String.format("%04x:%02x:00.0", index / 64, 2 * (index % 64) + 1)).toString();
    }

    static String gpu(String address, int group, int node) {
        return "{kind:'pci.function',address:'" + address + "',vendor:'10de',device:'26ba','class':'030200',group:"
                + group + ",numa_node:" + node + ",driver:'nvidia',bars:[16777216,68719476736],reset_method:'flr'}";
    }

    @Override
    public void close() {
        window.close();
        try {
            logs.close();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
