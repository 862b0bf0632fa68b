package org.katagpu.setup;

import org.katagpu.message.Text;

/**
 * One checked fact.
 *
 * @param id stable name, for example {@code gpu.held}
 * @param what what was found, in a sentence
 * @param evidence what was read on the host, verbatim; may be empty
 * @param next what to do about it; meaningful unless passed
 */
public record Finding(String id, Status status, Text what, String evidence, Text next) {
    public enum Status {
        PASS, WARN, FAIL,
        /** A question: nothing failed, the admin's answer is waited for. Its next says what the answer is for. */
        ASK,
        /** It could not be read: never taken for a pass. */
        UNKNOWN
    }
}
