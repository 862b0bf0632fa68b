package org.katagpu.ui.page.review;

import java.util.Optional;
import java.util.function.Function;

import org.katagpu.message.Text;
import org.katagpu.setup.Plan;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.stage.StageModel;

/**
 * One stage in the review.
 *
 * @param page where its choices are made
 * @param stage shared with that page, so both show the same
 * @param chosen what the plan has for it, in a line; empty where nothing was chosen
 */
public record ReviewItem(PageId page, StageModel stage, Function<Plan, Optional<Text>> chosen) {
    String id() {
        return stage.stageId();
    }
}
