package org.katagpu.ui.frame;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.katagpu.ui.theme.Theme;

/**
 * What the admin prefers of the window; kept between runs, nothing secret in it.
 *
 * @param place where the window stood last; null before the first end
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Preferences(String language, Theme theme, TextSize textSize, boolean logOpen,
        @Nullable WindowPlace place) {
    private static final String CHINESE = Locale.CHINESE.getLanguage();

    public Preferences(String language, Theme theme) {
        this(language, theme, TextSize.USUAL, false, null);
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
        return new Preferences(other, theme, textSize, logOpen, place);
    }

    public Preferences otherTheme() {
        return withTheme(theme.other());
    }

    public Preferences withTheme(Theme other) {
        return new Preferences(language, other, textSize, logOpen, place);
    }

    public Preferences withTextSize(TextSize other) {
        return new Preferences(language, theme, other, logOpen, place);
    }

    /** @param open whether the log's lines are shown when nothing has failed */
    public Preferences withLogOpen(boolean open) {
        return new Preferences(language, theme, textSize, open, place);
    }

    public Preferences withPlace(WindowPlace other) {
        return new Preferences(language, theme, textSize, logOpen, other);
    }
}
