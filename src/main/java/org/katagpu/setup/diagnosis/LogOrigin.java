package org.katagpu.setup.diagnosis;

import java.util.Locale;

import org.katagpu.message.Text;

/** Whose words a line of a log is. */
public enum LogOrigin {
    QEMU, KATA, CONTAINERD,
    /** A program inside the container or the guest. */
    GUEST,
    /** NVIDIA's container toolkit, in the guest. */
    HOOK,
    /** The host's kernel or the guest's. */
    KERNEL,
    /** NVIDIA's driver installer. */
    INSTALLER, DNF, VLLM, CNI,
    /** A tool of the host. */
    HOST;

    Text text() {
        return Text.of("diagnosis.place." + name().toLowerCase(Locale.ROOT));
    }
}
