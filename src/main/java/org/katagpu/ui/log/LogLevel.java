package org.katagpu.ui.log;

/** How much a line matters, from least to most. */
public enum LogLevel {
    DEBUG, PLAIN, WARN, ERROR
}
