package org.katagpu.job;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.remote.LocalHost;

/** Jobs of this machine, below a folder of their own. */
abstract class AbstractJobsTest {
    @TempDir
    Path root;
    LocalHost host;
    HostJobs jobs;

    @BeforeEach
    final void connect() {
        host = new LocalHost(root);
        jobs = new HostJobs(host, "admin@laptop", Duration.ofSeconds(2));
    }

    @AfterEach
    final void disconnect() {
        host.close();
    }
}
