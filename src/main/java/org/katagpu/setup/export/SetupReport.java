package org.katagpu.setup.export;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.katagpu.job.JobInfo;
import org.katagpu.setup.Finding;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.serve.Proof;

/**
 * What is known of one host's setup at one moment: found, changed, proved.
 *
 * @param host as whom and where
 * @param at when it was asked
 * @param findings the host check
 * @param stages what each step's check said
 * @param proof of the model's answer, as the host says now
 * @param jobs what the wizard ran there, newest first, as far as the host still knows
 */
public record SetupReport(String host, Instant at, List<Finding> findings, Map<String, StageReport> stages, Proof proof,
        List<JobInfo> jobs) {
    public SetupReport {
        findings = List.copyOf(findings);
        stages = Collections.unmodifiableMap(new LinkedHashMap<>(stages));
        jobs = List.copyOf(jobs);
    }
}
