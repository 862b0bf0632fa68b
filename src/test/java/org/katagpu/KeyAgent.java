package org.katagpu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** OpenSSH's agent with one key in it, as an admin has it whose key has a passphrase. */
final class KeyAgent implements AutoCloseable {
    private final Path socket;
    private final Process agent;

    /** @param folder the admin's alone; the passphrase lies in it while the key is added */
    KeyAgent(Path folder, Path key, String passphrase) throws IOException, InterruptedException {
        socket = folder.resolve("agent");
        agent = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        while (Files.notExists(socket) && agent.isAlive()) {
            Thread.sleep(20);
        }
        Path word = Files.writeString(folder.resolve("passphrase"), passphrase + "\n");
        Path asker = Files.writeString(folder.resolve("asker"), "#!/bin/sh\ncat '" + word + "'\n");
        Files.setPosixFilePermissions(asker, PosixFilePermissions.fromString("rwx------"));
        ProcessBuilder add = new ProcessBuilder("ssh-add", key.toString()).redirectErrorStream(true);
        add.environment().put("SSH_AUTH_SOCK", socket.toString());
        add.environment().put("SSH_ASKPASS", asker.toString());
        add.environment().put("SSH_ASKPASS_REQUIRE", "force");
        Process adding = add.start();
        adding.getOutputStream().close();
        String said = new String(adding.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = adding.waitFor();
        Files.delete(word);
        if (status != 0) {
            close();
            throw new IllegalStateException("ssh-add: " + said);
        }
    }

    Path socket() {
        return socket;
    }

    @Override
    public void close() {
        agent.destroy();
    }
}
