package org.katagpu.setup.export;

import java.util.function.Consumer;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.remote.Duplex;
import org.katagpu.remote.Host;
import org.katagpu.remote.Identity;
import org.katagpu.remote.LinkState;
import org.katagpu.remote.Output;
import org.katagpu.remote.Script;
import org.katagpu.remote.Subscription;

/** A host that has a name and is asked nothing, but which Kata it has: that it does not tell. */
record NamedHost(String label) implements Host {
    private static AssertionError asked() {
        return new AssertionError("nothing is asked of the host");
    }

    @Override
    public Identity identity() {
        throw asked();
    }

    @Override
    public LinkState link() {
        throw asked();
    }

    @Override
    public Subscription onLink(Consumer<LinkState> listener) {
        throw asked();
    }

    @Override
    public int run(Script script, Output output) throws ProblemException {
        if (script.name().equals("kata/look")) {
            throw new ProblemException(Problem.of(Text.of("kataconf.host.none"), Text.of("kataconf.host.none.next")));
        }
        throw asked();
    }

    @Override
    public Duplex dial(String address, int port) {
        throw asked();
    }

    @Override
    public void awaitLink() {
        throw asked();
    }

    @Override
    public void close() {}
}
