package org.katagpu.ui.page.image;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kernel's way to list processors: {@code 0-31,64-95}. */
final class CpuList {
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,6})(?:-([0-9]{1,6}))?");

    private CpuList() {}

    static int count(String list) {
        int count = 0;
        Matcher range = RANGE.matcher(list);
        while (range.find()) {
            int first = Integer.parseInt(range.group(1));
            count += range.group(2) == null ? 1 : Math.max(0, Integer.parseInt(range.group(2)) - first + 1);
        }
        return count;
    }
}
