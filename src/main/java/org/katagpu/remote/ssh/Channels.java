package org.katagpu.remote.ssh;

import java.io.IOException;
import net.schmizz.sshj.connection.channel.Channel;

/** Closes channels. sshj's close waits for the peer's answer, which OpenSSH gives only when the process has ended. */
final class Channels {
    private Channels() {}

    static void closeLater(Channel channel) {
        closeLater(channel, () -> {});
    }

    /** @param gone run once the channel is gone for certain, or the whole connection is */
    static void closeLater(Channel channel, Runnable gone) {
        Thread.ofVirtual().name("ssh-close").start(() -> {
            try {
                channel.close();
                channel.join();
            } catch (IOException connectionLost) {
                // The channel went with it.
            } finally {
                gone.run();
            }
        });
    }
}
