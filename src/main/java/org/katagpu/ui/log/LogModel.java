package org.katagpu.ui.log;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongFunction;

import org.jspecify.annotations.Nullable;
import org.katagpu.message.Cause;
import org.katagpu.message.Problem;
import org.katagpu.message.Text;
import org.katagpu.remote.Subscription;

/**
 * The log of one job: the newest entries in memory, all of them on disk. Any thread may write; entries get their
 * numbers in the order they are stored in, in memory and on disk alike. Readers never wait for the disk.
 */
public final class LogModel implements AutoCloseable {
    public static final int CAPACITY = 100_000;
    /** Bounds memory where lines are long; lines of usual length reach {@link #CAPACITY} first. */
    private static final long MOST_CHARACTERS = 24_000_000;
    /** Bytes of one log on this machine's disk; the whole of it stays on the host. */
    static final long MOST_ON_DISK = 128L << 20;
    /** More of one line is kept on disk only. */
    static final int LONGEST_LINE = 16_384;

    private final Text name;
    private final InstantSource clock;
    private final LogSpool spool;
    private final LogRing ring;
    private final Object writing = new Object();
    private final Object reading = new Object();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private Sgr colours = Sgr.NONE;
    private Sgr coloursBeforeLast = Sgr.NONE;
    private LogEntry.@Nullable Line redrawable;
    private volatile LogStatus status;
    private @Nullable Consumer<LogModel> load;
    private volatile boolean past;
    private volatile boolean onDisk = true;
    private final long mostOnDisk;
    /** The first entry that is not on disk because the file had reached its bound; -1 while all are. */
    private long beyond = -1;

    LogModel(Text name, LogSpool spool, int capacity, InstantSource clock) {
        this(name, spool, capacity, MOST_ON_DISK, clock);
    }

    LogModel(Text name, LogSpool spool, int capacity, long mostOnDisk, InstantSource clock) {
        this.mostOnDisk = mostOnDisk;
        this.name = name;
        this.spool = spool;
        this.clock = clock;
        ring = new LogRing(capacity, MOST_CHARACTERS);
        status = LogStatus.beginning(clock.instant());
    }

    public Text name() {
        return name;
    }

    /** @param text one line without its end, or several; may hold escapes */
    public void line(String text) {
        for (String line : text.split("\n", -1)) {
            add(line, null, false);
        }
    }

    /** One line whose level is known. */
    public void line(LogLevel level, String text) {
        add(text, level, false);
    }

    /** A line that redraws the one before it, where that was a plain line too. */
    public void redraw(String text) {
        add(text, null, true);
    }

    /** A step began; the colours a tool left on end here. */
    public void step(int n, int of, Text title) {
        synchronized (writing) {
            status = status.step(n, of, title, clock.instant());
            colours = Sgr.NONE;
            append(number -> new LogEntry.Heading(number, clock.millis(), n, of, title));
        }
        tell();
    }

    /** @param total 0 where it is not known */
    public void progress(long done, long total, LogStatus.Unit unit) {
        synchronized (writing) {
            status = status.at(new LogStatus.Progress(done, total, unit), clock.instant());
        }
        tell();
    }

    public void say(LogLevel level, Text text) {
        synchronized (writing) {
            append(number -> new LogEntry.Said(number, clock.millis(), level, text));
        }
        tell();
    }

    public boolean isRunning() {
        return status.running();
    }

    /** It is of a run that ended before: its lines are read when it is first shown. */
    void past(LogStatus.State outcome, Consumer<LogModel> loader) {
        synchronized (writing) {
            status = status.ended(outcome, clock.instant());
            load = loader;
            past = true;
        }
    }

    /** Whether it is of a run that ended before this window watched. */
    boolean isPast() {
        return past;
    }

    /** It is shown. */
    public void opened() {
        Consumer<LogModel> loader;
        synchronized (writing) {
            loader = load;
            load = null;
        }
        if (loader != null) {
            loader.accept(this);
        }
    }

    /** What failed, the command with its last lines, and what to do next. */
    public void problem(Problem problem) {
        synchronized (writing) {
            say(LogLevel.ERROR, problem.what());
            if (!problem.command().isEmpty()) {
                say(LogLevel.PLAIN, problem.exit().isPresent()
                        ? Text.of("log.problem.exit", problem.command(), String.valueOf(problem.exit().getAsInt()))
                        : Text.of("log.problem.command", problem.command()));
            }
            problem.lastLines().forEach(line -> line(LogLevel.PLAIN, line));
            say(LogLevel.WARN, problem.next());
            for (Cause cause : problem.causes()) {
                say(LogLevel.WARN, Text.of("log.problem.cause", cause.where(), cause.what()));
                line(LogLevel.PLAIN, cause.evidence());
                say(LogLevel.WARN, cause.next());
            }
        }
    }

    /** The job ended. */
    public void end(LogStatus.State outcome) {
        synchronized (writing) {
            // How an earlier run ended is known before its log is read.
            status = status.running() ? status.ended(outcome, clock.instant()) : status;
        }
        tell();
    }

    public LogStatus status() {
        return status;
    }

    /** How many entries there were since the beginning. */
    public long total() {
        synchronized (reading) {
            return ring.next();
        }
    }

    /** Called from the writing thread after each change: be short. */
    public Subscription onChange(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    LogSlice slice(long from, int most) {
        synchronized (reading) {
            return ring.slice(from, most);
        }
    }

    /** False once the disk failed: then only what is in memory can be saved. */
    boolean onDisk() {
        return onDisk;
    }

    /** Everything since the beginning, oldest first. Blocks; writing goes on meanwhile. */
    void replay(LogSpool.Reader reader) throws IOException {
        if (!onDisk) {
            for (LogEntry entry : slice(0, Integer.MAX_VALUE).entries()) {
                reader.entry(entry);
            }
            return;
        }
        long from;
        synchronized (writing) {
            from = beyond;
            if (from < 0) {
                spool.flush();
            }
        }
        spool.replay(reader);
        if (from >= 0) {
            replayNewest(from, reader);
        }
    }

    /** What came after the file had reached its bound: as much as is in memory, and how much is not. */
    private void replayNewest(long from, LogSpool.Reader reader) throws IOException {
        LogSlice newest = slice(from, Integer.MAX_VALUE);
        long lost = newest.entries().isEmpty() ? 0 : newest.entries().getFirst().number() - from;
        if (lost > 0) {
            reader.entry(new LogEntry.Said(from, clock.millis(), LogLevel.WARN, Text.of("log.spool.gap", lost)));
        }
        for (LogEntry entry : newest.entries()) {
            reader.entry(entry);
        }
    }

    /** Forgets the file on disk. */
    @Override
    public void close() throws IOException {
        listeners.clear();
        synchronized (writing) {
            onDisk = false;
            spool.close();
        }
    }

    private void add(String text, @Nullable LogLevel level, boolean redraws) {
        synchronized (writing) {
            LogEntry.Line before = redraws ? redrawable : null;
            Sgr start = before == null ? colours : coloursBeforeLast;
            coloursBeforeLast = start;
            colours = AnsiText.after(start, text);
            int cut = Math.max(0, text.length() - LONGEST_LINE);
            String kept = cut == 0 ? text : text.substring(0, LONGEST_LINE);
            LogLevel known = level == null ? LevelGuess.of(AnsiText.plain(kept)) : level;
            if (before == null) {
                redrawable = (LogEntry.Line) append(
                        number -> new LogEntry.Line(number, clock.millis(), known, start, kept, cut));
            } else {
                redrawable = new LogEntry.Line(before.number(), clock.millis(), known, start, kept, cut);
                synchronized (reading) {
                    ring.replace(redrawable);
                }
            }
            if (onDisk && beyond < 0) {
                spool.holdLine(redrawable, text);
            }
        }
        tell();
    }

    private LogEntry append(LongFunction<LogEntry> made) {
        redrawable = null;
        LogEntry entry;
        synchronized (reading) {
            entry = made.apply(ring.next());
            ring.add(entry);
        }
        if (onDisk && beyond < 0) {
            store(entry);
        }
        return entry;
    }

    private void store(LogEntry entry) {
        try {
            if (spool.size() >= mostOnDisk) {
                beyond = entry.number();
                Text full = Text.of("log.spool.full", mostOnDisk >> 20);
                spool.append(new LogEntry.Said(beyond, clock.millis(), LogLevel.WARN, full));
                spool.flush();
                say(LogLevel.WARN, full);
            } else {
                spool.append(entry);
            }
        } catch (IOException diskFailed) {
            onDisk = false;
            append(number -> new LogEntry.Said(number, clock.millis(), LogLevel.WARN, Text.of("log.spool.failed",
                    String.valueOf(diskFailed.getMessage()))));
        }
    }

    private void tell() {
        listeners.forEach(Runnable::run);
    }
}
