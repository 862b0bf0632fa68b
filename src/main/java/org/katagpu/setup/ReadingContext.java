package org.katagpu.setup;

/**
 * What one reading of the host rests on: it holds as long as all of this is as it was.
 *
 * @param host label of the host; empty: none
 * @param link number of the connection, another one each time the link comes up; 0 while it is down
 * @param boot the host's boot id as last told; empty where none was
 * @param choice what the stage's check was asked with, see {@link Stage#choice}
 * @param runs how many beginnings and ends of runs there were that may have changed what is read
 */
public record ReadingContext(String host, long link, String boot, Object choice, long runs) {
    public ReadingContext withBoot(String told) {
        return told.isEmpty() ? this : new ReadingContext(host, link, told, choice, runs);
    }
}
