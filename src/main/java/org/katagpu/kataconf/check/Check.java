package org.katagpu.kataconf.check;

import java.util.List;

/** Looks for one kind of fault. */
interface Check {
    List<Diagnostic> look(Inspection inspection);
}
