package org.katagpu.setup.gpu;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The GPU stage over a fake kernel's sysfs, a fresh one for each test. */
abstract class AbstractGpuTest {
    @TempDir
    Path folder;
    GpuFixture bench;
    FakeKernel kernel;

    @BeforeEach
    final void fixture() throws Exception {
        bench = new GpuFixture(folder);
        kernel = bench.kernel;
    }
}
