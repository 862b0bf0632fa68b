package org.katagpu.setup.diagnosis;

import org.katagpu.message.Cause;
import org.katagpu.message.Text;

/** One form of line a known failure leaves behind. @param id of the failure; several symptoms may share it */
record Symptom(String id, LogOrigin place, LinePattern pattern) {
    Cause cause(String line) {
        return new Cause(place.text(), Text.of("diagnosis." + id), Text.of("diagnosis." + id + ".next"), line);
    }
}
