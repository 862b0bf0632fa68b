package org.katagpu.message;

import java.text.MessageFormat;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Puts keys into the words of one language. Bundles are {@code i18n/<room>.properties} (English) and
 * {@code i18n/<room>_zh_CN.properties}; a key's first part names its room, so rooms never share a file.
 * Patterns follow {@link MessageFormat} only where arguments are given and have a place: any other text is taken as it
 * stands, so single quotes need no doubling there. Arguments may have been read from a host: what cannot be seen in
 * them is made visible.
 */
public final class Messages {
    public static final List<Locale> LOCALES = List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE);

    private final Locale locale;
    private final Map<String, ResourceBundle> rooms = new ConcurrentHashMap<>();

    public Messages(Locale locale) {
        this.locale = locale;
    }

    public Locale locale() {
        return locale;
    }

    public String get(Text text) {
        return get(text.key(), text.arguments().toArray());
    }

    /** @throws MissingResourceException for a key in no bundle: a defect, found by the tests */
    public String get(String key, Object... arguments) {
        String pattern = room(key).getString(key);
        if (arguments.length == 0 || pattern.indexOf('{') < 0) {
            return pattern;
        }
        Object[] words = new Object[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            words[i] = switch (arguments[i]) {
                case Text nested -> get(nested);
                case String read -> VisibleText.of(read);
                default -> arguments[i];
            };
        }
        return new MessageFormat(pattern, locale).format(words);
    }

    public boolean has(String key) {
        try {
            return room(key).containsKey(key);
        } catch (MissingResourceException noSuchRoom) {
            return false;
        }
    }

    /** Every sentence of a room as it stands, with its places open; for what puts them together by itself. */
    public Map<String, String> patterns(String room) {
        ResourceBundle bundle = room(room + ".");
        Map<String, String> patterns = new HashMap<>();
        bundle.keySet().forEach(key -> patterns.put(key, bundle.getString(key)));
        return patterns;
    }

    private ResourceBundle room(String key) {
        int dot = key.indexOf('.');
        String room = dot < 0 ? key : key.substring(0, dot);
        return rooms.computeIfAbsent(room, name -> ResourceBundle.getBundle("i18n/" + name, locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES)));
    }

    /** The same words for FXML's {@code %key} references. */
    public ResourceBundle asBundle() {
        return new ResourceBundle() {
            @Override
            protected Object handleGetObject(String key) {
                return Messages.this.get(key);
            }

            @Override
            public boolean containsKey(String key) {
                return has(key);
            }

            @Override
            public Enumeration<String> getKeys() {
                Map<String, Boolean> keys = new HashMap<>();
                rooms.values().forEach(bundle -> bundle.keySet().forEach(key -> keys.put(key, true)));
                return Collections.enumeration(keys.keySet());
            }
        };
    }
}
