package org.katagpu.practice.persona;

import java.util.Map;

import org.katagpu.practice.machine.KernelModule;
import org.katagpu.practice.machine.KernelModule.State;
import org.katagpu.practice.machine.Machine;

/** The modules of openEuler's kernel that matter here; VFIO and NVIDIA's start unloaded. */
final class Kernel {
    private Kernel() {}

    static void addModules(Machine.Builder machine) {
        machine.module(KernelModule.of("pcieport", State.BUILT_IN).driver("pcieport"))
                .module(KernelModule.of("kvm", State.BUILT_IN))
                .module(KernelModule.of("xhci_pci", State.BUILT_IN).driver("xhci_hcd"))
                .module(KernelModule.of("nvme_core", State.LOADED))
                .module(KernelModule.of("nvme", State.LOADED, "nvme_core").driver("nvme"))
                .module(KernelModule.of("hns3", State.LOADED).driver("hns3"))
                .module(KernelModule.of("hibmc_drm", State.LOADED).driver("hibmc-drm"))
                .module(KernelModule.of("hisi_sas_v3_hw", State.LOADED).driver("hisi_sas_v3_hw"))
                .module(KernelModule.of("overlay", State.LOADED)).module(KernelModule.of("bridge", State.LOADED))
                .module(KernelModule.of("br_netfilter", State.LOADED)).module(KernelModule.of("loop", State.LOADED))
                .module(KernelModule.of("vhost", State.LOADABLE))
                .module(KernelModule.of("vsock", State.LOADABLE))
                .module(KernelModule.of("vhost_vsock", State.LOADABLE, "vhost", "vsock").nodes("/dev/vhost-vsock"))
                .module(KernelModule.of("vfio", State.LOADABLE).nodes("/dev/vfio/vfio"))
                .module(KernelModule.of("vfio_iommu_type1", State.LOADABLE, "vfio"))
                .module(KernelModule.of("vfio_pci_core", State.LOADABLE, "vfio"))
                .module(KernelModule.of("vfio_pci", State.LOADABLE, "vfio_pci_core", "vfio_iommu_type1")
                        .driver("vfio-pci").parameters(Map.of("disable_idle_d3", "Y", "disable_vga", "N", "ids", "")))
                .module(KernelModule.of("snd_hda_intel", State.LOADABLE).driver("snd_hda_intel"))
                .module(KernelModule.of("i2c_nvidia_gpu", State.LOADABLE).driver("nvidia-gpu"))
                .module(KernelModule.of("nvidia", State.LOADABLE).driver("nvidia")
                        .nodes("/dev/nvidiactl"))
                .module(KernelModule.of("nvidia_modeset", State.LOADABLE, "nvidia"))
                .module(KernelModule.of("nvidia_drm", State.LOADABLE, "nvidia_modeset"))
                .module(KernelModule.of("nvidia_uvm", State.LOADABLE, "nvidia").nodes("/dev/nvidia-uvm",
                        "/dev/nvidia-uvm-tools"));
    }

    static void loadVfio(Machine.Builder machine) {
        machine.load("vfio", "vfio_iommu_type1", "vfio_pci_core", "vfio_pci");
    }

    static void loadNvidia(Machine.Builder machine, String version) {
        machine.load("nvidia", "nvidia_modeset", "nvidia_drm", "nvidia_uvm").file("sys/module/nvidia/version",
                version + "\n").file("proc/driver/nvidia/version",
                        "NVRM version: NVIDIA UNIX Open Kernel Module for aarch64  " + version + "  Release Build\n");
    }
}
