package org.katagpu.job;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for a condition by looking again and again, up to a deadline. */
final class Await {
    private Await() {}

    static void until(String what, Callable<Boolean> condition) throws Exception {
        until(what, Duration.ofSeconds(15), condition);
    }

    static void until(String what, Duration most, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + most.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + most + ": " + what);
            }
            Thread.sleep(5);
        }
    }
}
