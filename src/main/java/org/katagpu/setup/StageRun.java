package org.katagpu.setup;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.katagpu.job.JobId;
import org.katagpu.job.JobInfo;
import org.katagpu.job.LockScope;

/** A stage's script as a job on the host. @param scope what it keeps to itself while it runs */
public record StageRun(String stage, Action action, LockScope scope, JobId job) {
    private static final Pattern NAME = Pattern.compile("([a-z][a-z0-9-]*)/(apply|undo)");

    /** The run behind a job the host still knows; empty for a job of another kind. */
    public static Optional<StageRun> of(JobInfo info) {
        Matcher name = NAME.matcher(info.name());
        return name.matches()
                ? Optional.of(
                        new StageRun(name.group(1), Action.valueOf(name.group(2).toUpperCase(Locale.ROOT)),
                                info.scope(),
                                info.id()))
                : Optional.empty();
    }

    /** As jobs are named: {@code gpu/apply}. */
    public String name() {
        return stage + "/" + action.name().toLowerCase(Locale.ROOT);
    }
}
