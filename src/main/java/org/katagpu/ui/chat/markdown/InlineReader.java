package org.katagpu.ui.chat.markdown;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;

/** The runs of one paragraph, heading or cell. Nothing is fetched: of an image its description is shown. */
final class InlineReader {
    private final List<Run> runs = new ArrayList<>();
    /** The text of the last run, which may go on: a model may write it in a hundred thousand pieces. */
    private final StringBuilder last = new StringBuilder();
    private Run style = Run.plain("");

    private InlineReader() {}

    static List<Run> read(Node parent) {
        InlineReader reader = new InlineReader();
        reader.children(parent, Run.plain(""));
        reader.end();
        return reader.runs;
    }

    private void children(Node parent, Run style) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
            node(node, style);
        }
    }

    private void node(Node node, Run style) {
        switch (node) {
            case Text text -> add(text.getLiteral(), style);
            case Code code -> add(code.getLiteral(), new Run("", style.bold(), style.italic(), true, style.link()));
            case SoftLineBreak _,HardLineBreak _ -> add("\n", style);
            case Emphasis _ -> children(node, new Run("", style.bold(), true, style.code(), style.link()));
            case StrongEmphasis _ -> children(node, new Run("", true, style.italic(), style.code(), style.link()));
            case Link link -> children(node,
                    new Run("", style.bold(), style.italic(), style.code(), link.getDestination()));
            case Image image -> children(node,
                    new Run("", style.bold(), style.italic(), style.code(), image.getDestination()));
            case HtmlInline html -> add(isBreak(html.getLiteral()) ? "\n" : html.getLiteral(), style);
            default -> children(node, style);
        }
    }

    private static boolean isBreak(String tag) {
        String bare = tag.toLowerCase(Locale.ROOT).replace(" ", "");
        return bare.equals("<br>") || bare.equals("<br/>");
    }

    private void add(String text, Run of) {
        if (text.isEmpty()) {
            return;
        }
        if (!last.isEmpty() && !style.sameStyle(of)) {
            end();
        }
        style = of;
        last.append(text);
    }

    private void end() {
        if (!last.isEmpty()) {
            runs.add(new Run(last.toString(), style.bold(), style.italic(), style.code(), style.link()));
            last.setLength(0);
        }
    }
}
