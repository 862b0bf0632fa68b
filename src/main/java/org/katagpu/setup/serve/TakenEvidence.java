package org.katagpu.setup.serve;

import org.katagpu.attest.report.EvidenceReport;
import org.katagpu.attest.rung.Ladder;

/** Evidence of a server. @param ladder as the report's evidence proves it here and now */
public record TakenEvidence(EvidenceReport report, Ladder ladder) {}
