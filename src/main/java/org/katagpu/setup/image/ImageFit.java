package org.katagpu.setup.image;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import org.katagpu.host.GpuModel;
import org.katagpu.message.Text;
import org.katagpu.setup.Finding;
import org.katagpu.setup.Finding.Status;
import org.katagpu.setup.rootfs.CudaVersion;
import org.katagpu.setup.rootfs.DriverVersion;
import org.katagpu.setup.rootfs.DriverVersions;
import org.katagpu.setup.rootfs.ModuleKind;

/**
 * Whether an image runs on the chosen GPUs with the driver of the guest image. What can be told beforehand to fail is
 * told as failed; a driver that is older than the image within one major release of CUDA is a warning.
 *
 * <p>Facts: a CUDA 13 runtime needs a driver of branch 580, one of 12 a driver of 525 (NVIDIA, CUDA release notes, minor
 * version compatibility); CUDA 13 makes nothing for GPUs before 7.5 (NVIDIA/cuDecomp 97), Blackwell came with 12.8
 * (pytorch/pytorch 157517). vLLM's images say in their environment which GPUs their code is for.
 */
public record ImageFit(ImageNeeds needs, Optional<DriverVersion> driver, ModuleKind modules, List<GpuModel> gpus) {
    private static final CudaVersion CUDA_13 = new CudaVersion(13, 0);
    private static final CudaVersion FIRST_OF_BLACKWELL = new CudaVersion(12, 8);
    private static final double FIRST_OF_CUDA_13 = 7.5;
    private static final double FIRST_OF_BLACKWELL_GPUS = 10.0;
    private static final DriverVersions VERSIONS = new DriverVersions();

    public ImageFit {
        gpus = List.copyOf(gpus);
    }

    public List<Finding> findings() {
        List<Finding> found = new ArrayList<>();
        if (!needs.architectures().isEmpty() && !needs.architectures().contains(needs.host())) {
            found.add(finding("arch", Status.FAIL, String.join(", ", needs.architectures()), needs.source(),
                    needs.host()));
        }
        driver.ifPresent(version -> againstDriver(version, found));
        gpus.stream().distinct().filter(gpu -> !needs.runsOn(gpu.computeCapability()))
                .forEach(gpu -> found.add(finding("gpu_code", Status.FAIL, "TORCH_CUDA_ARCH_LIST=" + needs.made(),
                        gpu.name(), gpu.computeCapability(), needs.made())));
        needs.cuda().ifPresent(cuda -> gpus.stream().distinct().forEach(gpu -> againstGpu(gpu, cuda, found)));
        driver.ifPresent(version -> againstModules(version, found));
        if (found.isEmpty() && needs.cuda().isPresent() && driver.isPresent()) {
            found.add(new Finding("image.fit", Status.PASS, Text.of("image.finding.fit",
                    needs.cuda().get().toString(), driver.get().text()), evidence(), Text.of("check.nothing")));
        }
        return found;
    }

    private void againstDriver(DriverVersion version, List<Finding> found) {
        Optional<CudaVersion> brought = VERSIONS.cuda(version);
        if (brought.isEmpty()) {
            return;
        }
        CudaVersion wanted = needs.cuda().orElse(brought.get());
        if (wanted.major() > brought.get().major()) {
            found.add(finding("major", Status.FAIL, evidence(), wanted.toString(), version.text(),
                    brought.get().toString()));
            return;
        }
        CudaRequirement.Met met = new CudaRequirement(needs.requirement()).by(version, brought.get());
        if (met == CudaRequirement.Met.NO) {
            found.add(finding("require", Status.WARN, evidence(), version.text(), brought.get().toString()));
        } else if (met == CudaRequirement.Met.BY_BRAND || wanted.compareTo(brought.get()) > 0) {
            found.add(finding("minor", Status.WARN, evidence(), wanted.toString(), version.text(),
                    brought.get().toString()));
        }
    }

    private void againstGpu(GpuModel gpu, CudaVersion cuda, List<Finding> found) {
        double capability = Double.parseDouble(gpu.computeCapability());
        if (cuda.compareTo(CUDA_13) >= 0 && capability < FIRST_OF_CUDA_13) {
            found.add(finding("gpu_old", Status.FAIL, evidence(), gpu.name(), gpu.computeCapability(),
                    cuda.toString()));
        } else if (cuda.compareTo(FIRST_OF_BLACKWELL) < 0 && capability >= FIRST_OF_BLACKWELL_GPUS) {
            found.add(finding("gpu_new", Status.FAIL, evidence(), gpu.name(), gpu.computeCapability(),
                    cuda.toString()));
        }
    }

    /** What of the guest image's own choice would keep these GPUs from working at all. */
    private void againstModules(DriverVersion version, List<Finding> found) {
        Collection<Text> against = VERSIONS.against(version, modules,
                gpus.stream().map(GpuModel::architecture).toList(), Optional.empty());
        against.forEach(why -> found.add(new Finding("image.fit_driver", Status.FAIL, why, evidence(),
                Text.of("image.finding.fit_driver.next"))));
    }

    private String evidence() {
        return "CUDA_VERSION=" + needs.cuda().map(CudaVersion::toString).orElse("–")
                + (needs.requirement().isEmpty() ? "" : "\nNVIDIA_REQUIRE_CUDA=" + needs.requirement());
    }

    private static Finding finding(String way, Status status, String evidence, Object... arguments) {
        String key = "image.finding.fit_" + way;
        return new Finding("image.fit_" + way, status, Text.of(key, arguments), evidence,
                Text.of(key + ".next", arguments));
    }
}
