package org.katagpu.chat;

import java.util.OptionalInt;

/**
 * A line of {@code GET /v1/models}.
 *
 * @param id the name to ask for
 * @param maxLength tokens of one conversation, where the server says ({@code max_model_len} of vLLM)
 */
public record ServedModel(String id, OptionalInt maxLength) {}
