package org.katagpu.attest;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * CBOR as a tree that can also be written wrongly. Written apart from the reader under test: it shares nothing with it.
 */
final class CborTree {
    static final int INDEFINITE = -1;

    int major;
    long argument;
    byte[] content = new byte[0];
    final List<CborTree> children = new ArrayList<>();
    /** The number of bytes its argument is written in: 0 for the shortest, or {@link #INDEFINITE}. */
    int width;
    /** A byte string whose content is CBOR again. */
    boolean wrapping;

    static CborTree of(int major, long argument) {
        CborTree made = new CborTree();
        made.major = major;
        made.argument = argument;
        return made;
    }

    static CborTree whole(long number) {
        return number < 0 ? of(1, -1 - number) : of(0, number);
    }

    static CborTree bytes(byte[] content) {
        CborTree made = of(2, content.length);
        made.content = content;
        return made;
    }

    static CborTree text(String text) {
        CborTree made = bytes(text.getBytes(StandardCharsets.UTF_8));
        made.major = 3;
        return made;
    }

    static CborTree row(CborTree... values) {
        CborTree made = of(4, values.length);
        made.children.addAll(List.of(values));
        return made;
    }

    /** @param pairs key, value, key, value … */
    static CborTree map(CborTree... pairs) {
        CborTree made = of(5, pairs.length / 2);
        made.children.addAll(List.of(pairs));
        return made;
    }

    static CborTree tag(long tag, CborTree value) {
        CborTree made = of(6, tag);
        made.children.add(value);
        return made;
    }

    static CborTree wrapped(CborTree value) {
        CborTree made = of(2, 0);
        made.wrapping = true;
        made.children.add(value);
        return made;
    }

    byte[] write() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(out);
        return out.toByteArray();
    }

    private void write(ByteArrayOutputStream out) {
        byte[] body = content;
        long number = argument;
        if (wrapping) {
            body = children.getFirst().write();
            number = body.length + argument;
        }
        head(out, number);
        out.writeBytes(body);
        if (!wrapping) {
            children.forEach(child -> child.write(out));
        }
        if (width == INDEFINITE) {
            out.write(0xff);
        }
    }

    private void head(ByteArrayOutputStream out, long number) {
        if (width == INDEFINITE) {
            out.write(major << 5 | 31);
            return;
        }
        int bytes = width > 0 ? width : shortest(number);
        if (bytes == 0) {
            out.write(major << 5 | (int) number);
            return;
        }
        out.write(major << 5 | 24 + Integer.numberOfTrailingZeros(bytes));
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
            out.write((int) (number >>> shift));
        }
    }

    private static int shortest(long number) {
        if (number >= 0 && number < 24) {
            return 0;
        }
        return number < 0 || number > 0xffffffffL ? 8 : number > 0xffff ? 4 : number > 0xff ? 2 : 1;
    }

    /** Reads what is well formed only: the tests' own evidence. @param depths of byte strings that hold CBOR again */
    static CborTree read(byte[] bytes, int wrappings) {
        int[] at = {0};
        CborTree tree = read(bytes, at, wrappings);
        if (at[0] != bytes.length) {
            throw new IllegalArgumentException("more after the end");
        }
        return tree;
    }

    private static CborTree read(byte[] bytes, int[] at, int wrappings) {
        int head = bytes[at[0]++] & 0xff;
        int brief = head & 0x1f;
        long argument = brief;
        if (brief >= 24) {
            argument = 0;
            for (int i = 0; i < 1 << brief - 24; i++) {
                argument = argument << 8 | bytes[at[0]++] & 0xff;
            }
        }
        CborTree tree = of(head >> 5, argument);
        switch (tree.major) {
            case 2, 3 -> {
                tree.content = Arrays.copyOfRange(bytes, at[0], at[0] += (int) argument);
                tree.unwrap(wrappings);
            }
            case 4, 5 -> {
                for (long i = 0; i < argument * (tree.major - 3); i++) {
                    tree.children.add(read(bytes, at, wrappings));
                }
            }
            case 6 -> tree.children.add(read(bytes, at, wrappings));
            default -> {
            }
        }
        return tree;
    }

    private void unwrap(int wrappings) {
        // Digests and keys do not begin like a token's envelope, header, or claims.
        if (major == 2 && wrappings > 0 && content.length > 3 && ((content[0] & 0xff) == 0xd2
                || (content[0] & 0xe0) == 0xa0 && content.length < 6 || (content[0] & 0xff) == 0x59
                || (content[0] & 0xe0) == 0xa0 && content[1] == 0x0a)) {
            children.add(read(content, wrappings - 1));
            content = new byte[0];
            argument = 0;
            wrapping = true;
        }
    }

    /** This and all below it. */
    List<CborTree> all() {
        List<CborTree> all = new ArrayList<>(List.of(this));
        children.forEach(child -> all.addAll(child.all()));
        return all;
    }

    CborTree copy() {
        CborTree copy = of(major, argument);
        copy.content = content.clone();
        copy.width = width;
        copy.wrapping = wrapping;
        children.forEach(child -> copy.children.add(child.copy()));
        return copy;
    }
}
