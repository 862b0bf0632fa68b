package org.katagpu.kataconf.check;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Guesses which word was meant. */
final class Spelling {
    private static final int FARTHEST = 3;

    private Spelling() {}

    /** The candidate with the fewest changed letters, if these are few for the word's length. */
    static Optional<String> nearest(String word, Stream<String> candidates) {
        int allowed = Math.min(FARTHEST, 1 + word.length() / 6);
        return candidates.filter(candidate -> Math.abs(candidate.length() - word.length()) <= allowed)
                .map(candidate -> new Guess(candidate, distance(word, candidate)))
                .filter(guess -> guess.distance <= allowed).min(Comparator.comparingInt(Guess::distance))
                .map(Guess::word);
    }

    private record Guess(String word, int distance) {}

    /** Letters added, left out, changed, or two neighbours swapped. */
    static int distance(String left, String right) {
        int[][] cost = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            for (int j = 0; j <= right.length(); j++) {
                cost[i][j] = i == 0 ? j : j == 0 ? i : step(left, right, cost, i, j);
            }
        }
        return cost[left.length()][right.length()];
    }

    private static int step(String left, String right, int[][] cost, int i, int j) {
        int same = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
        int least = Math.min(cost[i - 1][j - 1] + same, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && left.charAt(i - 1) == right.charAt(j - 2)
                && left.charAt(i - 2) == right.charAt(j - 1);
        return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
    }
}
