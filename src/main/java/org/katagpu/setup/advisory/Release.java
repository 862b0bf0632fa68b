package org.katagpu.setup.advisory;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version as a program or a package tells it.
 *
 * @param numbers {@code 1, 7, 29}
 * @param stage 0 alpha, 1 beta, 2 candidate, 3 a release
 * @param stageNumber which of them
 * @param packaged whether a distribution made it: what it mended itself does not show in the numbers
 */
public record Release(List<Integer> numbers, int stage, int stageNumber,
        boolean packaged) implements Comparable<Release> {
    private static final Pattern FORM = Pattern.compile("(?<![\\w.])v?(\\d{1,6}(?:\\.\\d{1,6}){1,4})"
            + "(?:[-~.]?(alpha|beta|rc)[.-]?(\\d{0,6}))?([-+~][\\w.+~-]*)?");
    /** A package's revision, or a distribution's mark. */
    private static final Pattern OF_A_PACKAGE = Pattern
            .compile("[-+~](?:\\d.*|.*(?:dfsg|ds\\d|ubuntu|deb\\d|\\.el\\d|\\.oe\\d).*)");
    private static final Pattern UNSURE = Pattern.compile("\\bCC-\\d|\\.dev\\d");
    private static final List<String> STAGES = List.of("alpha", "beta", "rc");
    private static final int RELEASED = STAGES.size();

    public Release {
        numbers = List.copyOf(numbers);
    }

    /** @param text a version, or a line with one in it; empty where it holds none that can be compared */
    public static Optional<Release> in(String text) {
        Matcher found = FORM.matcher(text);
        if (UNSURE.matcher(text).find() || !found.find()) {
            return Optional.empty();
        }
        String rest = found.group(4) == null ? "" : found.group(4).toLowerCase(Locale.ROOT);
        return Optional.of(of(found.group(1), found.group(2), found.group(3), OF_A_PACKAGE.matcher(rest).matches()));
    }

    /** One of the table's own: {@code 0}, {@code 535}, {@code 2.0.0-beta.0}. */
    static Release bound(String text) {
        return in(text).orElseGet(() -> new Release(List.of(Integer.parseInt(text)), RELEASED, 0, false));
    }

    private static Release of(String dotted, String stage, String number, boolean packaged) {
        List<Integer> numbers = new ArrayList<>();
        for (String part : dotted.split("\\.")) {
            numbers.add(Integer.parseInt(part));
        }
        return new Release(numbers, stage == null ? RELEASED : STAGES.indexOf(stage),
                number == null || number.isEmpty() ? 0 : Integer.parseInt(number), packaged);
    }

    @Override
    public int compareTo(Release other) {
        for (int i = 0; i < Math.max(numbers.size(), other.numbers.size()); i++) {
            int order = Integer.compare(number(i), other.number(i));
            if (order != 0) {
                return order;
            }
        }
        return stage != other.stage
                ? Integer.compare(stage, other.stage)
                : Integer.compare(stageNumber, other.stageNumber);
    }

    private int number(int place) {
        return place < numbers.size() ? numbers.get(place) : 0;
    }

    boolean isOfBranch(Release branch) {
        return numbers.getFirst().equals(branch.numbers.getFirst());
    }
}
