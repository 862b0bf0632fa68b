package org.katagpu.setup.preflight;

import static org.katagpu.setup.preflight.CheckGroup.CONTAINERS;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.katagpu.host.HostScan;
import org.katagpu.host.Reading;
import org.katagpu.setup.Finding;

/** containerd, which runs the container, and Docker, which builds the image. */
final class ContainerChecks {
    private static final Pattern VERSION = Pattern.compile("(?<![\\d.])(\\d{1,6})\\.(\\d{1,6})(?:\\.\\d{1,6}){0,3}");
    /** The first Docker whose {@code --gpus} and image format the procedure was written for. */
    private static final int DOCKER_MAJOR = 19;
    private static final int DOCKER_MINOR = 3;

    private ContainerChecks() {}

    static List<HostCheck> all() {
        return List.of(HostCheck.of("containerd", CONTAINERS, "containers", ContainerChecks::containerd),
                HostCheck.of("docker", CONTAINERS, "containers", ContainerChecks::docker),
                HostCheck.of("docker-daemon", CONTAINERS, "containers", ContainerChecks::daemon));
    }

    private static Finding containerd(HostScan scan, FindingBuilder verdict) {
        if (missing(scan.containers().containerd())) {
            return verdict.fail("");
        }
        return verdict.on(scan.containers().containerd(), found -> {
            if (!found.running()) {
                return verdict.failOf("stopped", found.version());
            }
            Matcher version = VERSION.matcher(found.version());
            String shown = version.find() ? version.group() : found.version();
            boolean tried = shown.startsWith("1.6.") || shown.startsWith("1.7.");
            return tried ? verdict.pass(found.version(), shown) : verdict.warn(found.version(), shown);
        });
    }

    private static Finding docker(HostScan scan, FindingBuilder verdict) {
        if (missing(scan.containers().docker())) {
            return verdict.warn("");
        }
        return verdict.on(scan.containers().docker(), line -> {
            Matcher version = VERSION.matcher(line);
            if (!version.find()) {
                return verdict.unknown("failed", line);
            }
            if (podman(line)) {
                return verdict.warnOf("podman", line, version.group());
            }
            int major = Integer.parseInt(version.group(1));
            int minor = Integer.parseInt(version.group(2));
            boolean enough = major > DOCKER_MAJOR || major == DOCKER_MAJOR && minor >= DOCKER_MINOR;
            return enough ? verdict.pass(line, version.group()) : verdict.failOf("old", line, version.group());
        });
    }

    private static Finding daemon(HostScan scan, FindingBuilder verdict) {
        if (missing(scan.containers().docker())
                || scan.containers().docker().value().filter(ContainerChecks::podman).isPresent()) {
            return verdict.warnOf("none", "");
        }
        return switch (scan.containers().dockerDaemon()) {
            case Reading.Known<String>(String version) -> verdict.pass(version, version);
            case Reading.Unknown<String>(String reason, String detail) when reason.equals("failed") ->
                verdict.fail(detail);
            case Reading.Unknown<String>(String reason, String detail) when reason.equals("asleep") ->
                verdict.warnOf("asleep", detail);
            case Reading.Unknown<String>(String reason, String detail) ->
                verdict.unknown(reason, detail);
        };
    }

    /** podman-docker answers to docker's name, and says so. */
    private static boolean podman(String versionLine) {
        return versionLine.toLowerCase(Locale.ROOT).contains("podman");
    }

    private static boolean missing(Reading<?> reading) {
        return reading instanceof Reading.Unknown<?>(String reason, String detail)
                && reason.equals("no-tool");
    }
}
