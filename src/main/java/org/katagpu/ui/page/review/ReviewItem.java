package org.katagpu.ui.page.review;

import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.stage.StageModel;

/**
 * One stage in the review.
 *
 * @param page where its choices are made
 * @param stage shared with that page, so both show the same
 */
public record ReviewItem(PageId page, StageModel stage) {
    String id() {
        return stage.stageId();
    }

    /** Asks the host, where something is chosen. */
    public void check() {
        if (stage.chosen().isPresent()) {
            stage.check();
        }
    }

    /** The same where it was never asked. */
    public void checkFirst() {
        if (stage.viewProperty().get() instanceof StageModel.View.Nothing) {
            check();
        }
    }
}
