package org.katagpu.ui.log;

/** What this room reads of a log, for the fuzz targets. */
public final class LogTexts {
    private LogTexts() {}

    public static Object ansi(String raw) {
        StyledText styled = AnsiText.parse(Sgr.NONE, raw);
        String plain = AnsiText.plain(raw);
        if (!styled.text().equals(plain)) {
            throw new IllegalStateException("what is drawn is not what is copied");
        }
        for (int i = 0; i < plain.length(); i++) {
            if (Character.isISOControl(plain.charAt(i))) {
                throw new IllegalStateException("a control character is left: " + (int) plain.charAt(i));
            }
        }
        return AnsiText.after(Sgr.NONE, raw).toString() + Math.min(9, styled.text().length());
    }
}
