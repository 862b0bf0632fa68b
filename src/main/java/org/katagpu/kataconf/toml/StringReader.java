package org.katagpu.kataconf.toml;

/** Reads TOML's four kinds of strings. */
final class StringReader {
    private final Cursor in;

    StringReader(Cursor in) {
        this.in = in;
    }

    boolean atString() {
        return in.peek() == '"' || in.peek() == '\'';
    }

    String read() throws SyntaxException {
        if (in.looksAt("\"\"\"") || in.looksAt("'''")) {
            return severalLines();
        }
        return oneLine();
    }

    /** The kinds of one line; keys may be written so too. */
    String oneLine() throws SyntaxException {
        int start = in.at();
        char quote = in.next();
        StringBuilder out = new StringBuilder();
        while (true) {
            if (in.atLineEnd()) {
                throw new SyntaxException(start, "string.open", String.valueOf(quote));
            }
            char c = in.next();
            if (c == quote) {
                return out.toString();
            }
            if (c == '\\' && quote == '"') {
                escape(out);
            } else {
                out.append(checked(c));
            }
        }
    }

    private String severalLines() throws SyntaxException {
        int start = in.at();
        String quotes = in.peek() == '"' ? "\"\"\"" : "'''";
        in.take(quotes);
        in.lineBreak();
        StringBuilder out = new StringBuilder();
        while (!in.take(quotes)) {
            if (in.atEnd()) {
                throw new SyntaxException(start, "string.open", quotes);
            }
            if (in.lineBreak()) {
                out.append('\n');
                continue;
            }
            char c = in.next();
            if (c == '\\' && quotes.startsWith("\"")) {
                if (!joinsLines()) {
                    escape(out);
                }
            } else {
                out.append(checked(c));
            }
        }
        // Up to two quotes may stand directly before the closing three.
        for (int extra = 0; extra < 2 && in.peek() == quotes.charAt(0); extra++) {
            out.append(in.next());
        }
        return out.toString();
    }

    /** A backslash at a line's end swallows the white space up to the next word. */
    private boolean joinsLines() {
        int back = in.at();
        in.blanks();
        if (!in.lineBreak()) {
            in.to(back);
            return false;
        }
        do {
            in.blanks();
        } while (in.lineBreak());
        return true;
    }

    private void escape(StringBuilder out) throws SyntaxException {
        int at = in.at() - 1;
        char c = in.next();
        switch (c) {
            case 'b' -> out.append('\b');
            case 't' -> out.append('\t');
            case 'n' -> out.append('\n');
            case 'f' -> out.append('\f');
            case 'r' -> out.append('\r');
            case '"' -> out.append('"');
            case '\\' -> out.append('\\');
            case 'u' -> out.appendCodePoint(codePoint(at, 4));
            case 'U' -> out.appendCodePoint(codePoint(at, 8));
            default -> throw new SyntaxException(at, "string.escape", shown(c));
        }
    }

    private int codePoint(int at, int digits) throws SyntaxException {
        long value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = Character.digit(in.next(), 16);
            if (digit < 0) {
                throw new SyntaxException(at, "string.unicode", digits);
            }
            value = value * 16 + digit;
        }
        if (value > Character.MAX_CODE_POINT || value >= 0xD800 && value <= 0xDFFF) {
            throw new SyntaxException(at, "string.unicode", digits);
        }
        return (int) value;
    }

    private char checked(char c) throws SyntaxException {
        if (c < 0x20 && c != '\t' || c == 0x7f) {
            throw new SyntaxException(in.at() - 1, "control", "U+%04X".formatted((int) c));
        }
        return c;
    }

    static String shown(char c) {
        return c == Cursor.END ? "" : String.valueOf(c);
    }
}
