package org.katagpu.setup.preflight;

import java.util.Locale;
import java.util.stream.Collectors;

import org.katagpu.host.Gpu;
import org.katagpu.host.HostScan;
import org.katagpu.message.Messages;
import org.katagpu.setup.Finding;

/** The host check as plain text, to be copied into a mail or a ticket. Holds no secret: proxies come redacted. */
public final class HostReport {
    private static final String INDENT = "        ";

    private final Messages messages;

    public HostReport(Messages messages) {
        this.messages = messages;
    }

    /** @param hostLabel as the window shows the host */
    public String text(String hostLabel, HostScan scan) {
        StringBuilder text = new StringBuilder(messages.get("check.report.title", hostLabel)).append('\n');
        for (CheckGroup group : CheckGroup.values()) {
            text.append('\n').append(messages.get("check.group." + group.name())).append('\n');
            HostChecks.all().stream().filter(check -> check.group() == group)
                    .forEach(check -> append(text, check, check.on(scan)));
        }
        text.append('\n').append(messages.get("check.report.gpus")).append('\n');
        if (scan.gpus().all().isEmpty()) {
            text.append("  ").append(messages.get("check.report.none")).append('\n');
        }
        scan.gpus().all().forEach(gpu -> text.append("  ").append(line(gpu)).append('\n'));
        return text.toString();
    }

    private void append(StringBuilder text, HostCheck check, Finding finding) {
        String status = messages.get("check.status." + finding.status().name().toLowerCase(Locale.ROOT));
        text.append("  [").append(status).append("] ").append(messages.get(check.title())).append(": ")
                .append(messages.get(finding.what())).append('\n');
        finding.evidence().lines().filter(line -> !line.isBlank())
                .forEach(line -> text.append(INDENT).append("| ").append(line).append('\n'));
        if (finding.status() != Finding.Status.PASS) {
            text.append(INDENT).append("→ ").append(messages.get(finding.next())).append('\n');
        }
    }

    private String line(Gpu gpu) {
        return gpu.address() + "  " + gpu.name() + " [" + gpu.function().id() + "]  "
                + messages.get(gpu.memory().text()) + "  "
                + messages.get("check.report.gpu", gpu.function().driver().orElse("–"),
                        gpu.group().map(group -> String.valueOf(group.number())).orElse("–"),
                        gpu.rootPort().map(port -> port.address().toString()).orElse("–"))
                + gpu.holders().stream().map(holder -> holder.command() + "(" + holder.pid() + ")").distinct()
                        .collect(Collectors.joining(", ", "  ", "")).stripTrailing();
    }
}
