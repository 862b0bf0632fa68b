package org.katagpu.ui.page.kata.model;

import java.util.List;

import org.katagpu.message.ProblemException;
import org.katagpu.setup.kata.KataBackup;
import org.katagpu.setup.kata.KataFile;
import org.katagpu.setup.kata.KataLayers;
import org.katagpu.setup.kata.KataTarget;
import org.katagpu.ui.frame.Session;

/**
 * Kata's configuration on the host, read: of the Kata a runtime leads to, which is its name or the path of its shim. All
 * methods block.
 */
public interface ConfigHost {
    KataFile read(Session session, KataTarget target, String runtime) throws ProblemException, InterruptedException;

    /** All files of the configuration; here those two alone that can be read one by one. */
    default KataLayers layers(Session session, boolean dropIns, String runtime)
            throws ProblemException, InterruptedException {
        KataFile main = read(session, KataTarget.MAIN, runtime);
        return KataLayers.of(main, dropIns
                ? read(session, KataTarget.DROPIN, runtime)
                : new KataFile(main.asked(), "", KataFile.ABSENT, new byte[0], List.of()));
    }

    byte[] read(Session session, KataBackup backup, String runtime) throws ProblemException, InterruptedException;

    /** Whether there is a file or folder at this path. */
    boolean exists(Session session, String path) throws ProblemException, InterruptedException;
}
