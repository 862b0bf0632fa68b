package org.katagpu.job;

import java.util.regex.Pattern;

/** Names one job on the host and its folder {@code /var/lib/katagpu/jobs/<id>}. */
public record JobId(String value) {
    private static final Pattern FORM = Pattern.compile("[0-9a-z][0-9a-z-]{0,63}");

    public JobId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a job id: " + value);
        }
    }
}
