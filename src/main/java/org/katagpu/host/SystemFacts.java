package org.katagpu.host;

import java.time.Instant;

/**
 * The machine and its operating system.
 *
 * @param architecture as {@code uname -m} prints it
 * @param kernel the running kernel's release
 * @param pageSize in bytes
 * @param clock the host's clock when the scan ran, to the second
 * @param skew seconds the host's clock is ahead of this machine's, as far as that is certain
 * @param load the one-minute load average
 * @param selinux {@code enforcing}, {@code permissive} or {@code disabled}
 * @param change a job of the wizard that holds one of the host's locks and has not reported its end
 * @param sudoRecords the setting by which sudo writes down what a command reads, {@code log_input}; empty: none
 * @param rootRights whether the scan ran with root's rights: without, some facts are unknown
 */
public record SystemFacts(Reading<String> architecture, Reading<String> kernel, Reading<Integer> pageSize,
        Reading<OsRelease> os, Reading<String> hostName, Reading<Instant> clock, Reading<Long> skew,
        Reading<Double> load,
        Reading<String> selinux, Reading<OtherChange> change, Reading<String> sudoRecords, boolean rootRights) {
    /** From {@code /etc/os-release}. @param id {@code openEuler} @param version {@code 24.03 (LTS-SP2)} @param like the
     * ids of the systems it is like, {@code rhel fedora} */
    public record OsRelease(String id, String version, String prettyName, String like) {}

    /** A job of the wizard. @param job its id, empty: none @param name {@code gpu/apply} @param owner who started it */
    public record OtherChange(String job, String name, String owner) {}

    static SystemFacts of(Facts facts) {
        return new SystemFacts(facts.value("host.architecture", value -> value.asText()),
                facts.value("host.kernel", value -> value.asText()), facts.value("host.page", value -> value.asInt()),
                facts.one("host.os")
                        .map(fact -> new OsRelease(fact.path("id").asText(), fact.path("version").asText(),
                                fact.path("pretty").asText(), fact.path("like").asText())),
                facts.value("host.name", value -> value.asText()),
                facts.value("host.clock", value -> Instant.ofEpochSecond(Facts.count(value))),
                facts.value("host.skew", value -> value.asLong()),
                facts.value("host.load", value -> value.asDouble()),
                facts.value("host.selinux", value -> value.asText()),
                facts.one("host.change").map(fact -> new OtherChange(fact.path("job").asText(),
                        fact.path("name").asText(), fact.path("owner").asText())),
                facts.one("host.sudo").map(fact -> fact.path("records").asText()),
                facts.one("host.user").map(fact -> fact.path("rights").asBoolean()).value().orElse(false));
    }

    /** Whether this is an ARM64 machine: the only kind virtCCA exists on. */
    public boolean arm64() {
        return architecture.value().filter("aarch64"::equals).isPresent();
    }
}
