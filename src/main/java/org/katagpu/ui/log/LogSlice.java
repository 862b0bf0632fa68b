package org.katagpu.ui.log;

import java.util.List;

/**
 * A piece of a log's memory.
 *
 * @param first number of the oldest entry kept
 * @param next number the next new entry will have
 */
record LogSlice(long first, long next, List<LogEntry> entries) {}
