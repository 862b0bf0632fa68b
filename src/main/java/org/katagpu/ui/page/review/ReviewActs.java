package org.katagpu.ui.page.review;

import java.util.Optional;

import org.katagpu.message.Text;
import org.katagpu.ui.frame.Act;
import org.katagpu.ui.frame.Acts;
import org.katagpu.ui.frame.Acts.Standing;

/** What can be done with all steps at once: run them, stop, take them back. */
final class ReviewActs {
    private final ReviewModel model;

    ReviewActs(ReviewModel model) {
        this.model = model;
    }

    Acts now() {
        if (model.isTakingBack()) {
            return Acts.of(Act.back("review-leave-it", Text.of("panel.undo.leave"), true, model::leaveIt),
                    Act.main("review-take-back", Text.of("review.take-back", model.toTakeBack().size()),
                            model.canTakeBack(), model::takeBack));
        }
        Act check = new Act("review-check", Text.of("review.check-all"), Act.Kind.READ, !model.isRunning(),
                model::checkAll);
        if (model.isRunning()) {
            return Acts.of(check, Act.back("review-stop", Text.of("review.stop"), true, model::stop))
                    .standing(Standing.of(Standing.Kind.BUSY, Text.of("frame.mark.running")));
        }
        Act back = Act.back("review-take-back-all", Text.of("review.take-back-all"),
                model.canPreviewTakingBack(), model::previewTakingBack);
        if (model.isAllDone()) {
            return Acts.of(check, back)
                    .standing(Standing.of(Standing.Kind.DONE, Text.of("review.standing.done")));
        }
        Acts acts = Acts.of(check, back,
                Act.main("review-run", Text.of("review.run", model.needed()), model.canRun(), model::run));
        return new Acts(acts.offered(), model.blocked()
                ? Optional.of(Standing.of(Standing.Kind.BLOCKED, Text.of("review.standing.blocked")))
                : Optional.empty());
    }
}
