package org.katagpu.setup.image;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.katagpu.host.GpuArchitecture;
import org.katagpu.host.GpuModel;

/**
 * What the CUDA code of a build is compiled for.
 *
 * @param torch {@code TORCH_CUDA_ARCH_LIST}
 * @param flashAttention {@code VLLM_FA_CMAKE_GPU_ARCHES}
 */
public record CudaArches(String torch, String flashAttention) {
    /** A100, H100 and their kin; L20 (8.9) runs code made for 8.0. */
    public static final CudaArches GUIDE = new CudaArches(BuildSettings.DEFAULT.cudaArches(),
            BuildSettings.DEFAULT.flashAttnArches());

    /**
     * For these GPUs and no others: every generation less is a fifth of the build's time or so. The newest also gets
     * PTX, so that a later GPU can still run it. Empty or unknown GPUs: the guide's list.
     */
    public static CudaArches of(Collection<GpuModel> gpus) {
        List<GpuModel> served = gpus.stream().filter(CudaArches::served).toList();
        if (served.isEmpty()) {
            return GUIDE;
        }
        TreeSet<Double> capabilities = served.stream().map(gpu -> Double.parseDouble(gpu.computeCapability()))
                .collect(Collectors.toCollection(TreeSet::new));
        String torch = capabilities.stream().map(Object::toString).collect(Collectors.joining(" ")) + "+PTX";
        // FlashAttention has kernels of its own for 8.0 and 9.0; all of generation 8 runs the former.
        TreeSet<String> flash = capabilities.stream().map(capability -> capability >= 9 ? "90-real" : "80-real")
                .collect(Collectors.toCollection(TreeSet::new));
        return new CudaArches(torch, String.join(";", flash));
    }

    /** Whether the pinned source and its CUDA 12.5 know the GPU: from Volta on, Blackwell came later. */
    public static boolean served(GpuModel gpu) {
        return gpu.architecture().compareTo(GpuArchitecture.VOLTA) >= 0
                && gpu.architecture().compareTo(GpuArchitecture.BLACKWELL) < 0;
    }
}
