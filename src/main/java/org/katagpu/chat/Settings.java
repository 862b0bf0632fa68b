package org.katagpu.chat;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How answers are made. What is empty is left to the server.
 *
 * @param systemPrompt sent first; blank: none
 * @param temperature 0 to {@value #MOST_TEMPERATURE}
 * @param maxTokens most tokens of one answer, from 1
 * @param seed for answers that can be repeated, where the server honours it
 */
public record Settings(String systemPrompt, OptionalDouble temperature, OptionalInt maxTokens, OptionalLong seed) {
    public static final double MOST_TEMPERATURE = 2.0;
    public static final Settings DEFAULT = new Settings("", OptionalDouble.empty(), OptionalInt.empty(),
            OptionalLong.empty());

    public Settings {
        if (temperature.isPresent() && !(temperature.getAsDouble() >= 0
                && temperature.getAsDouble() <= MOST_TEMPERATURE)) {
            throw new IllegalArgumentException("temperature " + temperature.getAsDouble());
        }
        if (maxTokens.isPresent() && maxTokens.getAsInt() < 1) {
            throw new IllegalArgumentException("max tokens " + maxTokens.getAsInt());
        }
    }
}
