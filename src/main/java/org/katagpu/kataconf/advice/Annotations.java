package org.katagpu.kataconf.advice;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Which settings of the hypervisor a container may override: {@code enable_annotations} is a list of regular expressions,
 * and both runtimes look for each anywhere in a setting's name, so that {@code kernel} opens {@code kernel_params}, too.
 */
public final class Annotations {
    /** What gives a container the guest's kernel line, or virtiofsd's arguments (CVE-2026-44210). */
    public static final List<String> DANGEROUS = List.of("kernel_params", "virtio_fs_extra_args");
    /** As a container's annotation names them. */
    public static final String PREFIX = "io.katacontainers.config.hypervisor.";

    /** What can be tried without running away: anything else is taken to open all. */
    private static final Pattern SIMPLE = Pattern.compile("[A-Za-z0-9_.^$|-]*(?:\\*[A-Za-z0-9_.^$|-]*){0,3}");

    private Annotations() {}

    /** Those entries that open one of the dangerous settings. */
    public static List<String> opening(List<String> enabled) {
        return enabled.stream().filter(Annotations::opens).toList();
    }

    private static boolean opens(String expression) {
        if (expression.startsWith("*") || expression.contains("**") || !SIMPLE.matcher(expression).matches()) {
            return true;
        }
        Pattern tried = Pattern.compile(expression);
        return DANGEROUS.stream().anyMatch(name -> tried.matcher(name).find());
    }
}
