package org.katagpu.setup.export;

import java.util.Locale;
import java.util.Map;

import org.katagpu.job.JobInfo;
import org.katagpu.message.Messages;
import org.katagpu.message.Text;
import org.katagpu.message.VisibleText;
import org.katagpu.setup.Change;
import org.katagpu.setup.Finding;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.serve.Proof;
import org.katagpu.setup.serve.ProofLink;

/** A report to be read: Markdown in one language, without secrets. */
public record ReportMarkdown(Messages words) {
    public String text(SetupReport report) {
        StringBuilder text = new StringBuilder();
        line(text, "# " + words.get("export.report.title", report.host()));
        line(text, "");
        line(text, words.get("export.report.at", report.at().toString()));
        heading(text, "export.report.found");
        report.findings().forEach(finding -> finding(text, finding));
        heading(text, "export.report.steps");
        report.stages().forEach((id, stage) -> stage(text, id, stage));
        heading(text, "export.report.proved");
        for (Map.Entry<ProofLink, Proof.Standing> link : report.proof().links().entrySet()) {
            line(text,
                    "- **" + words.get("export.report.link." + link.getValue().state().name().toLowerCase(Locale.ROOT))
                            + "** " + words.get("serve.page.link." + link.getKey().word()));
            evidence(text, link.getValue().evidence());
        }
        heading(text, "export.report.done");
        for (JobInfo job : report.jobs()) {
            line(text, "- " + words.get("export.report.job", job.started().toString(), job.name(), job.owner(),
                    job.exit().isPresent() ? String.valueOf(job.exit().getAsInt()) : "–"));
        }
        return Redaction.of(text.toString());
    }

    private void stage(StringBuilder text, String id, StageReport stage) {
        line(text, "");
        line(text, "### " + words.get(id + ".title") + ": "
                + words.get("review.state." + stage.state().name().toLowerCase(Locale.ROOT)));
        line(text, "");
        for (Change change : stage.changes()) {
            line(text, "- " + shown(change.what()));
        }
        stage.findings().forEach(finding -> finding(text, finding));
    }

    private void finding(StringBuilder text, Finding finding) {
        line(text, "- **" + words.get("frame.status." + finding.status().name().toLowerCase(Locale.ROOT)) + "** "
                + shown(finding.what()));
        evidence(text, finding.evidence());
        if (finding.status() != Finding.Status.PASS) {
            line(text, "  → " + shown(finding.next()));
        }
    }

    /** As it was read: in a block whose fence is longer than any in it. */
    private static void evidence(StringBuilder text, String evidence) {
        if (evidence.isBlank()) {
            return;
        }
        String shown = VisibleText.of(evidence.strip());
        String fence = "```";
        while (shown.contains(fence)) {
            fence += "`";
        }
        line(text, "");
        line(text, "  " + fence);
        shown.lines().forEach(one -> line(text, "  " + one));
        line(text, "  " + fence);
    }

    /** A sentence may hold words read on the host: none of them makes a link, a picture or HTML of it. */
    private String shown(Text sentence) {
        return words.get(sentence).replace("\n", " ").replaceAll("([\\\\`*_\\[\\]<>|])", "\\\\$1");
    }

    private void heading(StringBuilder text, String key) {
        line(text, "");
        line(text, "## " + words.get(key));
        line(text, "");
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append('\n');
    }
}
