package org.katagpu.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Builds PCI functions for tests. */
final class Devices {
    static final PciId L20 = new PciId(0x10de, 0x26ba);
    static final PciId H200 = new PciId(0x10de, 0x2335);

    private PciAddress address = PciAddress.of("0000:3b:00.0");
    private PciId id = L20;
    private PciClass pciClass = PciClass.of("030200");
    private Optional<String> driver = Optional.empty();
    private OptionalInt group = OptionalInt.empty();
    private final List<PciAddress> upstream = new ArrayList<>();
    private boolean bootDisplay;
    private List<String> reset = List.of("flr");
    private int virtualFunctions;
    private Optional<PciAddress> physical = Optional.empty();

    static Devices at(String bdf) {
        Devices device = new Devices();
        device.address = PciAddress.of(bdf);
        return device;
    }

    Devices id(PciId of) {
        id = of;
        return this;
    }

    Devices kind(String vendor, String classCode) {
        id = PciId.of(vendor, "0001");
        pciClass = PciClass.of(classCode);
        return this;
    }

    Devices driver(String name) {
        driver = Optional.of(name);
        return this;
    }

    Devices group(int number) {
        group = OptionalInt.of(number);
        return this;
    }

    Devices below(String... bridges) {
        List.of(bridges).forEach(bridge -> upstream.add(PciAddress.of(bridge)));
        return this;
    }

    Devices console() {
        bootDisplay = true;
        return this;
    }

    Devices noReset() {
        reset = List.of();
        return this;
    }

    Devices virtualFunctions(int count) {
        virtualFunctions = count;
        return this;
    }

    Devices virtualFunctionOf(String bdf) {
        physical = Optional.of(PciAddress.of(bdf));
        return this;
    }

    PciFunction build() {
        return new PciFunction(address, id, new PciId(0x10de, 0x1957), pciClass, "a1", driver, Optional.empty(), group,
                OptionalInt.of(0), PciLink.of("16.0 GT/s PCIe", 16), PciLink.of("16.0 GT/s PCIe", 16),
                List.of(1L << 36), upstream, bootDisplay, reset, "D0", virtualFunctions, physical,
                driver.filter(PciFunction::isVfio).isPresent());
    }
}
