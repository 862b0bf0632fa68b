package org.katagpu.chat.wire;

/**
 * One server-sent event.
 *
 * @param type {@code message} where the server names none
 * @param data its data lines, joined by line feeds
 */
record ServerEvent(String type, String data) {
    static final String MESSAGE = "message";
    static final String ERROR = "error";
}
