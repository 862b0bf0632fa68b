package org.katagpu.ui.log;

import java.util.List;

import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.Text;

/** The fonts of a row and what they measure, in pixels. */
record LogFont(Font mono, Font monoBold, Font words, Font wordsBold, double rowHeight, double baseline, double column) {
    private static final double SIZE = 12;
    private static final double LEADING = 5;
    private static final List<String> PREFERRED = List.of("Cascadia Mono", "Consolas", "SF Mono", "Menlo",
            "JetBrains Mono", "DejaVu Sans Mono", "Noto Sans Mono", "Liberation Mono");

    /** @param scale how much larger than usual */
    static LogFont load(double scale) {
        double size = SIZE * scale;
        String family = PREFERRED.stream().filter(name -> Font.font(name, size).getFamily().equals(name)).findFirst()
                .orElse("Monospaced");
        Font mono = Font.font(family, size);
        String words = Font.getDefault().getFamily();
        Text sample = new Text("0");
        sample.setFont(mono);
        double height = Math.ceil(sample.getLayoutBounds().getHeight()) + LEADING;
        double baseline = Math.round(LEADING / 2 + sample.getBaselineOffset());
        return new LogFont(mono, Font.font(family, FontWeight.BOLD, size), Font.font(words, size),
                Font.font(words, FontWeight.BOLD, size), height, baseline, sample.getLayoutBounds().getWidth());
    }
}
