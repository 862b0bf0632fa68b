package org.katagpu.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Kata's own templates, where they lie beside the project, with what its build would fill in filled in.
 *
 * @param version as its folder says: {@code 4.1.0}
 */
public record KataTemplates(String name, String version, boolean rust, String text) {
    /** Lines whose value the build would fill in, or for which a plain word or number stands. */
    private static final Pattern OPEN = Pattern.compile("(?m)^(\\w+)\\s*=\\s*(\"value\"|1|\\d+|.*@[A-Z0-9_]+@.*)$");
    private static final Map<String, String> SOUND = Map.ofEntries(Map.entry("shared_fs", "\"virtio-fs\""),
            Map.entry("virtio_fs_cache", "\"auto\""), Map.entry("block_device_driver", "\"virtio-scsi\""),
            Map.entry("block_device_aio", "\"io_uring\""), Map.entry("internetworking_model", "\"tcfilter\""),
            Map.entry("vfio_mode", "\"guest-kernel\""), Map.entry("emptydir_mode", "\"shared-fs\""),
            Map.entry("cold_plug_vfio", "\"root-port\""), Map.entry("hot_plug_vfio", "\"no-port\""),
            Map.entry("default_memory", "2048"), Map.entry("rootfs_type", "\"ext4\""),
            Map.entry("sealed_secret_enabled", "false"), Map.entry("service_offload", "false"),
            Map.entry("valid_file_mem_backends", "[]"), Map.entry("valid_entropy_sources", "[]"),
            Map.entry("enable_annotations", "[]"), Map.entry("indep_iothreads", "0"),
            Map.entry("hypervisor_name", "\"qemu\""), Map.entry("agent_name", "\"kata\""),
            Map.entry("vm_rootfs_driver", "\"virtio-blk-pci\""));

    public static List<KataTemplates> all() {
        return Stream.of(Path.of("../shared/kata-config"), Path.of("../../shared/kata-config"))
                .filter(Files::isDirectory).findFirst().map(KataTemplates::below).orElse(List.of());
    }

    private static List<KataTemplates> below(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().matches(".*\\.toml(\\.in)?")).sorted().map(KataTemplates::read)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static KataTemplates read(Path file) {
        try {
            String folder = file.getParent().getFileName().toString();
            boolean rust = folder.endsWith("-runtime-rs");
            return new KataTemplates(folder + "/" + file.getFileName(), folder.replace("-runtime-rs", ""), rust,
                    filled(Files.readString(file)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String filled(String text) {
        String tables = text.replaceAll("(?m)^@[A-Z0-9_]+@$", "").replaceAll("(?m)^\\[agent\\.@\\w+@", "[agent.kata")
                .replaceAll("(?m)^\\[hypervisor\\.@\\w+@]", "[hypervisor.qemu]");
        return OPEN.matcher(tables)
                .replaceAll(line -> Matcher.quoteReplacement(line.group(1) + " = "
                        + SOUND.getOrDefault(line.group(1), value(line.group(1), line.group(2)))));
    }

    /** A place in quotes becomes a word; one without them a value of the key's type, which its name tells. */
    private static String value(String key, String value) {
        if (!value.contains("@")) {
            return value;
        }
        if (!value.startsWith("@")) {
            return value.matches("\\[@\\w+@]") ? "[]" : value.replaceAll("@[A-Z0-9_]+@", "/usr/share/filled");
        }
        if (key.matches("(enable|disable|static|use|sandbox_cgroup|keep|rootless|file_mem).*")) {
            return "false";
        }
        return key.matches(".*(_paths|_args|kernel_modules|_mounts|experimental|shared_mounts)") ? "[]" : "1";
    }
}
