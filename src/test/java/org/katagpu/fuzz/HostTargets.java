package org.katagpu.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.katagpu.host.HostScan;
import org.katagpu.host.NvidiaModels;
import org.katagpu.host.PciAddress;
import org.katagpu.job.JobReaders;
import org.katagpu.message.Messages;
import org.katagpu.message.VisibleText;
import org.katagpu.setup.SetupReaders;
import org.katagpu.setup.kata.KataSettings;
import org.katagpu.setup.network.ContainerNetwork;
import org.katagpu.setup.network.NetworkRules;
import org.katagpu.setup.network.Subnet;
import org.katagpu.setup.preflight.HostChecks;
import org.katagpu.setup.preflight.HostReport;
import org.katagpu.setup.serve.ArgumentWords;
import org.katagpu.setup.serve.ServeReaders;
import org.katagpu.ui.log.LogTexts;

/** What is read of a host and of the guest on it. */
final class HostTargets {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final NvidiaModels MODELS = NvidiaModels.bundled();
    private static final List<HostReport> REPORTS = Messages.LOCALES.stream()
            .map(locale -> new HostReport(new Messages(locale))).toList();
    private static final String[] CONTROL = {"\u001ekatagpu " + JobReaders.WORD + " ",
        "\u001e" + JobReaders.WORD + "\t",
        "fact ", "finding ", "state {}", "\n", "\r", "\u001e", "\t-\t", "log\t", "end\tended\t0\t-\t1\n", "job\t"};

    private HostTargets() {}

    static List<Target> all() {
        return List.of(Target.bytes("job-log", JobReaders::log, CONTROL),
                Target.bytes("job-follow", JobReaders::follow, CONTROL),
                Target.bytes("job-answers", JobReaders::answers, CONTROL),
                Target.json("stage-events", input -> SetupReaders.events(text(input).lines().toList()), "as", "args",
                        "id", "evidence", "{0}", "'{'", "state", "fact"),
                Target.json("host-facts", input -> scan(json(input)), "kind", "values", "unknown", "0000:3b:00.0"),
                Target.json("serve-facts", input -> ServeReaders.facts(json(input)), "kind", "serve.link", "[N/A]"),
                Target.json("network-facts", input -> ContainerNetwork.of(json(input)).isPresent(), "kind"),
                Target.bytes("vllm-metrics", input -> ServeReaders.metrics(text(input)), "vllm:num_requests_running",
                        "{model=\"", "\"} ", "e+", " 1.0\n", "\n"),
                Target.bytes("ansi", input -> LogTexts.ansi(text(input)), "\u001b[", "\u001b]8;;", "\u001b\\", "\u0007",
                        "38;2;", "48;5;", "m", "\u009b", "\r", "\b", "\u001bP", "\u001b[K", "\t", "\udb40\udc41",
                        "\u2066"),
                Target.bytes("visible-text", input -> VisibleText.of(text(input)).length() > 9),
                Target.bytes("arguments", input -> ArgumentWords.split(text(input)).map(List::size), "--", "'", "\"",
                        "\\", " "),
                Target.bytes("pci-address",
                        input -> PciAddress.parse(text(input)).map(PciAddress::toString).isPresent(),
                        ":", ".", "0000", "ffff", "1f"),
                Target.bytes("subnet", HostTargets::subnet, "/", ".", "255", "10.88.0.0/16", "/0", "/32"));
    }

    static String text(byte[] input) {
        return new String(input, StandardCharsets.UTF_8);
    }

    /** Control lines hold objects only; a line that is none never comes to their readers. */
    static List<JsonNode> json(byte[] input) {
        List<JsonNode> values = new ArrayList<>();
        for (String line : text(input).lines().toList()) {
            try {
                JsonNode value = JSON.readTree(line);
                if (value != null && value.isObject()) {
                    values.add(value);
                }
            } catch (JsonProcessingException isLog) {
                continue;
            }
        }
        return values;
    }

    private static Object scan(List<JsonNode> told) {
        List<JsonNode> facts = new ArrayList<>(told);
        KataSettings.addTo(facts);
        HostScan scan = HostScan.of(facts, MODELS);
        scan.select(scan.gpus().all().stream().map(gpu -> gpu.function().address()).toList());
        int judged = HostChecks.judge(scan).toString().replaceAll("[0-9]+", "").length();
        REPORTS.forEach(report -> report.text("host", scan));
        return judged + "/" + scan.renewedBy(scan, MODELS).gpus().all().size();
    }

    private static Object subnet(byte[] input) {
        String text = text(input);
        return Subnet.parse(text).map(Subnet::toString).isPresent() + "/"
                + new NetworkRules(List.of()).subnet(text, "br0").map(fault -> fault.key() + Locale.ROOT);
    }
}
