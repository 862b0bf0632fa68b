package org.katagpu.remote;

/**
 * Takes what a running script prints, in order for each stream. Called from the two stream readers' threads. Whoever
 * keeps what comes bounds it: {@link TooMuchOutputException} ends the call.
 */
public interface Output {
    void stdout(byte[] bytes, int offset, int length);

    void stderr(byte[] bytes, int offset, int length);
}
