package org.katagpu.setup.export;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.regex.Pattern;

/** Values as YAML that Ansible takes to the letter. */
final class YamlText {
    private static final Pattern BLOCK = Pattern.compile(
            "[^ \\t\\n][\\x20-\\x7e\\u00a0-\\ud7ff\\ue000-\\ufeff]*(\\n[\\x20-\\x7e\\u00a0-\\ud7ff\\ue000-\\ufeff]*)+");
    private static final Pattern TEMPLATE = Pattern.compile("\\{[{%#]");
    private static final int WIDEST = 140;

    private YamlText() {}

    /** @param indent of the key it belongs to */
    static String of(String value, int indent) {
        String mark = TEMPLATE.matcher(value).find() ? "!unsafe " : "";
        boolean narrow = value.lines().allMatch(line -> line.length() < WIDEST && !line.endsWith(" "));
        if (narrow && BLOCK.matcher(value).matches() && !value.endsWith("\n\n")) {
            String pad = " ".repeat(indent + 2);
            StringBuilder block = new StringBuilder(mark).append(value.endsWith("\n") ? "|" : "|-");
            value.lines().forEach(line -> block.append('\n').append(line.isEmpty() ? "" : pad).append(line));
            return block.toString();
        }
        return mark + "\"" + folded(new String(JsonStringEncoder.getInstance().quoteAsString(value)), indent) + "\"";
    }

    /** A line that ends within double quotes is read as one blank. */
    private static String folded(String quoted, int indent) {
        StringBuilder lines = new StringBuilder();
        int column = 0;
        for (String word : quoted.split("(?<=[^ ]) (?=[^ ])", -1)) {
            if (column > 0 && column + word.length() > WIDEST - 40) {
                lines.append('\n').append(" ".repeat(indent + 2));
                column = 0;
            } else if (!lines.isEmpty()) {
                lines.append(' ');
            }
            lines.append(word);
            column += word.length() + 1;
        }
        return lines.toString();
    }
}
