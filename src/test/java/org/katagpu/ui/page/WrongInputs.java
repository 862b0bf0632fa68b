package org.katagpu.ui.page;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What stands for no field: ten inputs each, by the field's id. A new field needs its ten here. */
public final class WrongInputs {
    private static final List<String> PATHS = List.of("relative/path", "C:\\img", "~/img", "./img", "../img", "img.raw",
            "file:///img", "$HOME/img", "-o", "/tmp/a\u200bb");
    private static final List<String> FULL_PATHS = List.of("relative/path", "C:\\img", "~/img", "./img", "../img",
            "img.raw", "/a b", "/a$(x)", "", "/tmp/a\u200bb");
    private static final List<String> ADDRESSES = List.of("ftp://host", "host", "http://", "https://a b",
            "https://user@host", "//host", "https://host:99999", "https://-x", "https://ho\u00adst", "http://a,b");
    private static final List<String> SUMS = List.of("abc", "ABCDEF", "0123", "zz", "not compared", "sha256:0",
            "0".repeat(63), "0".repeat(65), "A".repeat(64), "0".repeat(63) + "\u200b");
    private static final List<String> NUMBERS = List.of("abc", "-1", "1.5", "1e3", "99999999999", "8 8", "0x10",
            "\u0663",
            "+5", "08");
    private static final List<String> FROM_ONE = List.of("abc", "-1", "1.5", "1e3", "99999999999", "0", "0x10",
            "\uff18", "+5", "08");
    private static final List<String> NAMES = List.of("a b", "-x", "$(x)", "a..b", "\u00e9t\u00e9", "a/b", "a;b", "a'b",
            ".a", "a\u200bb");

    private static final List<String> PORTS = List.of("abc", "-1", "0", "65536", "80.5", "http", "8 000", "\u0668",
            "+80",
            "080");
    private static final List<String> SUMS_OF_ANY_CASE = List.of("abc", "ABCDEF", "0123", "zz", "no TLS", "sha256:0",
            "0".repeat(63), "0".repeat(65), "g".repeat(64), "0".repeat(63) + "\u200b");

    private static final Map<String, List<String>> TABLE = new TreeMap<>(Map.ofEntries(
            Map.entry("rootfs-image", PATHS), Map.entry("rootfs-size", NUMBERS), Map.entry("rootfs-kernel", PATHS),
            Map.entry("rootfs-sha256", SUMS), Map.entry("rootfs-driver-file", PATHS),
            Map.entry("rootfs-version", List.of("abc", "550", "550.127.08x", "latest", "", "550,127", "v550.127.08",
                    "550 127", "-1", "550.127.08\u200b")),
            Map.entry("rootfs-packages", PATHS), Map.entry("rootfs-driver-mirror", ADDRESSES),
            Map.entry("rootfs-toolkit-repo", ADDRESSES), Map.entry("rootfs-os-mirror", ADDRESSES),
            Map.entry("rootfs-proxy", ADDRESSES),
            Map.entry("rootfs-release",
                    List.of("24 03", "a;b", "$(x)", "a/b", "a'b", "\u4e8c\u56db", "a,b", "a:b", "a=b",
                            "24\u200b03")),
            Map.entry("jobs", FROM_ONE), Map.entry("threads", FROM_ONE),
            Map.entry("arches", List.of("abc", "8", "8.0;9.0", "8.0  9.0", "8.0,9.0", "sm_80", "8.0+", "+PTX", "",
                    "8.0\u00a09.0")),
            Map.entry("base",
                    List.of("a b", "$(x)", "", "UPPER/Name", "a@b", "nvcr.io/x:", "http://x/y:1", ":tag", "a//b",
                            "nvcr.io/x\u200b:1")),
            Map.entry("source", List.of("a b", "`x`", "", "abc", "https://", "ftp://x/y", "github.com/a/b", "../x",
                    "https://user@host/x", "https://a\u200b/b")),
            Map.entry("commit", List.of("a b", "..", "-x", "", "a..b", "a~1", "a^", "$(x)", "HEAD:x", "v0\u200b")),
            Map.entry("buildx", List.of("relative/path", "C:\\img", "~/img", "./img", "../img", "img.raw", "/a b",
                    "/a$(x)", "-o", "/tmp/a\u200bb")),
            Map.entry("registry", List.of("UPPER/Name", "a b", "x@sha256:12", "", "http://x/y:1", "x:", ":y", "a//b",
                    "$(x)", "a\u200bb")),
            Map.entry("archive", PATHS), Map.entry("sum", SUMS),
            Map.entry("reference", List.of("UPPER/Name", "a b", "x@sha256:12", "", "http://x/y:1", "x:", ":y", "a//b",
                    "docker.io/library/x:1@sha256:" + "0".repeat(64), "a\u200bb")),
            Map.entry("namespace", NAMES), Map.entry("socket", FULL_PATHS), Map.entry("snapshotter", NAMES),
            Map.entry("proxy", ADDRESSES),
            Map.entry("noProxy", List.of("a b", "a;b", ",", "a,,b", "http://a", "$(x)", "a,b,", "*.x y", "a'b",
                    "a\u200bb")),
            Map.entry("apt", ADDRESSES), Map.entry("pip", ADDRESSES), Map.entry("github", ADDRESSES),
            Map.entry("releases", ADDRESSES), Map.entry("network-name", List.of("a b", "-x", "$(x)", "",
                    "\u00e9t\u00e9", "a/b", "a;b", "a'b", ".a", "a\u200bb")),
            Map.entry("network-bridge", List.of("a b", "sixteencharacter", "/", "", "lo", "all", "-x", "a/b", "\u4e00",
                    "cni\u200b1")),
            Map.entry("network-subnet", List.of("abc", "10.0.0.0", "10.0.0.1/16", "8.8.8.0/24", "10.0.0.0/31",
                    "10.0.0.0/99", "10.256.0.0/16", "fd00::/8", "10.88.0.0/16,10.89.0.0/16", "10.88.0.0/\u200b16")),
            Map.entry("network-folder", FULL_PATHS), Map.entry("network-plugins-url", ADDRESSES),
            Map.entry("network-plugins-file", PATHS), Map.entry("network-plugins-sha256", SUMS),
            Map.entry("network-cnitool-url", ADDRESSES), Map.entry("network-cnitool-file", PATHS),
            Map.entry("network-cnitool-sha256", SUMS),
            Map.entry("model-model", List.of("", "qwen", "a b/c", "https://huggingface.co/a/b", "/models/x", "a/b/c/d",
                    "a//b", "$(x)/y", "a/", "qwen/\u200bQwen")),
            Map.entry("model-mirror", List.of("ftp://host", "host", "http://", "https://a b", "https://user:pw@host",
                    "//host", "https://host:99999", "https://-x", "https://ho\u00adst", "")),
            Map.entry("model-served", List.of("a b", "$(x)", "a;b", "a'b", "\u6a21\u578b", "a,b", "a\"b", "a|b", "a&b",
                    "a\u200bb")),
            Map.entry("model-share", FROM_ONE), Map.entry("model-length", FROM_ONE),
            Map.entry("model-spread", FROM_ONE),
            Map.entry("model-port",
                    List.of("abc", "-1", "0", "65536", "80.5", "http", "8 000", "\u0668", "+80", "080")),
            Map.entry("model-extra", List.of("--port 1", "--api-key x", "--hf-token x", "\"open", "'open", "x\\",
                    "--por 1", "--model x", "--quantization 'awq", "--quantization\u200b awq")),
            Map.entry("model-runtime", List.of("", "kata", "runc v2", "relative/shim", "io.containerd.kata", "/a b",
                    "$(x)", "IO.v2", "io.containerd.kata.v2 ;", "io.containerd.kata.v2\u200bx")),
            Map.entry("model-container", NAMES),
            Map.entry("host",
                    List.of("a b", "http://host", "host:99999", "@host", ":22", "-oProxyCommand=x", "$(x)", "a;b",
                            "ssh -p 22", "gpu\u200bhost")),
            Map.entry("port", PORTS), Map.entry("chat-port", PORTS),
            Map.entry("user", List.of("a b", "-root", "root:x", "a/b", "a;b", "a'b", "$(x)", "a|b", "a,b",
                    "ro\u200bot")),
            Map.entry("keyFile", List.of("id_ed25519", "./id_ed25519", "/no/such/file", "/", "/etc/passwd.pub", "~",
                    "~other/key", "file:///k", "$HOME/k", "/tmp/a\u200bb")),
            Map.entry("jump", List.of("a b", "a,,b", ",a", "a,", "ssh -J a b", "a;b", "host:0", "http://a", "@a",
                    "a\u200bb")),
            Map.entry("chat-address", List.of("a b", "http://10.88.0.5", "10.88.0.5:8000", "10.88.0.5/v1", "-x", "$(x)",
                    "a;b", "\u4e3b\u673a", "user@host", "10.88\u200b.0.5")),
            Map.entry("chat-fingerprint", SUMS_OF_ANY_CASE),
            Map.entry("chat-key", List.of("a b", "\u6a21\u578b", " a", "sk-\u00e9", "sk_\u200b", "a b c", "\u00a0",
                    "sk \u2013", "Bearer sk-x", "a\tb")),
            Map.entry("chat-temperature", List.of("abc", "-1", "2.1", "1e0", "NaN", "0x1p0", "1,5", "\u0661", "+1",
                    "Infinity")),
            Map.entry("chat-max-tokens", FROM_ONE),
            Map.entry("chat-seed", NUMBERS),
            Map.entry("model-token",
                    List.of("a b", "\u6a21\u578b", "x".repeat(501), " a", "hf_\u00e9", "hf_\u200b", "a b c",
                            "\u00a0", "hf \u2013", "Bearer hf_x"))));

    private WrongInputs() {}

    public static List<String> of(String field) {
        List<String> wrong = TABLE.get(field);
        if (wrong == null) {
            throw new AssertionError("no wrong inputs for the field " + field);
        }
        return wrong;
    }
}
