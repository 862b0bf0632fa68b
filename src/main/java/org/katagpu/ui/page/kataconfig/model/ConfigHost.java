package org.katagpu.ui.page.kataconfig.model;

import org.katagpu.message.ProblemException;
import org.katagpu.setup.kata.KataBackup;
import org.katagpu.setup.kata.KataFile;
import org.katagpu.setup.kata.KataTarget;
import org.katagpu.ui.frame.Session;

/** Kata's configuration on the host, read. All methods block. */
public interface ConfigHost {
    KataFile read(Session session, KataTarget target) throws ProblemException, InterruptedException;

    byte[] read(Session session, KataBackup backup) throws ProblemException, InterruptedException;

    /** Whether there is a file or folder at this path. */
    boolean exists(Session session, String path) throws ProblemException, InterruptedException;
}
