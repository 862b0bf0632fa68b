package org.katagpu.canary;

/** A process that does show a secret: without it, a watch that sees nothing would pass. */
public final class Planted implements AutoCloseable {
    public static final String NAME = "planted";

    private final Process process;

    public Planted(Canary canary) throws java.io.IOException {
        String secret = "planted-" + System.nanoTime() + "-planted";
        canary.watchMade(NAME, secret);
        ProcessBuilder sleep = new ProcessBuilder("sleep", "900");
        sleep.environment().put("PLANTED", secret);
        process = sleep.start();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
