package org.katagpu.practice.model;

import java.util.Locale;
import java.util.regex.Pattern;

import org.katagpu.message.Messages;

/** What the practice server says: that it is no model, and what would happen on a real host. In the question's language. */
final class PracticeWords {
    private static final Pattern CHINESE = Pattern.compile("\\p{IsHan}");
    private static final int MOST_QUOTED = 400;

    private final GuestServerRequest served;

    PracticeWords(GuestServerRequest served) {
        this.served = served;
    }

    String answer(String question) {
        Locale locale = CHINESE.matcher(question).find() ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH;
        String place = served.address() + ":" + served.port();
        return new Messages(locale).get("practice.model.answer", quoted(question), place, served.name(),
                served.model(), served.certificate().isEmpty() ? "http" : "https");
    }

    /** As a quotation of Markdown's, cut where it is long. */
    private static String quoted(String question) {
        String shown = question.length() <= MOST_QUOTED
                ? question
                : question.substring(0, question.offsetByCodePoints(0,
                        question.codePointCount(0, MOST_QUOTED))) + " …";
        return "> " + shown.strip().replace("\n", "\n> ");
    }
}
