package org.katagpu.setup.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.katagpu.message.Messages;
import org.katagpu.message.ProblemException;
import org.katagpu.setup.Action;
import org.katagpu.setup.Change;
import org.katagpu.setup.Finding;
import org.katagpu.setup.Plan;
import org.katagpu.setup.Stage;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageRun;
import org.katagpu.setup.StageRunner;
import org.katagpu.setup.StageScripts;
import org.katagpu.setup.gpu.LocalJobsHost;

/** The network stage's real scripts, with real plugins and real cnitool, on a machine of the test's own. */
final class NetworkFixture implements AutoCloseable {
    final OwnMachine machine;
    final LocalJobsHost host;
    final StageRunner runner;
    final List<StageEvent> events = new ArrayList<>();
    Plan plan = Plan.EMPTY;
    private final List<Path> outside = outside();

    NetworkFixture(Path folder) throws IOException, InterruptedException {
        machine = new OwnMachine(folder);
        machine.put(RealCnitool.build(), "/opt/bin/cnitool");
        host = new LocalJobsHost(() -> machine.command("setsid", "bash", "-s"), folder);
        runner = new StageRunner(host, host, new StageScripts(), new Messages(Locale.ENGLISH));
    }

    void choose(UnaryOperator<NetworkChoice> change) {
        plan = plan.withNetwork(change.apply(plan.network()));
    }

    StageReport check() throws ProblemException, InterruptedException {
        try {
            return runner.check(new NetworkStage(), plan);
        } catch (ProblemException e) {
            throw new AssertionError(String.join("\n", e.problem().lastLines()), e);
        }
    }

    ContainerNetwork network() throws ProblemException, InterruptedException {
        return ContainerNetwork.of(check().facts()).orElseThrow();
    }

    StageEvent.Ended apply() throws ProblemException, InterruptedException {
        return follow(start(new NetworkStage(), Action.APPLY));
    }

    StageEvent.Ended reset() throws ProblemException, InterruptedException {
        return follow(start(NetworkStage.reset(), Action.APPLY));
    }

    StageEvent.Ended undo() throws ProblemException, InterruptedException {
        return follow(start(new NetworkStage(), Action.UNDO));
    }

    StageRun start(Stage stage, Action action) throws ProblemException, InterruptedException {
        return runner.start(stage, action, plan);
    }

    StageEvent.Ended follow(StageRun run) throws ProblemException, InterruptedException {
        events.clear();
        return runner.follow(run, 0, (event, offset) -> events.add(event));
    }

    List<String> log() {
        return events.stream().filter(StageEvent.LogLine.class::isInstance)
                .map(event -> ((StageEvent.LogLine) event).text()).toList();
    }

    String traces() {
        return machine.traces();
    }

    static List<String> ids(StageReport report, Finding.Status status) {
        return report.findings().stream().filter(finding -> finding.status() == status).map(Finding::id).toList();
    }

    static List<String> changes(StageReport report, boolean done) {
        return report.changes().stream().filter(change -> change.done() == done).map(Change::id).toList();
    }

    /** What of ours the machine has that the tests run on: it is never touched. */
    private static List<Path> outside() {
        return Stream.of("/run/netns/vllmnet", "/var/lib/cni/networks/vllmnet", NetworkChoice.OWN_FOLDER,
                "/opt/katagpu", "/var/lib/katagpu/network", "/sys/class/net/cni1", "/sys/class/net/uplink")
                .map(Path::of).filter(Files::exists).toList();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        machine.close();
        assertThat(outside()).isEqualTo(outside);
    }
}
