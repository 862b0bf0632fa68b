package org.katagpu.setup.run;

import org.katagpu.message.Problem;
import org.katagpu.message.Text;

/** How far one stage has come in a run. */
public sealed interface Progress {
    record Waiting() implements Progress {}

    record UnderWay() implements Progress {}

    record Done() implements Progress {}

    record Failed(Problem why) implements Progress {}

    /** The admin stopped it. */
    record Stopped() implements Progress {}

    /** It waits for the admin's answer. */
    record Asks() implements Progress {}

    /** It will not begin in this run. @param why for example: another failed */
    record NotBegun(Text why) implements Progress {}

    Progress WAITING = new Waiting();
    Progress UNDER_WAY = new UnderWay();
    Progress DONE = new Done();
    Progress STOPPED = new Stopped();
    Progress ASKS = new Asks();
}
