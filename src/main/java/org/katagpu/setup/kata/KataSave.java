package org.katagpu.setup.kata;

import org.katagpu.remote.Payload;

/**
 * One replacement of a configuration, complete: what it must still be, and what it becomes.
 *
 * @param expected SHA-256 of the file as it was read, or {@link KataFile#ABSENT}; with any other the save is refused
 * @param sha256 of the new text
 * @param size of the new text in bytes
 * @param backup name of the backup to put back; empty when {@code content} brings the text
 */
public record KataSave(KataTarget target, String expected, String sha256, long size, String backup, Payload content) {
    /** Nothing to save: a check then judges whether the keys every GPU container needs are active. */
    public static final KataSave NOTHING = new KataSave(KataTarget.MAIN, "", "", 0, "", Payload.NONE);

    /** Nothing to write: what is not there need not come to be. */
    static KataSave keeping(KataTarget target) {
        return new KataSave(target, KataFile.ABSENT, KataFile.ABSENT, 0, "", Payload.NONE);
    }

    /** The edited text in the place of {@code read}. */
    public static KataSave edited(KataTarget target, KataFile read, byte[] text) {
        byte[] kept = text.clone();
        return new KataSave(target, read.sha256(), Sha256.of(kept), kept.length, "", to -> to.write(kept));
    }

    /** A backup in the place of {@code now}; the file as it stands is backed up before. */
    public static KataSave restored(KataTarget target, KataFile now, KataBackup backup) {
        return new KataSave(target, now.sha256(), backup.sha256(), backup.size(), backup.name(), Payload.NONE);
    }
}
