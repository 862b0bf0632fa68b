package org.katagpu.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/** NVIDIA GPU models by PCI id, from the bundled {@code pci/nvidia.tsv}; its head names the sources. */
public final class NvidiaModels {
    private static final String TABLE = "/pci/nvidia.tsv";
    private static final String ANY_SUBSYSTEM = "-";

    private final Map<String, GpuModel> byIds;

    private NvidiaModels(Map<String, GpuModel> byIds) {
        this.byIds = Map.copyOf(byIds);
    }

    /** Reads the bundled table. */
    public static NvidiaModels bundled() {
        try (InputStream table = Objects.requireNonNull(NvidiaModels.class.getResourceAsStream(TABLE), TABLE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8))) {
            Map<String, GpuModel> byIds = new HashMap<>();
            lines.lines().filter(line -> !line.startsWith("#")).map(line -> line.split("\t"))
                    .forEach(cell -> byIds.put(cell[0] + ' ' + cell[1], model(cell)));
            return new NvidiaModels(byIds);
        } catch (IOException notReadable) {
            throw new UncheckedIOException(TABLE, notReadable);
        }
    }

    private static GpuModel model(String[] cell) {
        OptionalInt memory = cell[4].equals("-") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(cell[4]));
        return new GpuModel(cell[5], GpuArchitecture.valueOf(cell[2]), cell[3], memory);
    }

    /** The model of a GPU; the card's subsystem decides where one id serves several. Empty: not in the table. */
    public Optional<GpuModel> find(PciId id, PciId subsystem) {
        if (id.vendor() != PciId.NVIDIA) {
            return Optional.empty();
        }
        String device = "%04x ".formatted(id.device());
        return Optional.ofNullable(byIds.get(device + subsystem))
                .or(() -> Optional.ofNullable(byIds.get(device + ANY_SUBSYSTEM)));
    }
}
