package org.katagpu.setup.image;

import java.util.Arrays;
import java.util.Optional;

/** CUDA releases images are made with, and the first driver of each (CUDA release notes, Linux, toolkit driver). */
public enum CudaRelease {
    CUDA_12_4("12.4", new DriverVersion(550, 54, 14)), CUDA_12_5("12.5", new DriverVersion(555, 42, 2)), CUDA_12_6(
            "12.6", new DriverVersion(560, 28, 3)), CUDA_12_8("12.8", new DriverVersion(570, 26, 0)), CUDA_12_9("12.9",
                    new DriverVersion(575, 51, 3)), CUDA_13_0("13.0", new DriverVersion(580, 65, 6));

    private final String title;
    private final DriverVersion driver;

    CudaRelease(String title, DriverVersion driver) {
        this.title = title;
        this.driver = driver;
    }

    public String title() {
        return title;
    }

    public int major() {
        return Integer.parseInt(title.substring(0, title.indexOf('.')));
    }

    public int minor() {
        return Integer.parseInt(title.substring(title.indexOf('.') + 1));
    }

    /** The first driver that brings it. */
    public DriverVersion driver() {
        return driver;
    }

    /** @param digits {@code 129} for 12.9 */
    static Optional<CudaRelease> ofDigits(String digits) {
        return Arrays.stream(values()).filter(release -> release.title.replace(".", "").equals(digits)).findFirst();
    }
}
