package org.katagpu;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.katagpu.practice.Persona;
import org.katagpu.practice.PracticeHost;

/** The command line with a practice host that it knows by name, and its password in a file. */
abstract class AbstractCommandLineTest {
    PracticeHost practice;
    CommandLine line;
    String password;

    @BeforeEach
    final void start() throws Exception {
        practice = PracticeHost.start(Persona.KUNPENG_4GPU);
        line = new CommandLine();
        line.knows("practice", practice.target().address(), practice.target().port(), practice.target().user());
        password = line.passwordFile(new String(practice.password())).toString();
    }

    @AfterEach
    final void end() throws Exception {
        line.close();
        practice.close();
    }
}
