package org.katagpu.ui.stage;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.katagpu.job.HostJobs;
import org.katagpu.message.Messages;
import org.katagpu.practice.PracticeHost;
import org.katagpu.remote.Host;
import org.katagpu.remote.ssh.SshConnector;
import org.katagpu.remote.ssh.trust.HostKeyTrust;
import org.katagpu.setup.Plan;
import org.katagpu.setup.Stage;
import org.katagpu.setup.StageRunner;
import org.katagpu.setup.StageScripts;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.control.Background;
import org.katagpu.ui.control.FxBackground;
import org.katagpu.ui.frame.Session;
import org.katagpu.ui.frame.Wizard;
import org.katagpu.ui.log.LogBook;
import org.katagpu.ui.log.LogModel;
import org.katagpu.ui.log.LogStatus;

/** One window's part of the house on a practice host, without its drawing: some stages and their runs. */
final class StageWindow implements AutoCloseable {
    private final Host host;
    private final LogBook book;
    private final List<StageModel> models = new ArrayList<>();
    private final StageRuns runs;

    StageWindow(PracticeHost practice, Path folder, String owner, Plan plan, Stage... stages) throws Exception {
        host = new SshConnector(new HostKeyTrust(folder, folder.resolve("known_hosts"))).connect(practice.target(),
                practice.questions());
        book = new LogBook(folder, Clock.systemUTC());
        StageScripts scripts = new StageScripts();
        StageRunner runner = new StageRunner(host, new HostJobs(host, owner), scripts, new Messages(Locale.ENGLISH));
        runs = FxThread.get(() -> {
            Wizard wizard = new Wizard();
            Background background = new FxBackground();
            StageRuns made = new StageRuns(wizard, background, book, owner);
            for (Stage stage : stages) {
                models.add(new StageModel(stage, wizard, made, background, scripts));
            }
            wizard.connected(new Session(host, true, runner), plan);
            return made;
        });
    }

    StageModel stage(int number) {
        return models.get(number);
    }

    StageRuns runs() {
        return runs;
    }

    /** Newest last. */
    List<LogModel> logs() {
        return book.logs();
    }

    LogModel awaitLog(int number, LogStatus.State state) {
        FxThread.await("log " + number + " is " + state,
                () -> logs().size() > number && logs().get(number).status().state() == state);
        return logs().get(number);
    }

    <V extends StageModel.View> V awaitView(int number, Class<V> kind) {
        FxThread.await("stage " + number + " shows " + kind.getSimpleName(),
                () -> kind.isInstance(stage(number).viewProperty().get()));
        return kind.cast(FxThread.get(() -> stage(number).viewProperty().get()));
    }

    @Override
    public void close() throws Exception {
        host.close();
        book.close();
    }
}
