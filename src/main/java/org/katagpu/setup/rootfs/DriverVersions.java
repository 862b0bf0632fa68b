package org.katagpu.setup.rootfs;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

import org.katagpu.host.GpuArchitecture;
import org.katagpu.message.Text;

/**
 * What is known of NVIDIA's driver versions: which GPUs each branch drives, which CUDA it brings, which modules it
 * builds. From NVIDIA's CUDA release notes (table of driver and toolkit versions) and the drivers' lists of supported
 * GPUs; no checksum is known beforehand, NVIDIA publishes none beside its files.
 */
public final class DriverVersions {
    /** The version of the guide this wizard follows. */
    public static final DriverVersion GUIDE = DriverVersion.of("550.127.08");

    private static final List<DriverVersion> PROPOSED = List.of(GUIDE, DriverVersion.of("550.163.01"),
            DriverVersion.of("570.172.08"), DriverVersion.of("580.65.06"));
    /** The last branch for GPUs before Turing. */
    private static final int LAST_BEFORE_TURING = 580;
    /** NVIDIA's open modules are fit for data centre GPUs from this branch on. */
    private static final int FIRST_OPEN = 515;
    /** From this branch on the installer takes the open modules unless told otherwise. */
    private static final int OPEN_BY_DEFAULT = 560;

    private final NavigableMap<Integer, CudaVersion> cuda = new TreeMap<>(Map.ofEntries(
            Map.entry(470, new CudaVersion(11, 4)), Map.entry(510, new CudaVersion(11, 6)),
            Map.entry(515, new CudaVersion(11, 7)), Map.entry(520, new CudaVersion(11, 8)),
            Map.entry(525, new CudaVersion(12, 0)), Map.entry(530, new CudaVersion(12, 1)),
            Map.entry(535, new CudaVersion(12, 2)), Map.entry(545, new CudaVersion(12, 3)),
            Map.entry(550, new CudaVersion(12, 4)), Map.entry(555, new CudaVersion(12, 5)),
            Map.entry(560, new CudaVersion(12, 6)), Map.entry(565, new CudaVersion(12, 7)),
            Map.entry(570, new CudaVersion(12, 8)), Map.entry(575, new CudaVersion(12, 9)),
            Map.entry(580, new CudaVersion(13, 0))));
    private final Map<GpuArchitecture, Integer> firstBranch = new EnumMap<>(Map.of(GpuArchitecture.PASCAL, 384,
            GpuArchitecture.VOLTA, 384, GpuArchitecture.TURING, 418, GpuArchitecture.AMPERE, 470, GpuArchitecture.ADA,
            525, GpuArchitecture.HOPPER, 525, GpuArchitecture.BLACKWELL, 570));

    /** Versions to choose from, the guide's first; any other may be typed. */
    public List<DriverVersion> proposed() {
        return PROPOSED;
    }

    /** The CUDA version a driver brings; that of the newest branch known for a newer one. Empty: too old to say. */
    public Optional<CudaVersion> cuda(DriverVersion driver) {
        return Optional.ofNullable(cuda.floorEntry(driver.branch())).map(Map.Entry::getValue);
    }

    /** The version to begin with: the guide's where it drives all these GPUs, else the first proposed that does. */
    public DriverVersion proposedFor(Collection<GpuArchitecture> gpus) {
        return PROPOSED.stream().filter(driver -> gpus.stream().allMatch(gpu -> drives(driver, gpu))).findFirst()
                .orElse(GUIDE);
    }

    private boolean drives(DriverVersion driver, GpuArchitecture gpu) {
        return driver.branch() >= firstBranch.getOrDefault(gpu, 0)
                && (gpu.openKernelModules() || driver.branch() <= LAST_BEFORE_TURING);
    }

    /** The modules to begin with: the installer's own default for these GPUs. */
    public ModuleKind modulesFor(DriverVersion driver, Collection<GpuArchitecture> gpus) {
        if (gpus.contains(GpuArchitecture.BLACKWELL)) {
            return ModuleKind.OPEN;
        }
        boolean open = driver.branch() >= OPEN_BY_DEFAULT && gpus.stream().allMatch(GpuArchitecture::openKernelModules);
        return open ? ModuleKind.OPEN : ModuleKind.PROPRIETARY;
    }

    /** What speaks against a choice, in sentences; empty: nothing. @param needed the CUDA the model image was made for */
    public List<Text> against(DriverVersion driver, ModuleKind modules, Collection<GpuArchitecture> gpus,
            Optional<CudaVersion> needed) {
        List<Text> against = new ArrayList<>();
        for (GpuArchitecture gpu : gpus.stream().distinct().sorted().toList()) {
            if (driver.branch() < firstBranch.getOrDefault(gpu, 0)) {
                against.add(Text.of("rootfs.against.too-old", driver.text(), gpu.title(),
                        String.valueOf(firstBranch.get(gpu))));
            } else if (!drives(driver, gpu)) {
                against.add(Text.of("rootfs.against.too-new", driver.text(), gpu.title(),
                        String.valueOf(LAST_BEFORE_TURING)));
            }
            if (modules == ModuleKind.OPEN && !gpu.openKernelModules()) {
                against.add(Text.of("rootfs.against.open", gpu.title()));
            } else if (modules == ModuleKind.PROPRIETARY && gpu == GpuArchitecture.BLACKWELL) {
                against.add(Text.of("rootfs.against.proprietary", gpu.title()));
            }
        }
        if (modules == ModuleKind.OPEN && driver.branch() < FIRST_OPEN) {
            against.add(Text.of("rootfs.against.no-open", driver.text(), String.valueOf(FIRST_OPEN)));
        }
        needed.ifPresent(wanted -> cuda(driver).filter(brought -> brought.compareTo(wanted) < 0)
                .ifPresent(brought -> against.add(Text.of("rootfs.against.cuda", driver.text(), brought.toString(),
                        wanted.toString()))));
        return List.copyOf(against);
    }
}
