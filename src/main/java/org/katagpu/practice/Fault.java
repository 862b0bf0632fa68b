package org.katagpu.practice;

import java.time.Duration;

/** Something a part of the practice machine does wrong; one line of {@code .practice/faults/<part>}. */
public record Fault(String line) {
    /** The parts that are no device. */
    public static final String DOCKER = "docker";
    public static final String REGISTRY = "registry";
    /** What downloads come through, other than images. */
    public static final String NETWORK = "network";
    /** What starts containers, Kata with it. */
    public static final String CONTAINERD = "containerd";
    /** The model's server in the guest. */
    public static final String MODEL = "model";
    /** The guest's firmware, which gives evidence. */
    public static final String FIRMWARE = "tsi";
    /** The CNI plugins. */
    public static final String CNI = "cni";
    /** NVIDIA's installer in the guest image. */
    public static final String DRIVER = "driver";

    /** {@code drivers_probe} succeeds and binds nothing. @param driver the driver that stays away, {@code *} for any */
    public static Fault probeIgnored(String driver) {
        return new Fault("probe-ignored " + driver);
    }

    /** The driver's probe fails. @param errno EBUSY, EINVAL or ENODEV */
    public static Fault probeFails(String driver, String errno) {
        return new Fault("probe-fails " + driver + " " + errno);
    }

    /** The write to {@code unbind} never returns and no signal ends it but KILL, as in state D. */
    public static Fault unbindHangs() {
        return new Fault("unbind-hangs");
    }

    public static Fault unbindTakes(Duration time) {
        return new Fault("unbind-slow " + time.toMillis() / 1000.0);
    }

    /** Another driver than the one meant takes the device at the next probe. */
    public static Fault takenBy(String driver) {
        return new Fault("taken-by " + driver);
    }

    /** Of {@link #DOCKER}: the compiler is killed for want of memory. @param step part of the step it happens in */
    public static Fault buildFails(String step) {
        return new Fault("build-fails " + step);
    }

    /** Of {@link #REGISTRY} and {@link #NETWORK}: names cannot be found. */
    public static Fault noNetwork() {
        return new Fault("no-network");
    }

    /** Of {@link #NETWORK}: servers answer with this status. */
    public static Fault http(int status) {
        return new Fault("http " + status);
    }

    /** Of {@link #DRIVER}: the modules cannot be built. */
    public static Fault modulesFail() {
        return new Fault("modules-fail");
    }

    /** Of {@link #CNI}: a network is not added. @param words what the plugin says */
    public static Fault addFails(String words) {
        return new Fault("add-fails " + words);
    }

    /** Of {@link #CONTAINERD}: no VM comes up. @param words what Kata says */
    public static Fault vmFails(String words) {
        return new Fault("vm-fails " + words);
    }

    /** Of {@link #MODEL}: its weights cannot be had. */
    public static Fault downloadFails() {
        return new Fault("download-fails");
    }

    /** Of {@link #FIRMWARE}: the guest is no confidential VM. */
    public static Fault noDevice() {
        return new Fault("no-device");
    }

    /** Of {@link #FIRMWARE}. @param manner replayed, other-server or other-device */
    public static Fault evidence(String manner) {
        return new Fault("manner " + manner);
    }

    /** Of {@link #MODEL}: the GPU has no room for it. */
    public static Fault outOfMemory() {
        return new Fault("out-of-memory");
    }
}
