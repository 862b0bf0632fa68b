package org.katagpu.setup.browse;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.katagpu.message.VisibleText;
import org.katagpu.remote.Output;
import org.katagpu.remote.TooMuchOutputException;

/** Takes fields that end in NUL, bounded in all. */
final class NulFields implements Output {
    private static final int MOST_BYTES = 4 << 20;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public synchronized void stdout(byte[] chunk, int offset, int length) {
        if (bytes.size() + (long) length > MOST_BYTES) {
            throw new TooMuchOutputException(bytes.size());
        }
        bytes.write(chunk, offset, length);
    }

    @Override
    public void stderr(byte[] chunk, int offset, int length) {
        // The exit status says what there is to say.
    }

    /** What came, without what was not ended. */
    synchronized List<byte[]> fields() {
        List<byte[]> fields = new ArrayList<>();
        byte[] all = bytes.toByteArray();
        int from = 0;
        for (int at = 0; at < all.length; at++) {
            if (all[at] == 0) {
                fields.add(java.util.Arrays.copyOfRange(all, from, at));
                from = at + 1;
            }
        }
        return fields;
    }

    /** A name as text of one line; empty where it is none that could be typed into a field and mean the same. */
    static Optional<String> sayable(byte[] name) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString();
            return VisibleText.firstHidden(text).isEmpty() && text.equals(text.strip())
                    ? Optional.of(text)
                    : Optional.empty();
        } catch (CharacterCodingException noText) {
            return Optional.empty();
        }
    }

    static String shown(byte[] name) {
        return sayable(name).orElseGet(() -> VisibleText.of(new String(name, StandardCharsets.UTF_8)).replace("\n",
                VisibleText.number('\n')).replace("\t", VisibleText.number('\t')));
    }
}
