package org.katagpu.ui.stage;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import org.katagpu.message.Text;

/** Says as of when something was read and why it holds no more: as of 08:13, before the link was lost. */
public final class StaleText {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    public Text of(StageModel.View.Stale stale) {
        return Text.of("panel.stale." + stale.cause().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                time(stale.at()));
    }

    /** In the admin's own time; with the day where it is not today. */
    public static String time(Instant at) {
        ZonedDateTime local = at.atZone(ZoneId.systemDefault());
        return (local.toLocalDate().equals(LocalDate.now(ZoneId.systemDefault())) ? TIME : DAY).format(local);
    }
}
