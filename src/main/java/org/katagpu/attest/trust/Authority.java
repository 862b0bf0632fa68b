package org.katagpu.attest.trust;

import java.util.Locale;
import org.katagpu.message.Text;

/** Who vouches for a machine's certificate. */
public enum Authority {
    HUAWEI,
    /** The built-in practice host's own: proves nothing of any machine. */
    PRACTICE;

    public Text text() {
        return Text.of("attest.authority." + name().toLowerCase(Locale.ROOT));
    }
}
