package org.katagpu.attest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.katagpu.attest.rim.DirectBoot;
import org.katagpu.attest.rim.KernelException;
import org.katagpu.attest.rim.VmShape;

/** The measurement against a second implementation, and against values of the vendor's own tool. */
class DirectBootTest {
    private static final int[] VCPUS = {1, 2, 4, 7, 16, 32};

    @Test
    void twentyMadeVmsMeasureAsTheSecondImplementationSays() throws Exception {
        for (int seed = 0; seed < 20; seed++) {
            Made vm = new Made(seed);
            assertThat(vm.rim()).as("seed " + seed).isEqualTo(new SecondRim(vm).value());
        }
    }

    /** Made once with gen_rim_ref, built of its source: each line is a seed's RIM. */
    @Test
    void twentyMadeVmsMeasureAsTheVendorsToolSays() throws Exception {
        String[] expected = VENDOR.strip().split("\\s+");
        for (int seed = 0; seed < 20; seed++) {
            assertThat(new Made(seed).rim()).as("seed " + seed).isEqualToIgnoringCase(expected[seed]);
        }
    }

    private static final String VENDOR = """
            4af4d6eaad0ba22e95f4a41e98636cf6e7cdd67fcac21fc88c5639e9753e55b2
            fec5c66ba71949fef17b78444e3a1c430154b47ef171fb49ffbd905dc1f4b4a0
            646d418335ec2922c4135f503a77feb10c5db77adfa7778def39ae0c2cf195a5
            e4ae96471f044f5eb4727ab594c864d4b94e2db06ea5b971d605fbb3720b9ba9
            ae8beb64fb19d5502ce4ed28b0153a2001f96b9e5ef2d220f94cbcae62d74e30
            462753515a07de77e877718820531756505ab98886d560af12703f8944f97e49
            66533bae24fefc6c0bc90993c767c89f81afad9e19129d9f2736bfebbf134020
            8b13bc260464483c2faf1aa431950f1bd9708fbecf91ea95525f3a258376dd9d
            c2232e119ebd5667336d871973abb4a19d509a2842ade352185461a8b5b0b958
            79811e7371616e0c11a5697412e72464007d461dde6a9e67ef56597923ed1e1c
            9aad9bcd56bb8a67d1d08b7e5b642d38185e3d5c1cef48c54f05b2f2ca604521
            2edf8c45d007fc61a3541110a66e3d2e31fa9720e7762a2067af83d955c81bee
            8e85b42cb59b58ff9684606cc76eaa5625ed87d7d8c3ffe4f4f84146c28a6c21
            55fd9a1ec98c6ebe1d977e11a80e7c81d0c3d3548b45e791da0be93976915172
            0a1cbfd692c36b61a76279012de93a21e0336745508bcd88364375a94612fc93
            169db40dd9c5ec83308190c3455246988f269492fe599cebae98bbd25fc6d001
            59c09dbfb97292188d419386f9060fb8b5f51ee946c04dbc90bc2686362108de
            5df5254d77003902bc0da2dc89d4b7b16cbce2afa30b800981e38a4cd1ec1538
            91d428768e9a7375e12124db2545e00356756adaccb366bf3712136bbafd233e
            2c2e1f8ea2d79c360bc3edb6cad2d278ad7d7c0c9eda14e3804ae636d61107ae
            """;

    @Test
    void eachPartCounts() throws Exception {
        Made vm = new Made(1);
        String whole = vm.rim();
        vm.kernel[100] ^= 1;
        assertThat(vm.rim()).isNotEqualTo(whole);
        vm.kernel[100] ^= 1;
        vm.tree[vm.tree.length - 1] ^= 1;
        assertThat(vm.rim()).isNotEqualTo(whole);
        vm.tree[vm.tree.length - 1] ^= 1;
        assertThat(vm.rim()).isEqualTo(whole);
        vm.shape = new VmShape(vm.shape.vcpus() + 1, vm.shape.sveBits(), vm.shape.pmuCounters());
        assertThat(vm.rim()).isNotEqualTo(whole);
    }

    @Test
    void whatIsNoKernelIsRefusedWithTheReason() {
        refused(vm -> vm.kernel[56] = 0, "attest.open.no_kernel_image");
        refused(vm -> vm.kernel = HexFormat.of().parseHex("1f8b0800"), "attest.open.compressed_kernel");
        refused(vm -> vm.kernel = new byte[0], "attest.open.no_kernel_image");
        refused(vm -> Arrays.fill(vm.kernel, 16, 24, (byte) 0), "attest.open.kernel_size");
        refused(vm -> Arrays.fill(vm.kernel, 16, 24, (byte) 0xff), "attest.open.kernel_size");
        refused(vm -> vm.kernel[20] = 1, "attest.open.kernel_size");
        refused(vm -> vm.tree[0] = 0, "attest.open.device_tree");
        refused(vm -> vm.tree = new byte[8], "attest.open.device_tree");
    }

    private static void refused(java.util.function.Consumer<Made> change, String reason) {
        Made vm = new Made(3);
        change.accept(vm);
        assertThatThrownBy(vm::rim).isInstanceOfSatisfying(KernelException.class,
                refusal -> assertThat(refusal.reason().key()).isEqualTo(reason));
    }

    /** A VM of a seed's making. */
    static final class Made {
        byte[] kernel;
        byte[] tree;
        VmShape shape;

        Made(int seed) {
            SplittableRandom random = new SplittableRandom(seed);
            kernel = new byte[random.nextInt(64, 300_000)];
            random.nextBytes(kernel);
            System.arraycopy(HexFormat.of().parseHex("41524d64"), 0, kernel, 56, 4);
            long size = kernel.length + random.nextInt(100_000);
            for (int i = 0; i < 8; i++) {
                kernel[16 + i] = (byte) (size >>> 8 * i);
            }
            // One of them just at the edge of a large page.
            tree = new byte[seed == 5 ? 2 << 20 : random.nextInt(64, 70_000)];
            random.nextBytes(tree);
            System.arraycopy(HexFormat.of().parseHex("d00dfeed"), 0, tree, 0, 4);
            shape = new VmShape(VCPUS[seed % VCPUS.length], 128 * (seed % 4), seed % 3);
        }

        String rim() throws IOException, KernelException {
            return DirectBoot.rim(new ByteArrayInputStream(kernel), kernel.length, tree, shape).hex();
        }
    }

    /** Written apart: one picture of the guest's memory, and records put together byte by byte. */
    private record SecondRim(Made vm) {
        String value() throws NoSuchAlgorithmException {
            byte[] made = new byte[4096];
            made[0] = (byte) ((vm.shape.sveBits() > 0 ? 2 : 0) + (vm.shape.pmuCounters() > 0 ? 4 : 0));
            made[8] = 40;
            made[16] = (byte) (vm.shape.sveBits() / 128);
            made[40] = (byte) vm.shape.pmuCounters();
            byte[] rim = hash(made);
            byte[] loader = Arrays.copyOf(HexFormat.of().parseHex("c0000058e1031faa" + "e2031faae3031faa84000058"
                    + "80001fd6" + "0000004800000000" + "0000204000000000"), 1 << 21);
            rim = pages(rim, 0x4000_0000, loader);
            int room = ((vm.kernel[16] & 0xff) + ((vm.kernel[17] & 0xff) << 8) + ((vm.kernel[18] & 0xff) << 16) + 4095)
                    / 4096;
            rim = pages(rim, 0x4020_0000, Arrays.copyOf(vm.kernel, room * 4096));
            rim = pages(rim, 0x4800_0000, Arrays.copyOf(vm.tree, (vm.tree.length / (1 << 21) + 1) << 21));
            for (int i = 0; i < vm.shape.vcpus(); i++) {
                byte[] registers = new byte[80];
                registers[67] = (byte) (i == 0 ? 0x40 : 0);
                registers[72] = (byte) (i == 0 ? 1 : 0);
                rim = hash(join(new byte[]{1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0}, rim, new byte[32],
                        hash(registers), new byte[144]));
            }
            return HexFormat.of().formatHex(rim);
        }

        private static byte[] pages(byte[] before, int address, byte[] content) throws NoSuchAlgorithmException {
            byte[] rim = before;
            for (int at = 0; at < content.length; at += 4096) {
                int ipa = address + at;
                rim = hash(join(new byte[]{0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0}, rim, new byte[32],
                        new byte[]{(byte) ipa, (byte) (ipa >> 8), (byte) (ipa >> 16), (byte) (ipa >> 24), 0, 0, 0, 0,
                            1, 0, 0, 0, 0, 0, 0, 0},
                        hash(Arrays.copyOfRange(content, at, at + 4096)), new byte[128]));
            }
            return rim;
        }

        private static byte[] join(byte[]... parts) {
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            for (byte[] part : parts) {
                whole.writeBytes(part);
            }
            return whole.toByteArray();
        }

        private static byte[] hash(byte[] of) throws NoSuchAlgorithmException {
            return MessageDigest.getInstance("SHA-256").digest(of);
        }
    }
}
