package org.katagpu.ui.page.review;

import java.util.Locale;
import java.util.Optional;

import org.katagpu.setup.Pipeline.Progress;
import org.katagpu.ui.stage.StageModel;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/** How one stage stands, as its row says it. */
enum RowState {
    NOTHING_CHOSEN(Feather.CIRCLE), ASKING(Feather.LOADER), WAITING(Feather.CLOCK), RUNNING(Feather.LOADER), DONE(
            Feather.CHECK_CIRCLE), NEEDED(
                    Feather.ARROW_RIGHT_CIRCLE), BLOCKED(Feather.ALERT_TRIANGLE), FAILED(Feather.X_CIRCLE);

    private final Ikon icon;

    RowState(Ikon icon) {
        this.icon = icon;
    }

    static RowState of(StageModel.View view, Optional<Progress> progress) {
        if (progress.filter(Progress.FAILED::equals).isPresent()) {
            return FAILED;
        }
        if (progress.filter(Progress.WAITING::equals).isPresent()) {
            return WAITING;
        }
        return switch (view) {
            case StageModel.View.Nothing _ -> NOTHING_CHOSEN;
            case StageModel.View.Checking _ -> ASKING;
            case StageModel.View.Running _ -> RUNNING;
            case StageModel.View.Failed _ -> FAILED;
            case StageModel.View.Known(var report, var _) -> switch (report.state()) {
                case DONE -> DONE;
                case NEEDED -> NEEDED;
                case BLOCKED -> BLOCKED;
            };
        };
    }

    Ikon icon() {
        return icon;
    }

    /** Bundle key of its words. */
    String key() {
        return "review.state." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
