package org.katagpu.setup.kata;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.katagpu.kataconf.advice.Annotations;
import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.kataconf.toml.TablePath;
import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.kataconf.toml.TomlValue;

/**
 * One runtime that containerd offers to Kubernetes.
 *
 * @param name its handler: {@code kata-qemu-virtcca}
 * @param type {@code io.containerd.kata-qemu-virtcca.v2}
 * @param path of the shim where it is named; empty: found by its type
 * @param config Kata's file it names; empty: Kata's own order
 * @param podAnnotations patterns of the pod's annotations that are handed on
 */
public record ContainerdRuntime(String name, String type, String path, String config, List<String> podAnnotations) {
    /** Of configuration versions 1, 2, and from 3 on. */
    private static final List<String> PLUGINS = List.of("cri", "io.containerd.grpc.v1.cri",
            "io.containerd.cri.v1.runtime");
    private static final int DEPTH = 5;

    public ContainerdRuntime {
        podAnnotations = List.copyOf(podAnnotations);
    }

    /** @param dumped containerd's configuration as containerd itself merged it */
    public static List<ContainerdRuntime> of(TomlDocument dumped) {
        List<TablePath> tables = dumped.activeKeys().stream().map(KeyRef::table).filter(ContainerdRuntime::isOne)
                .map(table -> new TablePath(table.parts().subList(0, DEPTH))).distinct().toList();
        List<ContainerdRuntime> found = new ArrayList<>();
        for (TablePath table : tables) {
            found.add(new ContainerdRuntime(table.parts().getLast(), text(dumped, table, "runtime_type"),
                    text(dumped, table, "runtime_path"), text(dumped, table.child("options"), "ConfigPath"),
                    dumped.value(new KeyRef(table, "pod_annotations")).flatMap(TomlValue::asTexts).orElse(List.of())));
        }
        return found;
    }

    private static boolean isOne(TablePath table) {
        List<String> parts = table.parts();
        return parts.size() >= DEPTH && parts.get(0).equals("plugins") && PLUGINS.contains(parts.get(1))
                && parts.get(2).equals("containerd") && parts.get(3).equals("runtimes");
    }

    private static String text(TomlDocument document, TablePath table, String key) {
        Optional<TomlValue> value = document.value(new KeyRef(table, key));
        return value.isPresent() && value.get() instanceof TomlValue.Text(String text) ? text : "";
    }

    public boolean isKata() {
        return type.startsWith("io.containerd.kata") || type.contains("containerd-shim-kata")
                || path.contains("containerd-shim-kata");
    }

    /** The patterns that hand on an annotation by which a container changes the guest's kernel line or virtiofsd. */
    public List<String> opening() {
        return podAnnotations.stream().filter(pattern -> Annotations.DANGEROUS.stream()
                .anyMatch(name -> matches(pattern, Annotations.PREFIX + name))).toList();
    }

    /** As Go's path.Match does, for names without a slash; what has a set of characters is taken to match. */
    private static boolean matches(String pattern, String name) {
        if (pattern.contains("[")) {
            return true;
        }
        int at = 0;
        int star = -1;
        int retry = 0;
        for (int i = 0; i < name.length();) {
            char sign = at < pattern.length() ? pattern.charAt(at) : 0;
            if (sign == '*') {
                star = at++;
                retry = i;
            } else if (sign == '?' || sign == name.charAt(i)) {
                at++;
                i++;
            } else if (star >= 0) {
                at = star + 1;
                i = ++retry;
            } else {
                return false;
            }
        }
        return pattern.substring(at).chars().allMatch(rest -> rest == '*');
    }
}
