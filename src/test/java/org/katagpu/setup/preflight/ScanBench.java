package org.katagpu.setup.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.host.HostScan;
import org.katagpu.host.NvidiaModels;
import org.katagpu.practice.Persona;
import org.katagpu.practice.Sandbox;
import org.katagpu.remote.Capture;

/** What a scan costs: with many devices, and above what bash alone takes for the same script. */
@Tag("bench")
class ScanBench {
    private static final int RUNS = 9;

    @TempDir
    Path folder;

    private final HostScanner scanner = new HostScanner(NvidiaModels.bundled(), InstantSource.system());

    /** Devices are made many; everything else of the host stays the same. The two kinds of run take turns. */
    @Test
    void manyDevices() throws Exception {
        Map<Integer, Sandbox> sandboxes = new LinkedHashMap<>();
        Map<Integer, List<Double>> scans = new LinkedHashMap<>();
        Map<Integer, List<Double>> bash = new LinkedHashMap<>();
        try {
            for (int count : List.of(8, 64, 256)) {
                sandboxes.put(count, Sandbox.create(Persona.withManyDevices(count), folder));
                scans.put(count, new ArrayList<>());
                bash.put(count, new ArrayList<>());
            }
            for (int run = -2; run < RUNS; run++) {
                for (var one : sandboxes.entrySet()) {
                    FakeRootHost host = new FakeRootHost(one.getValue().bash(), one.getValue().environment());
                    double plain = milliseconds(() -> host.run(
                            HostScanner.script("n", List.of(), List.of(), "io.containerd.kata.v2", true),
                            new Capture(16 << 20)));
                    double scan = milliseconds(() -> found(scanner.scan(host), one.getKey()));
                    if (run >= 0) {
                        bash.get(one.getKey()).add(plain);
                        scans.get(one.getKey()).add(scan);
                    }
                }
            }
        } finally {
            for (Sandbox sandbox : sandboxes.values()) {
                sandbox.close();
            }
        }
        System.out.printf("%8s %12s %16s %8s%n", "devices", "scan ms", "bash alone ms", "ratio");
        scans.forEach((count, times) -> System.out.printf("%8d %12.0f %16.0f %8.2f%n", count, median(times),
                median(bash.get(count)), median(times) / median(bash.get(count))));
        double growth = median(scans.get(256)) / median(scans.get(8));
        System.out.printf("256 against 8 devices: %.2f%n", growth);
        assertThat(growth).isLessThanOrEqualTo(3);
    }

    private static HostScan found(HostScan scan, int count) {
        assertThat(scan.gpus().all()).hasSize(count);
        return scan;
    }

    static double milliseconds(Callable<?> task) throws Exception {
        long start = System.nanoTime();
        task.call();
        return (System.nanoTime() - start) / 1e6;
    }

    static double median(List<Double> times) {
        double[] sorted = times.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
