package org.katagpu.ui.page.review;

import java.util.Optional;

import org.katagpu.message.Text;
import org.katagpu.setup.run.Progress;
import org.katagpu.ui.stage.StageModel;
import org.katagpu.ui.stage.UndoPreview;

/** What one row says: drawn anew only when this changes. */
record RowContent(Optional<Text> chosen, StageModel.View view, RowState state,
        Optional<Text> notBegun, boolean included, Optional<UndoPreview> preview, boolean freedFirst,
        boolean running) {
    static RowContent of(ReviewItem item, ReviewModel model) {
        Optional<Text> chosen = model.chosen(item);
        StageModel.View view = item.stage().viewProperty().get();
        return new RowContent(chosen, view,
                chosen.isEmpty() ? RowState.NOTHING_CHOSEN : RowState.of(view, model.progress(item), model.isWayBack()),
                model.progress(item).flatMap(RowContent::why), model.isIncluded(item), model.preview(item),
                model.isFreedFirst(item), model.isRunning());
    }

    private static Optional<Text> why(Progress progress) {
        return progress instanceof Progress.NotBegun(Text why) ? Optional.of(why) : Optional.empty();
    }
}
