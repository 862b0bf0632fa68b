package org.katagpu.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.katagpu.host.Obstacle.Kind;
import org.katagpu.host.PassthroughMember.Tie;
import org.katagpu.message.Messages;

/** What must go together, and what speaks against it. */
class SelectionTest {
    private static final String GPU = "0000:3b:00.0";
    private static final PciFunction BRIDGE = Devices.at("0000:3a:00.0").kind("19e5", "060400").group(80).build();

    private List<Holder> holders = List.of();
    private Map<String, PciAddress> nodes = Map.of();
    private boolean rights = true;

    private Selection select(boolean virtcca, List<PciFunction> functions, String... chosen) {
        PciTopology topology = new PciTopology(functions);
        DeviceNodes open = new DeviceNodes(holders, nodes, rights);
        Gpus gpus = Gpus.of(topology, open, NvidiaModels.bundled());
        return Selection.of(topology, gpus, open, Stream.of(chosen).map(PciAddress::of).toList(), virtcca);
    }

    private static Devices gpu(String bdf) {
        return Devices.at(bdf).group(81).below("0000:3a:00.0");
    }

    private static Stream<Kind> kinds(Selection selection) {
        return selection.obstacles().stream().map(Obstacle::kind);
    }

    @Test
    void aGpuAloneInGroupAndBelowItsPortGoesAlone() {
        Selection selection = select(true, List.of(BRIDGE, gpu(GPU).build()), GPU);
        assertThat(selection.devices()).containsExactly(PciAddress.of(GPU));
        assertThat(selection.groups()).containsExactly(81);
        assertThat(selection.obstacles()).isEmpty();
    }

    @Test
    void nothingChosenMeansNothingToSay() {
        Selection selection = select(true, List.of(gpu(GPU).build()));
        assertThat(selection.together()).isEmpty();
        assertThat(selection.obstacles()).isEmpty();
        assertThat(selection.blocked()).isFalse();
    }

    @Test
    void aChosenDeviceThatIsGoneIsLeftOut() {
        assertThat(select(true, List.of(BRIDGE), GPU).chosen()).isEmpty();
    }

    @Test
    void audioUsbAndUsbCGoAlongAndDoNotObstruct() {
        Selection selection = select(true,
                List.of(gpu(GPU).build(), gpu("0000:3b:00.1").kind("10de", "040300").build(),
                        gpu("0000:3b:00.2").kind("10de", "0c0330").build(),
                        gpu("0000:3b:00.3").kind("10de", "0c8000").build()),
                GPU);
        assertThat(selection.devices()).hasSize(4);
        assertThat(selection.together()).extracting(PassthroughMember::tie).containsExactly(Tie.CHOSEN, Tie.SAME_SLOT,
                Tie.SAME_SLOT, Tie.SAME_SLOT);
        assertThat(selection.obstacles()).isEmpty();
    }

    @Test
    void companionsInOtherGroupsGoAlongToo() {
        Selection selection = select(true, List.of(gpu(GPU).build(),
                Devices.at("0000:3b:00.1").kind("10de", "040300").group(82).below("0000:3a:00.0").build()), GPU);
        assertThat(selection.groups()).containsExactly(81, 82);
    }

    @Test
    void bridgesOfTheGroupStayWithTheHost() {
        PciFunction bridge = Devices.at("0000:3a:00.0").kind("19e5", "060400").group(81).driver("pcieport").build();
        Selection selection = select(true, List.of(bridge, gpu(GPU).build()), GPU);
        assertThat(selection.devices()).containsExactly(PciAddress.of(GPU));
        assertThat(selection.obstacles()).isEmpty();
    }

    @Test
    void noIommuGroupBlocks() {
        Selection selection = select(true, List.of(Devices.at(GPU).below("0000:3a:00.0").build()), GPU);
        assertThat(kinds(selection)).containsExactly(Kind.NO_IOMMU_GROUP);
        assertThat(selection.blocked()).isTrue();
    }

    @Test
    void networkAndStorageInTheGroupBlock() {
        for (String classCode : List.of("020000", "010802", "030001", "120000", "0c0330")) {
            PciFunction stranger = Devices.at("0000:3c:00.0").kind("15b3", classCode).group(81).build();
            Selection selection = select(true, List.of(gpu(GPU).build(), stranger), GPU);
            assertThat(kinds(selection)).as(classCode)
                    .contains(Kind.STRANGER_IN_GROUP);
            assertThat(selection.blocked()).isTrue();
        }
    }

    @Test
    void anotherGroupBelowTheSameRootPortMattersToVirtccaOnly() {
        List<PciFunction> functions = List.of(BRIDGE, gpu(GPU).build(),
                Devices.at("0000:3d:00.0").kind("15b3", "020000").group(90).below("0000:3a:00.0", "0000:3c:00.0")
                        .build());
        Selection confidential = select(true, functions, GPU);
        assertThat(kinds(confidential)).containsExactly(Kind.STRANGER_BELOW_ROOT_PORT);
        assertThat(confidential.obstaclesOn(PciAddress.of("0000:3d:00.0"))).hasSize(1);
        assertThat(select(false, functions, GPU).obstacles()).isEmpty();
    }

    @Test
    void twoGpusBelowOnePortMustBothBeChosen() {
        List<PciFunction> functions = List.of(gpu(GPU).build(),
                Devices.at("0000:3c:00.0").group(82).below("0000:3a:00.0").build());
        Selection one = select(true, functions, GPU);
        assertThat(kinds(one)).containsExactly(Kind.PARTNER_NOT_CHOSEN);
        assertThat(one.completed()).extracting(PciAddress::toString).containsExactly(GPU, "0000:3c:00.0");
        assertThat(select(true, functions, GPU, "0000:3c:00.0").obstacles()).isEmpty();
    }

    @Test
    void whatIsDrawnAlongDrawsAlongInTurn() {
        List<PciFunction> functions = List.of(gpu(GPU).build(),
                Devices.at("0000:5e:00.0").group(81).below("0000:5d:00.0").build(),
                Devices.at("0000:5f:00.0").kind("144d", "010802").group(99).below("0000:5d:00.0").build());
        Selection selection = select(true, functions, GPU);
        assertThat(selection.devices()).hasSize(3);
        assertThat(kinds(selection)).containsExactly(Kind.STRANGER_BELOW_ROOT_PORT, Kind.PARTNER_NOT_CHOSEN);
    }

    @Test
    void processesOnTheHostBlockAndAreNamed() {
        nodes = Map.of("/dev/nvidia0", PciAddress.of(GPU));
        holders = List.of(new Holder(4711, "python3", "alice", "/dev/nvidia0"),
                new Holder(4711, "python3", "alice", "/dev/nvidiactl"));
        Selection selection = select(true,
                List.of(gpu(GPU).driver("nvidia").build(),
                        Devices.at("0000:b9:00.0").group(97).below("0000:b8:00.0").driver("nvidia").build()),
                GPU, "0000:b9:00.0");
        assertThat(selection.obstacles()).singleElement().satisfies(held -> {
            assertThat(held.kind()).isEqualTo(Kind.HELD);
            assertThat(held.on()).containsExactly(PciAddress.of(GPU));
            assertThat(words(held)).contains("python3 (4711)");
        });
    }

    @Test
    void aNodeWhoseGpuIsNotKnownMayBeAnyOfThatDriver() {
        holders = List.of(new Holder(7, "dcgm", "root", "/dev/nvidia0"));
        assertThat(kinds(select(true, List.of(gpu(GPU).driver("nvidia").build()), GPU))).containsExactly(Kind.HELD);
        assertThat(select(true, List.of(gpu(GPU).driver("vfio-pci").build()), GPU).obstacles()).isEmpty();
    }

    @Test
    void aGroupOpenInAVirtualMachineBlocks() {
        holders = List.of(new Holder(900, "qemu-system-aar", "root", "/dev/vfio/81"));
        assertThat(kinds(select(true, List.of(gpu(GPU).driver("vfio-pci").build()), GPU)))
                .containsExactly(Kind.GROUP_IN_USE);
    }

    @Test
    void withoutRightsItSaysThatHoldersAreNotKnown() {
        rights = false;
        Selection selection = select(true, List.of(gpu(GPU).build()), GPU);
        assertThat(kinds(selection)).containsExactly(Kind.HOLDERS_UNKNOWN);
        assertThat(selection.blocked()).isFalse();
    }

    @Test
    void fourteenDevicesAreTheMost() {
        assertThat(kinds(select(true, many(14), addresses(14)))).isEmpty();
        assertThat(kinds(select(true, many(15), addresses(15)))).containsExactly(Kind.TOO_MANY);
    }

    private static List<PciFunction> many(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(bus -> Devices.at(bdf(bus)).group(bus)
                .below("0001:%02x:00.0".formatted(bus)).build()).toList();
    }

    private static String[] addresses(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(SelectionTest::bdf).toArray(String[]::new);
    }

    private static String bdf(int bus) {
        return "0000:%02x:00.0".formatted(bus);
    }

    @Test
    void warningsDoNotBlock() {
        Selection selection = select(true,
                List.of(Devices.at(GPU).id(Devices.H200).group(81).console().noReset().virtualFunctions(4).build(),
                        Devices.at("0000:c0:00.0").kind("10de", "068000").group(120).below("0000:bf:00.0").build()),
                GPU);
        assertThat(kinds(selection)).containsExactly(Kind.BOOT_DISPLAY, Kind.NO_ROOT_PORT, Kind.HAS_VIRTUAL_FUNCTIONS,
                Kind.NO_RESET, Kind.NVSWITCH, Kind.NOT_VERIFIED);
        assertThat(selection.blocked()).isFalse();
    }

    @Test
    void virtualFunctionsAreNoCompanions() {
        Selection selection = select(false,
                List.of(gpu(GPU).build(), Devices.at("0000:3b:00.4").group(83).virtualFunctionOf(GPU).build()), GPU);
        assertThat(selection.devices()).containsExactly(PciAddress.of(GPU));
    }

    @Test
    void everyObstacleHasWordsInBothLanguages() {
        List<Messages> languages = Messages.LOCALES.stream().map(Messages::new).toList();
        for (Kind kind : Kind.values()) {
            for (Messages words : languages) {
                Obstacle obstacle = Obstacle.of(kind, Devices.at(GPU).build(), "one", "two");
                assertThat(words.get(obstacle.what())).as(kind + " " + words.locale()).doesNotContain("{");
                assertThat(words.get(obstacle.next())).as(kind + " " + words.locale()).doesNotContain("{");
            }
        }
        for (Messages words : languages) {
            for (PciClass.Kind kind : PciClass.Kind.values()) {
                assertThat(words.has("host.class." + kind)).isTrue();
            }
            for (Tie tie : Tie.values()) {
                assertThat(words.has("host.tie." + tie)).isTrue();
            }
            for (KataVariant.Kind kind : KataVariant.Kind.values()) {
                assertThat(words.has("host.kata-variant." + kind)).isTrue();
            }
        }
    }

    private static String words(Obstacle obstacle) {
        List<String> all = new ArrayList<>();
        Messages english = new Messages(Locale.ENGLISH);
        all.add(english.get(obstacle.what()));
        all.add(english.get(obstacle.next()));
        return String.join(" ", all);
    }
}
