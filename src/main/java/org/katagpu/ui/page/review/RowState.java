package org.katagpu.ui.page.review;

import java.util.Locale;
import java.util.Optional;

import org.katagpu.setup.Outcome;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageState;
import org.katagpu.setup.run.Progress;
import org.katagpu.ui.control.MessageKind;
import org.katagpu.ui.stage.StageModel;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/** How one stage stands, as its row says it. */
enum RowState {
    NOTHING_CHOSEN(Feather.CIRCLE), ASKING(Feather.LOADER), WAITING(Feather.CLOCK), RUNNING(Feather.LOADER), DONE(
            Feather.CHECK_CIRCLE), NEEDED(
                    Feather.ARROW_RIGHT_CIRCLE), BLOCKED(Feather.ALERT_TRIANGLE), FAILED(
                            Feather.X_CIRCLE), NOT_BEGUN(
                                    Feather.MINUS_CIRCLE), TAKEN_BACK(Feather.CORNER_UP_LEFT), STALE(
                                            Feather.ROTATE_CW), ASKS(Feather.HELP_CIRCLE), STOPPED(
                                                    Feather.SLASH), WRONG_FIELD(Feather.EDIT_3);

    private final Ikon icon;

    RowState(Ikon icon) {
        this.icon = icon;
    }

    /** A run that has ended says nothing against what was read of the host since. */
    static RowState of(StageModel.View view, Optional<Progress> progress, boolean back) {
        RowState read = of(view);
        return switch (progress.orElse(null)) {
            case Progress.Waiting _ -> WAITING;
            case Progress.Done _ when back && (read == NEEDED || read == BLOCKED) -> TAKEN_BACK;
            case Progress.NotBegun _ when isShort(read, back) -> NOT_BEGUN;
            case Progress.Failed _ when isShort(read, back) -> FAILED;
            case Progress.Stopped _ when isShort(read, back) -> STOPPED;
            case null, default -> read;
        };
    }

    /** What was read falls short of what the run was for. */
    private static boolean isShort(RowState read, boolean back) {
        return read == BLOCKED || read == (back ? DONE : NEEDED);
    }

    private static RowState of(StageModel.View view) {
        return switch (view) {
            case StageModel.View.Nothing _ -> NOTHING_CHOSEN;
            case StageModel.View.Checking _ -> ASKING;
            case StageModel.View.Running _ -> RUNNING;
            case StageModel.View.Stale _ -> STALE;
            case StageModel.View.Failed(var why) -> MessageKind.of(why) == MessageKind.STOPPED ? STOPPED : FAILED;
            case StageModel.View.WrongField _ -> WRONG_FIELD;
            case StageModel.View.Known(var report, var _) when report.question().isPresent() -> ASKS;
            case StageModel.View.Known(var report, var after) when isStopped(after) && report
                    .state() == StageState.NEEDED ->
                STOPPED;
            case StageModel.View.Known(var report, var _) -> switch (report.state()) {
                case DONE -> DONE;
                case NEEDED -> NEEDED;
                case BLOCKED -> BLOCKED;
            };
        };
    }

    private static boolean isStopped(Optional<StageEvent.Ended> after) {
        return after.filter(ended -> ended.outcome() == Outcome.STOPPED).isPresent();
    }

    Ikon icon() {
        return icon;
    }

    /** Bundle key of its words. */
    String key() {
        return "review.state." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
