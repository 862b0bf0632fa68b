package org.katagpu.ui.page.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.katagpu.host.HostScan;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.frame.Preferences;
import org.katagpu.ui.theme.Theme;

/** The list of GPUs: what fits, what a click, Space and the filter do, and what is not offered. */
class GpuListTest {
    private static final String ADAPTER = "{kind:'pci.function',address:'0000:06:00.0',vendor:'8086',device:'1572',"
            + "'class':'020000',group:82,driver:'i40e'}";
    private static final String PARTNER = ShownGpus.gpu("0000:0b:00.0", 84, 1);

    @TempDir
    private Path folder;

    private ShownGpus open(HostScan host) {
        return new ShownGpus(host, new Preferences("en", Theme.LIGHT), folder);
    }

    /** 12 GPUs; the third shares its group with a network adapter, the fifth with another GPU, the last is held. */
    private static HostScan mixed() {
        String held = ShownGpus.address(11);
        return ShownGpus.host(12, ADAPTER, PARTNER.replace("0000:0b", "0000:0a"),
                "{kind:'pci.node',node:'/dev/nvidia11',address:'" + held + "'}",
                "{kind:'pci.holder',pid:4711,command:'python3',user:'root',node:'/dev/nvidia11'}",
                "{kind:'pci.holder',pid:4712,command:'nvtop',user:'ai',node:'/dev/nvidia11'}");
    }

    private static void press(TableView<GpuRow> table, KeyCode key) {
        Event.fireEvent(table, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", key, false, false, false, false));
    }

    private static TableRow<?> row(TableView<GpuRow> table, int index) {
        return table.lookupAll(".table-row-cell").stream().filter(TableRow.class::isInstance).map(TableRow.class::cast)
                .filter(row -> row.getIndex() == index).findFirst().orElseThrow();
    }

    private static void click(Node node) {
        Event.fireEvent(node, new MouseEvent(MouseEvent.MOUSE_CLICKED, 0, 0, 0, 0, MouseButton.PRIMARY, 1, false, false,
                false, false, false, false, false, false, false, true, null));
    }

    @ParameterizedTest
    @CsvSource({"en,LIGHT,1280,800,10", "zh,DARK,1280,800,10", "en,DARK,1024,700,3", "zh,LIGHT,1024,700,3"})
    void tenRowsFitAndEveryWordCanBeRead(String language, Theme theme, int width, int height, int rows) {
        try (ShownGpus page = new ShownGpus(mixed(), new Preferences(language, theme), folder)) {
            page.size(width, height);
            FxThread.run(() -> page.window().root().layout());
            String name = "gpus-" + language + "-" + width;
            assertThat(page.window().clipped(name)).isEmpty();
            assertThat(FxThread.get(page::rowsInSight)).isGreaterThanOrEqualTo(rows);
            page.window().press("#choose-0000-09-00-0");
            page.window().await("#gpus-tied");
            assertThat(page.window().clipped(name + "-chosen")).isEmpty();
            assertThat(FxThread.get(page::rowsInSight)).isGreaterThanOrEqualTo(rows);
        }
    }

    @Test
    void spaceAndARowClickTickAndTheFocusStays() {
        try (ShownGpus page = open(mixed())) {
            TableView<GpuRow> table = page.table();
            FxThread.run(() -> {
                table.requestFocus();
                table.getSelectionModel().clearAndSelect(1);
                table.getFocusModel().focus(1);
                press(table, KeyCode.SPACE);
            });
            assertThat(page.devices()).containsExactly("0000:03:00.0");
            page.reads(ShownGpus.host(12));
            assertThat(FxThread.get(() -> table.getFocusModel().getFocusedIndex())).isEqualTo(1);
            assertThat(FxThread.get(table::isFocused)).isTrue();
            FxThread.run(() -> press(table, KeyCode.SPACE));
            assertThat(page.devices()).isEmpty();
            FxThread.run(() -> click(row(table, 3)));
            assertThat(page.devices()).containsExactly("0000:07:00.0");
            page.window().press("#choose-0000-07-00-0");
            assertThat(page.devices()).isEmpty();
        }
    }

    @Test
    void whatMustGoTogetherTicksTogetherAndSaysWhy() {
        try (ShownGpus page = open(mixed())) {
            page.window().press("#choose-0000-09-00-0");
            assertThat(page.devices()).containsExactly("0000:09:00.0", "0000:0a:00.0");
            page.window().await("#gpus-tied");
            assertThat(page.window().words()).contains(
                    "0000:09:00.0 and 0000:0a:00.0 are ticked together: one is in the same IOMMU group as the other.",
                    "2 GPUs chosen; 2 devices go to the container.");
            page.window().press("#choose-0000-0a-00-0");
            assertThat(page.devices()).isEmpty();
        }
    }

    @Test
    void whatSharesItsGroupWithTheHostsAdapterIsNotOffered() {
        try (ShownGpus page = open(mixed())) {
            TableView<GpuRow> table = page.table();
            assertThat(FxThread.get(() -> page.window().root().lookup("#choose-0000-05-00-0"))).isNull();
            FxThread.run(() -> click(row(table, 2)));
            assertThat(page.devices()).isEmpty();
            assertThat(page.window().words()).doesNotContain("1 GPU chosen; 1 device goes to the container.");
        }
    }

    @Test
    void theFilterNarrowsAndAllFreeOnesAreChosenAtOnce() {
        try (ShownGpus page = open(mixed())) {
            TableView<GpuRow> table = page.table();
            page.window().type("#gpu-filter", "held python3");
            assertThat(FxThread.get(() -> table.getItems().size())).isEqualTo(1);
            assertThat(FxThread.get(() -> ((ButtonBase) page.window().root().lookup("#choose-free")).isDisabled()))
                    .isTrue();
            page.window().type("#gpu-filter", "numa 0");
            page.window().press("#choose-free");
            assertThat(page.devices()).containsExactly("0000:01:00.0", "0000:03:00.0", "0000:07:00.0");
            page.window().press("#choose-none");
            assertThat(page.devices()).isEmpty();
        }
    }

    @Test
    void allOfAGpuIsShownAndCopied() {
        try (ShownGpus page = open(mixed())) {
            TableView<GpuRow> table = page.table();
            FxThread.run(() -> {
                table.getFocusModel().focus(12);
                press(table, KeyCode.ENTER);
            });
            FxThread.await("the detail", () -> copy() != null);
            FxThread.run(() -> copy().fire());
            assertThat(FxThread.get(() -> javafx.scene.input.Clipboard.getSystemClipboard().getString()))
                    .contains("Address (BDF): 0000:17:00.0", "Held by: ", "python3 (4711, root) /dev/nvidia11",
                            "Ids: 10de:26ba");
        }
    }

    private static ButtonBase copy() {
        return javafx.stage.Window.getWindows().stream().map(window -> window.getScene().getRoot())
                .map(root -> (ButtonBase) root.lookup("#gpu-detail-copy")).filter(java.util.Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
