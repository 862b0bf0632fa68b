package org.katagpu.attest;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/** Changes a token's structure in one to three places: types, lengths, widths, order, number, nesting, ends. */
final class TokenMutator {
    private final RandomGenerator random;

    TokenMutator(RandomGenerator random) {
        this.random = random;
    }

    /** Never the same bytes. */
    byte[] mutate(CborTree whole) {
        byte[] before = whole.write();
        byte[] after = before;
        while (Arrays.equals(before, after)) {
            CborTree copy = whole.copy();
            for (int i = random.nextInt(3); i >= 0; i--) {
                List<CborTree> all = copy.all();
                change(all.get(random.nextInt(all.size())));
            }
            after = random.nextInt(8) == 0 ? splice(copy.write()) : copy.write();
        }
        return after;
    }

    private void change(CborTree node) {
        switch (random.nextInt(10)) {
            case 0 -> node.major = random.nextInt(8);
            case 1 -> node.argument += random.nextBoolean() ? 1 : -1;
            case 2 -> node.argument = random.nextLong() >>> random.nextInt(64);
            case 3 -> node.width = 1 << random.nextInt(4);
            case 4 -> node.width = CborTree.INDEFINITE;
            case 5 -> node.content = content(node.content);
            case 6 -> nest(node);
            default -> children(node);
        }
    }

    private void children(CborTree node) {
        List<CborTree> children = node.children;
        if (children.isEmpty() || node.wrapping) {
            node.argument ^= 1L << random.nextInt(9);
            return;
        }
        int unit = node.major == 5 && children.size() > 1 ? 2 : 1;
        int at = random.nextInt(children.size() / unit) * unit;
        switch (random.nextInt(4)) {
            case 0 -> {
                // Twice the same, at the end or at its side.
                int to = random.nextBoolean() ? at : children.size();
                for (int i = unit - 1; i >= 0; i--) {
                    children.add(to, children.get(at + i + (to == at ? unit - 1 - i : 0)).copy());
                }
                node.argument++;
            }
            case 1 -> {
                children.subList(at, at + unit).clear();
                node.argument--;
            }
            case 2 -> Collections.rotate(children, unit * (1 + random.nextInt(3)));
            default -> {
                for (int i = 0; i < unit; i++) {
                    children.add(CborTree.whole(random.nextInt(50_000)));
                }
                node.argument++;
            }
        }
    }

    private byte[] content(byte[] content) {
        byte[] changed = Arrays.copyOf(content, Math.max(0, content.length + random.nextInt(-2, 3)));
        for (int i = 0; i < changed.length; i += 1 + random.nextInt(200)) {
            changed[i] = (byte) random.nextInt();
        }
        return changed;
    }

    private void nest(CborTree node) {
        CborTree inside = node.copy();
        node.children.clear();
        node.content = new byte[0];
        node.width = 0;
        node.wrapping = random.nextBoolean();
        node.major = node.wrapping ? 2 : random.nextBoolean() ? 6 : 4;
        node.argument = node.wrapping ? 0 : node.major == 4 ? 1 : random.nextInt(1000);
        node.children.add(inside);
    }

    /** Bytes put in, taken out, or put at the end. */
    private byte[] splice(byte[] bytes) {
        int at = random.nextInt(bytes.length + 1);
        int out = Math.min(random.nextInt(5), bytes.length - at);
        byte[] in = new byte[random.nextInt(5)];
        random.nextBytes(in);
        byte[] spliced = new byte[bytes.length - out + in.length];
        System.arraycopy(bytes, 0, spliced, 0, at);
        System.arraycopy(in, 0, spliced, at, in.length);
        System.arraycopy(bytes, at + out, spliced, at + in.length, bytes.length - at - out);
        return spliced;
    }
}
