package org.katagpu.setup;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.katagpu.message.Text;
import org.katagpu.setup.advisory.Advisories;
import org.katagpu.setup.advisory.Advisory;
import org.katagpu.setup.advisory.AdvisoryStatus;
import org.katagpu.setup.advisory.Component;

/** What is published against a version that a plan names, as a stage tells it. */
public final class PublishedVulnerabilities {
    private PublishedVulnerabilities() {}

    /** As a warning; empty where nothing is known against it. @param id of the finding */
    public static Optional<Finding> of(Component component, String version, String id) {
        List<Advisory> affected = Advisories.bundled().of(component).stream()
                .filter(one -> one.of(version) == AdvisoryStatus.AFFECTED).toList();
        if (affected.isEmpty()) {
            return Optional.empty();
        }
        String evidence = affected.stream().map(one -> one.line(one.mendedIn(version)))
                .collect(Collectors.joining("\n"));
        return Optional.of(new Finding(id, Finding.Status.WARN,
                Text.of("advisory.found", name(component),
                        version, String.valueOf(affected.size()), Advisories.all(affected)),
                evidence, Text.of("advisory.found.next", affected.getLast().mendedIn(version))));
    }

    /**
     * Of a version that could not be read: not known, and their numbers in one line, since none may concern it.
     *
     * @param id of the finding
     */
    public static Finding untold(Component component, String id) {
        String all = Advisories.bundled().of(component).stream().map(Advisory::id).collect(Collectors.joining(" "));
        return new Finding(id, Finding.Status.UNKNOWN, Text.of("advisory.untold", name(component)), all,
                Text.of("advisory.untold.next"));
    }

    private static Text name(Component component) {
        return Text.of("advisory.name." + component.name().toLowerCase(Locale.ROOT));
    }
}
