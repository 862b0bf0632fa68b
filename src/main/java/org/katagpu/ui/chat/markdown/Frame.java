package org.katagpu.ui.chat.markdown;

import java.util.ArrayList;
import java.util.List;

/**
 * What a block stands in, from the outside in.
 *
 * @param marker the bullet or number before it; empty but for the first block of a list item
 */
public record Frame(List<Nest> nests, String marker) {
    /** One level around a block. */
    public enum Nest {
        QUOTE, ITEM
    }

    static final Frame NONE = new Frame(List.of(), "");

    public Frame {
        nests = List.copyOf(nests);
    }

    Frame in(Nest nest, String newMarker) {
        List<Nest> deeper = new ArrayList<>(nests);
        deeper.add(nest);
        return new Frame(deeper, newMarker);
    }

    Frame withoutMarker() {
        return marker.isEmpty() ? this : new Frame(nests, "");
    }
}
