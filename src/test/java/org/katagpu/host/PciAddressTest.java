package org.katagpu.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PciAddressTest {
    @ParameterizedTest
    @CsvSource({"0000:3b:00.0, 0000:3b:00.0", "3b:00.1, 0000:3b:00.1", "0001:FF:1f.7, 0001:ff:1f.7",
        "10000:01:00.0, 10000:01:00.0"})
    void readsWhatSysfsAndPeopleWrite(String text, String shown) {
        assertThat(PciAddress.of(text)).hasToString(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3b:00", "3b:00.8", "3b:20.0", "g0:00.0", "0000:3b:00.0 ", "../0000:3b:00.0",
        "000:3b:00.0"})
    void refusesEverythingElse(String text) {
        assertThat(PciAddress.parse(text)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> PciAddress.of(text));
    }

    @Test
    void sortsByNumberNotByText() {
        TreeSet<PciAddress> sorted = new TreeSet<>();
        List.of("10000:00:00.0", "0002:00:00.0", "0000:b9:00.1", "0000:b9:00.0", "0000:3b:00.0")
                .forEach(text -> sorted.add(PciAddress.of(text)));
        assertThat(sorted.stream().map(PciAddress::toString)).containsExactly("0000:3b:00.0", "0000:b9:00.0",
                "0000:b9:00.1", "0002:00:00.0", "10000:00:00.0");
    }
}
