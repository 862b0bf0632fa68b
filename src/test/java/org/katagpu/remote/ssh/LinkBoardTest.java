package org.katagpu.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.katagpu.message.Problem;
import org.katagpu.message.Text;
import org.katagpu.remote.LinkState;
import org.katagpu.remote.Subscription;

@Timeout(10)
class LinkBoardTest {
    private static final Problem PROBLEM = Problem.of(Text.of("remote.closed"), Text.of("remote.closed.next"));
    private final LinkBoard board = new LinkBoard(new LinkState.Up(Duration.ZERO));

    @Test
    void tellsEveryStateInOrder() throws Exception {
        List<LinkState> told = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch down = new CountDownLatch(1);
        board.subscribe(state -> {
            told.add(state);
            if (state instanceof LinkState.Down) {
                down.countDown();
            }
        });
        for (int attempt = 1; attempt <= 1000; attempt++) {
            board.post(new LinkState.Reconnecting(Instant.EPOCH, attempt, PROBLEM));
        }
        board.post(new LinkState.Down(PROBLEM));
        board.post(new LinkState.Up(Duration.ZERO));
        assertThat(down.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(told).hasSize(1002).last().isInstanceOf(LinkState.Down.class);
        for (int attempt = 1; attempt <= 1000; attempt++) {
            assertThat(((LinkState.Reconnecting) told.get(attempt)).attempt()).isEqualTo(attempt);
        }
        assertThat(board.state()).isInstanceOf(LinkState.Down.class);
    }

    @Test
    void aListenerMayAskTheBoardAndAnotherMayFail() throws Exception {
        CountDownLatch told = new CountDownLatch(2);
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((_, _) -> {});
        try {
            board.subscribe(_ -> {
                throw new IllegalStateException("a listener's own fault");
            });
            board.subscribe(_ -> {
                board.state();
                board.subscribe(_ -> {}).close();
                told.countDown();
            });
            board.post(new LinkState.Up(Duration.ofMillis(2)));
            assertThat(told.await(5, TimeUnit.SECONDS)).isTrue();
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }

    @Test
    void aClosedSubscriptionHearsNothing() throws Exception {
        List<LinkState> told = Collections.synchronizedList(new ArrayList<>());
        Subscription subscription = board.subscribe(told::add);
        CountDownLatch first = new CountDownLatch(1);
        board.subscribe(_ -> first.countDown());
        assertThat(first.await(5, TimeUnit.SECONDS)).isTrue();
        subscription.close();
        CountDownLatch second = new CountDownLatch(1);
        board.subscribe(state -> {
            if (state instanceof LinkState.Down) {
                second.countDown();
            }
        });
        board.post(new LinkState.Down(PROBLEM));
        assertThat(second.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(told).hasSize(1);
    }

    @Test
    void whoComesLateIsToldTheEnd() throws Exception {
        board.post(new LinkState.Down(PROBLEM));
        CountDownLatch told = new CountDownLatch(1);
        board.subscribe(_ -> told.countDown());
        assertThat(told.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(board.awaitSettled()).isInstanceOf(LinkState.Down.class);
    }
}
