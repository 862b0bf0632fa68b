package org.katagpu.host;

import java.util.List;
import java.util.OptionalInt;

import org.katagpu.message.Text;

/**
 * A GPU's memory as far as it can be known without its driver.
 *
 * @param barBytes size of its largest memory window (BAR). On data centre cards the smallest power of two that holds
 *        the memory; on most consumer cards only 256 MiB of it
 * @param soldGb memory of the model as sold, from the table
 */
public record GpuMemory(long barBytes, OptionalInt soldGb) {
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;

    static GpuMemory of(List<Long> bars, OptionalInt soldGb) {
        return new GpuMemory(bars.stream().mapToLong(Long::longValue).max().orElse(0), soldGb);
    }

    /** Whether the window is smaller than the memory: the rest is reached through it piece by piece. */
    public boolean windowed() {
        return soldGb.isPresent() && barBytes > 0 && barBytes < soldGb.getAsInt() * 1_000_000_000L;
    }

    /** In words, saying what was read (the BAR) and what is the table's. */
    public Text text() {
        if (soldGb.isPresent()) {
            String gb = String.valueOf(soldGb.getAsInt());
            return windowed() ? Text.of("host.memory.windowed", gb, bar()) : Text.of("host.memory.sold", gb, bar());
        }
        return barBytes == 0 ? Text.of("host.memory.unknown") : Text.of("host.memory.bar", bar());
    }

    /** {@code 64 GiB}, {@code 256 MiB}: BARs are powers of two. */
    public String bar() {
        return barBytes >= GIB ? barBytes / GIB + " GiB" : barBytes / MIB + " MiB";
    }
}
