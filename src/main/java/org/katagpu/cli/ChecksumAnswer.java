package org.katagpu.cli;

import java.util.Optional;

import org.katagpu.message.ProblemException;
import org.katagpu.setup.ChecksumQuestion;
import org.katagpu.setup.Finding;
import org.katagpu.setup.Plan;
import org.katagpu.setup.StageReport;

/**
 * A file was brought to the host, and only the admin can say that it is the right one: asked at the terminal, never taken
 * for granted by {@code --yes}.
 */
record ChecksumAnswer(Admin admin, Printer printer) {
    private static final String REPOSITORY_ASKED = "rootfs.repo_unconfirmed";

    /** The tie with the plan that holds the answer, kept; empty where it was not given, or something else is asked. */
    Optional<HostSession> to(HostSession tie, String stage, StageReport report) throws ProblemException {
        Optional<Finding> asked = report.question();
        Optional<ChecksumQuestion> question = asked.flatMap(finding -> ChecksumQuestion.of(report, finding));
        asked.ifPresent(new ReportPrinter(printer)::finding);
        if (question.isEmpty()) {
            return Optional.empty();
        }
        ChecksumQuestion sum = question.get();
        printer.aside("frame.checksum.ask", sum.name());
        printer.aside("frame.checksum.from", sum.source());
        printer.aside("cli.answer.sum", sum.sha256(), field(stage, sum, report));
        Optional<String> typed = admin.prompts().line(printer.words().get("cli.answer.ask") + " ");
        if (typed.isEmpty() || !typed.get().strip().equalsIgnoreCase(sum.sha256().substring(0, 8))) {
            return Optional.empty();
        }
        Plan plan = confirmed(tie.plan(), stage, sum, report);
        admin.plans().save(tie.host().key(), tie.plan(), plan);
        return Optional.of(tie.with(plan));
    }

    private static String field(String stage, ChecksumQuestion sum, StageReport report) {
        return switch (stage) {
            case "rootfs" -> sum.finding().equals(REPOSITORY_ASKED)
                    ? "rootfs.sources.toolkitSha256"
                    : "rootfs.driver.sha256";
            case "image" -> "image.build.buildxSha256";
            case "network" -> "network." + part(report) + ".sha256";
            default -> stage;
        };
    }

    private static Plan confirmed(Plan plan, String stage, ChecksumQuestion sum, StageReport report) {
        String sha256 = sum.sha256();
        return switch (stage) {
            case "rootfs" -> plan.withRootfs(sum.finding().equals(REPOSITORY_ASKED)
                    ? plan.rootfs().withSources(plan.rootfs().sources().withToolkitSha256(sha256))
                    : plan.rootfs().withDriver(plan.rootfs().driver().withSha256(sha256)));
            case "image" -> plan.withImage(plan.image().withBuild(plan.image().build().withBuildxSha256(sha256)));
            case "network" -> plan.withNetwork(part(report).equals("plugins")
                    ? plan.network().withPlugins(plan.network().plugins().withSha256(sha256))
                    : plan.network().withCnitool(plan.network().cnitool().withSha256(sha256)));
            default -> plan;
        };
    }

    private static String part(StageReport report) {
        return report.facts().reversed().stream().filter(fact -> fact.path("kind").asText().equals("network.sum"))
                .map(fact -> fact.path("part").asText()).findFirst().orElse("plugins");
    }
}
