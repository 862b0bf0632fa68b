package org.katagpu.setup.preflight;

import java.util.function.Function;

import org.katagpu.host.Reading;
import org.katagpu.message.Text;
import org.katagpu.setup.Finding;
import org.katagpu.setup.Finding.Status;

/** Puts a check's findings together: the texts are named after the check and the verdict. */
final class FindingBuilder {
    private final String id;

    FindingBuilder(String id) {
        this.id = id;
    }

    Finding pass(String evidence, Object... arguments) {
        return new Finding(id, Status.PASS, Text.of("check." + id + ".pass", arguments), evidence,
                Text.of("check.nothing"));
    }

    /** One of several ways to pass: texts {@code check.<id>.pass.<way>}. */
    Finding passOf(String way, String evidence, Object... arguments) {
        return new Finding(id, Status.PASS, Text.of("check." + id + ".pass." + way, arguments), evidence,
                Text.of("check.nothing"));
    }

    Finding warn(String evidence, Object... arguments) {
        return finding(Status.WARN, ".warn", evidence, arguments);
    }

    Finding fail(String evidence, Object... arguments) {
        return finding(Status.FAIL, ".fail", evidence, arguments);
    }

    /** One of several ways to warn: texts {@code check.<id>.warn.<way>}. */
    Finding warnOf(String way, String evidence, Object... arguments) {
        return finding(Status.WARN, ".warn." + way, evidence, arguments);
    }

    /** One of several ways to fail: texts {@code check.<id>.fail.<way>}. */
    Finding failOf(String way, String evidence, Object... arguments) {
        return finding(Status.FAIL, ".fail." + way, evidence, arguments);
    }

    private Finding finding(Status status, String suffix, String evidence, Object... arguments) {
        String key = "check." + id + suffix;
        return new Finding(id, status, Text.of(key, arguments), evidence, Text.of(key + ".next", arguments));
    }

    /** virtCCA is looked for on ARM64 only. */
    Finding notArm(String architecture) {
        return new Finding(id, Status.FAIL, Text.of("check.not-arm", architecture), architecture,
                Text.of("check.not-arm.next"));
    }

    Finding unknown(String reason, String detail) {
        return new Finding(id, Status.UNKNOWN,
                Text.of("check.unknown", Text.of("check." + id), Text.of("host.unknown." + reason)), detail,
                Text.of("check.unknown." + reason + ".next"));
    }

    /** The finding on a value, or that it is unknown. */
    <T> Finding on(Reading<T> reading, Function<T, Finding> judge) {
        return switch (reading) {
            case Reading.Known<T>(T value) -> judge.apply(value);
            case Reading.Unknown<T>(String reason, String detail) -> unknown(reason, detail);
        };
    }
}
