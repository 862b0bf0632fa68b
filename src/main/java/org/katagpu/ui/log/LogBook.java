package org.katagpu.ui.log;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.katagpu.message.Text;
import org.katagpu.remote.Subscription;

/** The logs of one window, one per job, newest last. Thread-safe. Ended logs beyond {@link #MOST} are let go. */
public final class LogBook implements AutoCloseable {
    public static final int MOST = 8;

    private final Path folder;
    private final InstantSource clock;
    private final List<LogModel> logs = new CopyOnWriteArrayList<>();
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
    }

    InstantSource clock() {
        return clock;
    }

    private void letOldGo() throws IOException {
        List<LogModel> ended = new ArrayList<>(logs);
        ended.removeIf(log -> log.status().running());
        for (LogModel log : ended.subList(0, Math.clamp(logs.size() - MOST, 0, ended.size()))) {
            logs.remove(log);
            log.close();
        }
    }
}
