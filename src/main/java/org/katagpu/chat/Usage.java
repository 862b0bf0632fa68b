package org.katagpu.chat;

/**
 * Tokens as the server counted them.
 *
 * @param prompt of everything sent, the model's template included
 * @param completion of the answer, reasoning included
 */
public record Usage(int prompt, int completion) {}
