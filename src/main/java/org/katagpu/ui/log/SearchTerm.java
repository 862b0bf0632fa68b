package org.katagpu.ui.log;

import java.util.ArrayList;
import java.util.List;

/** A text that is searched for, whatever its case. The empty one is found nowhere. */
record SearchTerm(String text) {
    static final SearchTerm NONE = new SearchTerm("");

    boolean isEmpty() {
        return text.isEmpty();
    }

    boolean in(String line) {
        return !isEmpty() && find(line, 0) >= 0;
    }

    /** Where it begins in the line, without overlaps; each is as long as the needle. */
    List<Integer> placesIn(String line) {
        List<Integer> places = new ArrayList<>();
        if (!isEmpty()) {
            for (int at = find(line, 0); at >= 0; at = find(line, at + text.length())) {
                places.add(at);
            }
        }
        return places;
    }

    private int find(String line, int from) {
        char lower = Character.toLowerCase(text.charAt(0));
        char upper = Character.toUpperCase(lower);
        for (int at = from; at <= line.length() - text.length(); at++) {
            char c = line.charAt(at);
            if ((c == lower || c == upper) && line.regionMatches(true, at, text, 0, text.length())) {
                return at;
            }
        }
        return -1;
    }
}
