package org.katagpu.ui.page.kata.model;

import java.util.List;

import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.remote.Capture;
import org.katagpu.remote.Script;
import org.katagpu.setup.kata.KataBackup;
import org.katagpu.setup.kata.KataFile;
import org.katagpu.setup.kata.KataFileReader;
import org.katagpu.setup.kata.KataLayers;
import org.katagpu.setup.kata.KataReader;
import org.katagpu.setup.kata.KataTarget;
import org.katagpu.ui.frame.Session;

/** Reads over the session's link. */
public final class SessionConfigHost implements ConfigHost {
    private static final int MOST = 4096;
    private static final int THERE = 0;
    private static final int ABSENT = 44;

    @Override
    public KataFile read(Session session, KataTarget target, String runtime)
            throws ProblemException, InterruptedException {
        return new KataFileReader(session.host()).read(target, runtime);
    }

    @Override
    public KataLayers layers(Session session, boolean dropIns, String runtime)
            throws ProblemException, InterruptedException {
        return new KataReader(session.host()).read(runtime).layers();
    }

    @Override
    public byte[] read(Session session, KataBackup backup, String runtime)
            throws ProblemException, InterruptedException {
        return new KataFileReader(session.host()).read(backup, runtime);
    }

    @Override
    public boolean exists(Session session, String path) throws ProblemException, InterruptedException {
        Capture said = new Capture(MOST);
        Script look = Script.named("kata/exists").parameter("FILE", path)
                .bundled("remote/exists").elevated().build();
        int exit = session.host().run(look, said);
        if (exit != THERE && exit != ABSENT) {
            List<String> lines = said.errorLines();
            throw new ProblemException(Problem.of(Text.of("remote.file.stat", path),
                    Text.of("remote.file.stat.next", path)).on(session.host().label())
                    .command("kata/exists", exit, lines));
        }
        return exit == THERE;
    }
}
