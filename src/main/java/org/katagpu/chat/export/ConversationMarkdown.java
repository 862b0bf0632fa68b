package org.katagpu.chat.export;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.katagpu.chat.Answer;
import org.katagpu.chat.Conversation;
import org.katagpu.chat.Settings;
import org.katagpu.chat.Turn;
import org.katagpu.message.Messages;
import org.katagpu.message.Text;

/** A conversation as Markdown, for people: headings in the language of the words, texts as they are. */
public final class ConversationMarkdown {
    private final Messages words;
    private final ZoneId zone;

    /** @param zone for the dates shown */
    public ConversationMarkdown(Messages words, ZoneId zone) {
        this.words = words;
        this.zone = zone;
    }

    public String write(Conversation conversation) {
        List<String> parts = new ArrayList<>();
        String title = conversation.shownTitle();
        parts.add("# " + (title.isBlank() ? words.get(Text.of("chat.export.untitled")) : title));
        parts.add(words.get(Text.of("chat.export.created",
                DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM).withLocale(words.locale()).withZone(zone)
                        .format(conversation.created()))));
        settings(conversation.settings(), parts);
        for (Turn turn : conversation.turns()) {
            parts.add(heading(Text.of("chat.export.question")));
            parts.add(turn.question().strip());
            turn.answer().ifPresent(answer -> answer(answer, parts));
        }
        return String.join("\n\n", parts) + "\n";
    }

    private void settings(Settings settings, List<String> parts) {
        List<Text> set = new ArrayList<>();
        settings.temperature().ifPresent(v -> set.add(Text.of("chat.export.temperature", String.valueOf(v))));
        settings.maxTokens().ifPresent(v -> set.add(Text.of("chat.export.maxtokens", String.valueOf(v))));
        settings.seed().ifPresent(v -> set.add(Text.of("chat.export.seed", String.valueOf(v))));
        if (!set.isEmpty()) {
            parts.add(heading(Text.of("chat.export.settings")));
            parts.add(set.stream().map(one -> "- " + words.get(one)).collect(Collectors.joining("\n")));
        }
        if (!settings.systemPrompt().isBlank()) {
            parts.add(heading(Text.of("chat.export.system")));
            parts.add(settings.systemPrompt().strip());
        }
    }

    private void answer(Answer answer, List<String> parts) {
        parts.add(heading(answer.model().isEmpty()
                ? Text.of("chat.export.answer")
                : Text.of("chat.export.answer.model", answer.model())));
        if (!answer.reasoning().isBlank()) {
            parts.add("> **" + words.get(Text.of("chat.export.reasoning")) + "**\n>\n"
                    + answer.reasoning().strip().lines().map(line -> line.isEmpty() ? ">" : "> " + line)
                            .collect(Collectors.joining("\n")));
        }
        if (!answer.text().isBlank()) {
            parts.add(answer.text().strip());
        }
        switch (answer.ending()) {
            case COMPLETE -> {
                // Nothing to say.
            }
            case LENGTH -> parts.add(note(Text.of("chat.export.length")));
            case FILTERED -> parts.add(note(Text.of("chat.export.filtered")));
            case TOOL -> parts.add(note(Text.of("chat.export.tool")));
            case STOPPED -> parts.add(note(Text.of("chat.export.stopped")));
            case FAILED -> parts.add(note(Text.of("chat.export.failed")));
        }
    }

    private String heading(Text text) {
        return "## " + words.get(text);
    }

    private String note(Text text) {
        return "*" + words.get(text) + "*";
    }
}
