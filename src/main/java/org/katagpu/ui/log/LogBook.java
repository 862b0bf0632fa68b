package org.katagpu.ui.log;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.katagpu.message.Text;
import org.katagpu.remote.Subscription;

/** The logs of one window, one per job, newest last. Thread-safe. Ended logs beyond {@link #MOST} are let go. */
public final class LogBook implements AutoCloseable {
    public static final int MOST = 8;
    /** Logs of runs that ended before, besides. */
    public static final int MOST_PAST = 20;

    /**
     * A run that ended before this window watched.
     *
     * @param began by the host's clock
     * @param loader fills the log once it is first shown; must not block
     */
    public record Past(Text name, Instant began, LogStatus.State outcome, Consumer<LogModel> loader) {}

    private final Path folder;
    private final InstantSource clock;
    private final List<LogModel> logs = new CopyOnWriteArrayList<>();
    private final List<LogModel> past = new CopyOnWriteArrayList<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** @param folder in the app's cache folder; made when first needed */
    public LogBook(Path folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** Begins a log; the pane shows it at once. @param name of the job, in few words */
    public LogModel open(Text name) throws IOException {
        LogModel log = new LogModel(name, LogSpool.in(folder), LogModel.CAPACITY, clock);
        logs.add(log);
        letOldGo();
        listeners.forEach(Runnable::run);
        return log;
    }

    /** Puts earlier runs before the others, in place of those put there before. @param runs oldest first */
    public void past(List<Past> runs) throws IOException {
        for (LogModel log : past) {
            logs.remove(log);
            log.close();
        }
        past.clear();
        for (Past run : runs.subList(Math.max(0, runs.size() - MOST_PAST), runs.size())) {
            LogModel log = new LogModel(run.name(), LogSpool.in(folder), LogModel.CAPACITY,
                    InstantSource.fixed(run.began()));
            log.past(run.outcome(), run.loader());
            past.add(log);
        }
        logs.addAll(0, past);
        listeners.forEach(Runnable::run);
    }

    public List<LogModel> logs() {
        return List.copyOf(logs);
    }

    /** Called from the opening thread. */
    public Subscription onChange(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public void close() throws IOException {
        for (LogModel log : logs) {
            log.close();
        }
        logs.clear();
        past.clear();
    }

    InstantSource clock() {
        return clock;
    }

    private void letOldGo() throws IOException {
        List<LogModel> ended = new ArrayList<>(logs);
        ended.removeIf(log -> log.status().running() || past.contains(log));
        int own = logs.size() - past.size();
        for (LogModel log : ended.subList(0, Math.clamp(own - MOST, 0, ended.size()))) {
            logs.remove(log);
            log.close();
        }
    }
}
