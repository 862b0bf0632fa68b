package org.katagpu.setup.advisory;

/**
 * Versions that have a fault: from the first with it to the one without it.
 *
 * @param fixed as the table writes it
 * @param last whether {@code end} is the last one with it, and not the first without
 */
record Span(Release from, Release end, String fixed, boolean last) {
    /** {@code 1.6.0..1.6.18}, {@code 0..=1.17.7}. */
    static Span of(String text) {
        String[] ends = text.split("\\.\\.", 2);
        boolean last = ends[1].startsWith("=");
        String end = last ? ends[1].substring(1) : ends[1];
        return new Span(Release.bound(ends[0]), Release.bound(end), end, last);
    }

    boolean has(Release release) {
        int order = release.compareTo(end);
        return from.compareTo(release) <= 0 && (order < 0 || last && order == 0);
    }
}
