package org.katagpu.ui.frame;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Locale;
import org.katagpu.ui.theme.Theme;

/** What the admin prefers of the window; kept between runs, nothing secret in it. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Preferences(String language, Theme theme, TextSize textSize, boolean logOpen) {
    private static final String CHINESE = Locale.CHINESE.getLanguage();

    public Preferences(String language, Theme theme) {
        this(language, theme, TextSize.USUAL, false);
    }

    /** The system's language where the wizard speaks it, else English. */
    public static Preferences of(Locale system) {
        return new Preferences(CHINESE.equals(system.getLanguage()) ? CHINESE : Locale.ENGLISH.getLanguage(),
                Theme.LIGHT);
    }

    @JsonIgnore
    public Locale locale() {
        return CHINESE.equals(language) ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH;
    }

    public Preferences otherLanguage() {
        return withLanguage(CHINESE.equals(language) ? Locale.ENGLISH.getLanguage() : CHINESE);
    }

    public Preferences withLanguage(String other) {
        return new Preferences(other, theme, textSize, logOpen);
    }

    public Preferences otherTheme() {
        return withTheme(theme.other());
    }

    public Preferences withTheme(Theme other) {
        return new Preferences(language, other, textSize, logOpen);
    }

    public Preferences withTextSize(TextSize other) {
        return new Preferences(language, theme, other, logOpen);
    }

    /** @param open whether the log's lines are shown when nothing has failed */
    public Preferences withLogOpen(boolean open) {
        return new Preferences(language, theme, textSize, open);
    }
}
