package org.katagpu.kataconf.advice;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A kernel command line, changed one parameter at a time without losing the others, their order or their quotes. */
record KernelParameters(List<String> words) {
    KernelParameters {
        words = List.copyOf(words);
    }

    /** Blanks inside of double quotes do not part words, as in the kernel. */
    static KernelParameters parse(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        for (char c : line.toCharArray()) {
            quoted ^= c == '"';
            if (Character.isWhitespace(c) && !quoted) {
                add(words, word);
            } else {
                word.append(c);
            }
        }
        add(words, word);
        return new KernelParameters(words);
    }

    private static void add(List<String> words, StringBuilder word) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    /** The last value of a parameter: the one the kernel takes. */
    Optional<String> value(String name) {
        return words.reversed().stream().filter(word -> word.startsWith(name + "=")).findFirst()
                .map(word -> word.substring(name.length() + 1));
    }

    /** Replaces the last occurrence in place, or adds the parameter at the end. */
    KernelParameters with(String name, String value) {
        List<String> changed = new ArrayList<>(words);
        for (int i = changed.size() - 1; i >= 0; i--) {
            if (changed.get(i).startsWith(name + "=")) {
                changed.set(i, name + "=" + value);
                return new KernelParameters(changed);
            }
        }
        changed.add(name + "=" + value);
        return new KernelParameters(changed);
    }

    /** Without any of that name. */
    KernelParameters without(String name) {
        return new KernelParameters(words.stream().filter(word -> !word.startsWith(name + "=")).toList());
    }

    /** Without any of that name and value. */
    KernelParameters without(String name, String value) {
        return new KernelParameters(words.stream().filter(word -> !word.equals(name + "=" + value)).toList());
    }

    String line() {
        return String.join(" ", words);
    }
}
