package org.katagpu.ui.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.job.LockScope;
import org.katagpu.practice.Persona;
import org.katagpu.practice.PracticeHost;
import org.katagpu.setup.Action;
import org.katagpu.setup.Plan;
import org.katagpu.setup.Stage;
import org.katagpu.setup.image.ImageStage;
import org.katagpu.setup.rootfs.RootfsStage;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.log.LogModel;
import org.katagpu.ui.log.LogStatus.State;

/** Changes that have nothing in common run at the same time; one of each kind. */
@Timeout(60)
class SideBySideTest {
    private static final Waiting ONE = new Waiting("waiting-one");
    private static final Waiting TWO = new Waiting("waiting-two");

    @TempDir
    private Path folder;
    private PracticeHost practice;

    /** A stage whose change waits to be let go, in a scope of its own. */
    private record Waiting(String id) implements Stage {
        @Override
        public LockScope scope() {
            return new LockScope(id);
        }

        @Override
        public Map<String, String> parameters(Action action, Plan plan) {
            return Map.of("NAME", id);
        }
    }

    @BeforeEach
    void start() throws Exception {
        practice = PracticeHost.start(Persona.KUNPENG_4GPU);
    }

    @AfterEach
    void end() throws Exception {
        practice.close();
    }

    private StageWindow window(String owner) throws Exception {
        return new StageWindow(practice, folder, owner, Plan.EMPTY, ONE, TWO);
    }

    private void letGo(Waiting stage) throws IOException {
        Files.createFile(file(stage, "go"));
    }

    private Path file(Waiting stage, String what) {
        return practice.sandbox().root().resolve(stage.id() + "." + what);
    }

    private static void applyBoth(StageWindow window) {
        FxThread.run(() -> window.stage(0).act(Action.APPLY));
        window.awaitLog(0, State.RUNNING);
        FxThread.run(() -> window.stage(1).act(Action.APPLY));
        window.awaitLog(1, State.RUNNING);
    }

    @Test
    void theTwoBuildsAreOfDifferentScopesAndNeitherOfTheOthers() {
        assertThat(List.of(new ImageStage().scope(), new RootfsStage().scope(), LockScope.HOST))
                .doesNotHaveDuplicates();
    }

    @Test
    void cancelOfOneLeavesTheOther() throws Exception {
        try (StageWindow window = window("admin@laptop")) {
            applyBoth(window);
            FxThread.run(() -> window.runs().cancel(window.logs().get(0)));
            window.awaitLog(0, State.CANCELLED);
            assertThat(file(ONE, "taken-back")).exists();
            window.awaitView(0, StageModel.View.Known.class);
            window.awaitView(1, StageModel.View.Running.class);
            assertThat(FxThread.get(() -> window.stage(0).busyProperty().get())).as("may be started again").isFalse();
            letGo(TWO);
            window.awaitLog(1, State.SUCCEEDED);
            assertThat(window.awaitView(1, StageModel.View.Known.class).report().state().name()).isEqualTo("DONE");
            assertThat(file(TWO, "taken-back")).doesNotExist();
        }
    }

    @Test
    void aWindowOpenedLaterTakesUpBothWithTheirPanels() throws Exception {
        try (StageWindow first = window("admin@laptop")) {
            applyBoth(first);
        }
        try (StageWindow again = window("admin@laptop")) {
            again.awaitView(0, StageModel.View.Running.class);
            again.awaitView(1, StageModel.View.Running.class);
            assertThat(again.logs()).extracting(log -> log.name().arguments().getFirst().toString())
                    .as("oldest first").satisfiesExactly(one -> assertThat(one).contains("waiting-one"),
                            two -> assertThat(two).contains("waiting-two"));
            letGo(TWO);
            again.awaitLog(1, State.SUCCEEDED);
            assertThat(again.awaitView(1, StageModel.View.Known.class).after()).isPresent();
            again.awaitView(0, StageModel.View.Running.class);
            letGo(ONE);
            again.awaitLog(0, State.SUCCEEDED);
        }
    }

    @Test
    void aLostLinkLeavesBothGoingOn() throws Exception {
        try (StageWindow window = window("admin@laptop")) {
            applyBoth(window);
            practice.dropConnections();
            letGo(ONE);
            letGo(TWO);
            window.awaitLog(0, State.SUCCEEDED);
            window.awaitLog(1, State.SUCCEEDED);
            assertThat(window.logs()).extracting(LogModel::total).as("each its own lines, once")
                    .containsOnly(window.logs().getFirst().total());
        }
    }

    @Test
    void aLinkLostWhileACheckAsksIsNoFailureOfTheStage() throws Exception {
        try (StageWindow window = window("admin@laptop")) {
            FxThread.run(() -> window.stage(0).recheck());
            window.awaitView(0, StageModel.View.Known.class);
            List<StageModel.View> seen = new CopyOnWriteArrayList<>();
            Files.createFile(file(ONE, "hold"));
            FxThread.run(() -> {
                window.stage(0).viewProperty().subscribe(view -> {
                    seen.add(view);
                });
                window.stage(0).recheck();
            });
            FxThread.await("the host is asked", () -> Files.exists(file(ONE, "asked")));
            practice.dropConnections();
            FxThread.await("the loss is shown", () -> seen.stream().anyMatch(StageModel.View.Stale.class::isInstance));
            Files.delete(file(ONE, "hold"));
            window.awaitView(0, StageModel.View.Known.class);
            assertThat(seen).noneMatch(StageModel.View.Failed.class::isInstance);
        }
    }

    @Test
    void anotherAdminIsRefusedTheSameWithTheHoldersNameAndMayDoTheOther() throws Exception {
        try (StageWindow mine = window("admin@laptop"); StageWindow other = window("colleague@desk")) {
            FxThread.run(() -> mine.stage(0).act(Action.APPLY));
            mine.awaitLog(0, State.RUNNING);
            FxThread.run(() -> other.stage(0).act(Action.APPLY));
            assertThat(other.awaitView(0, StageModel.View.Failed.class).problem().what()).satisfies(what -> {
                assertThat(what.key()).isEqualTo("job.locked");
                assertThat(what.arguments()).containsExactly("waiting-one/apply", "admin@laptop");
            });
            FxThread.run(() -> other.stage(1).act(Action.APPLY));
            letGo(TWO);
            other.awaitLog(0, State.SUCCEEDED);
            letGo(ONE);
            mine.awaitLog(0, State.SUCCEEDED);
        }
    }
}
