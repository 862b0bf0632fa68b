package org.katagpu.ui.frame;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Locale;
import org.katagpu.ui.theme.Theme;

/** What the admin prefers of the window; kept between runs, nothing secret in it. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Preferences(String language, Theme theme) {
    private static final String CHINESE = Locale.CHINESE.getLanguage();

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
        return new Preferences(CHINESE.equals(language) ? Locale.ENGLISH.getLanguage() : CHINESE, theme);
    }

    public Preferences otherTheme() {
        return new Preferences(language, theme.other());
    }
}
