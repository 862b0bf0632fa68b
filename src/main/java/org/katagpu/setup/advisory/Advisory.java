package org.katagpu.setup.advisory;

import java.util.List;
import java.util.Optional;

import org.katagpu.message.Text;

/**
 * One published vulnerability.
 *
 * @param id {@code CVE-2026-24054}
 * @param only the runtime ({@code rust}) or machine ({@code x86_64}) it is of; empty: of all
 * @param source where this was looked up
 */
public record Advisory(Component component, String id, List<Span> spans, String only, String source) {
    public Advisory {
        spans = List.copyOf(spans);
    }

    /** What it lets happen, with its number. */
    public Text what() {
        return Text.of("advisory.one", id, Text.of("advisory." + id));
    }

    /** The page a person reads of it. */
    public String page() {
        return id.startsWith("CVE-") ? "https://www.cve.org/CVERecord?id=" + id : source;
    }

    /** Two lines of evidence. @param mended what is said of the versions without it */
    public String line(String mended) {
        return id + "  " + mended.strip() + "\n    " + page();
    }

    /** @param version as a program or a package tells it */
    public AdvisoryStatus of(String version) {
        Optional<Release> release = Release.in(version);
        if (release.isEmpty() || component == Component.DRIVER
                && spans.stream().noneMatch(span -> release.get().isOfBranch(span.from()))) {
            return AdvisoryStatus.UNKNOWN;
        }
        boolean inside = spans.stream().filter(span -> component != Component.DRIVER
                || release.get().isOfBranch(span.from())).anyMatch(span -> span.has(release.get()));
        if (!inside) {
            return AdvisoryStatus.FIXED;
        }
        return release.get().packaged() ? AdvisoryStatus.UNKNOWN : AdvisoryStatus.AFFECTED;
    }

    /** Whether it concerns this machine's runtime at all. @param machine {@code aarch64} @param rust runtime in Rust */
    public boolean concerns(String machine, boolean rust) {
        return switch (only) {
            case "" -> true;
            case "rust" -> rust;
            default -> machine.isEmpty() || machine.equals(only);
        };
    }

    /** The first version without it after this one; with {@code >} where the table knows only the last with it. */
    public String mendedIn(String version) {
        return Release.in(version).flatMap(release -> spans.stream().filter(span -> span.has(release)).findFirst())
                .map(span -> (span.last() ? "> " : "≥ ") + span.fixed()).orElse("");
    }
}
