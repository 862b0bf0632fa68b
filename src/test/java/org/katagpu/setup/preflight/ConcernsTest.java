package org.katagpu.setup.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.katagpu.host.FactJson;
import org.katagpu.host.HostScan;
import org.katagpu.setup.preflight.Concern.Kind;

/** What did not pass stands with what puts it right, and what only follows from it below. */
class ConcernsTest {
    private static final String ARM = "{kind:'host.architecture',value:'aarch64'}";
    private static final String X86 = "{kind:'host.architecture',value:'x86_64'}";
    private static final String KATA = "{kind:'scan.section',name:'kata',complete:true}";

    private static List<Judged> judged(HostScan scan) {
        return HostChecks.all().stream().map(check -> new Judged(check, check.on(scan))).toList();
    }

    private static List<Concern> concerns(String... facts) {
        HostScan scan = FactJson.scan(facts);
        return Concerns.of(scan, judged(scan));
    }

    private static Concern with(List<Concern> concerns, String check) {
        return concerns.stream().filter(one -> ids(one.findings()).contains(check)).findFirst().orElseThrow();
    }

    private static List<String> ids(List<Judged> findings) {
        return findings.stream().map(one -> one.check().id()).toList();
    }

    @Test
    void aHostOfAnotherArchitectureIsOneRow() {
        Concern one = with(concerns(X86, "{kind:'host.kernel',value:'5.10.0'}",
                "{kind:'host.os',id:'ubuntu',version:'24.04',pretty:'Ubuntu'}"), "architecture");
        assertThat(one.kind()).isEqualTo(Kind.ALONE);
        assertThat(ids(one.follows())).containsExactlyInAnyOrder("os", "kernel", "tmm", "kernel-virtcca",
                "cmdline-virtcca", "secure-smmu", "cmdline-ecmdq");
    }

    @Test
    void noKataExplainsWhatCannotBeToldOfIt() {
        List<Concern> concerns = concerns(ARM, KATA, "{kind:'kata.shim',path:'',elsewhere:[]}",
                "{kind:'kata.runtime',path:'',elsewhere:[]}", "{kind:'kata.config',path:'',candidates:[]}",
                "{kind:'kata.settings',unknown:'absent',detail:''}");
        assertThat(ids(with(concerns, "kata-shim").follows())).contains("kata-runtime", "kata-variant", "kata-config",
                "vfio-node", "hypervisor", "guest-image", "guest-kernel");
    }

    @Test
    void parametersOfTheKernelAreOneRestart() {
        Concern one = with(concerns(ARM, "{kind:'kernel.cmdline',value:'quiet'}", "{kind:'virt.tmm',value:0}",
                "{kind:'kernel.messages',lines:['kvm [1]: TMM feature0: 0x10']}"), "cmdline-virtcca");
        assertThat(one.kind()).isEqualTo(Kind.PARAMETERS);
        assertThat(ids(one.findings())).containsExactly("cmdline-virtcca", "cmdline-ecmdq", "idle-d3");
        assertThat(one.copied())
                .isEqualTo("virtcca_cvm_host=1 arm_smmu_v3.disable_ecmdq=1 vfio_pci.disable_idle_d3=1");
        assertThat(ids(one.follows())).containsExactly("tmm");
    }

    @Test
    void toolsOfSeveralStepsAreOneCommandOfTheHostsOwnManager() {
        String tools = "{kind:'tools.paths',values:{}}";
        Concern one = with(concerns(ARM, tools,
                "{kind:'host.os',id:'debian',version:'12',pretty:'Debian 12'}"), "tools-jobs");
        assertThat(one.kind()).isEqualTo(Kind.PACKAGES);
        assertThat(ids(one.findings())).containsExactly("tools-jobs", "tools-image", "tools-build", "tools-network");
        assertThat(one.copied()).startsWith("apt-get install ").contains(" iproute2 ").contains(" docker.io ");
        assertThat(Stream.of(one.copied().split(" "))).doesNotHaveDuplicates();
    }

    @Test
    void eachFindingStandsOnceWhateverWasRead() {
        for (String[] facts : List.of(new String[]{}, new String[]{X86}, new String[]{ARM, KATA},
                new String[]{X86, KATA, "{kind:'kata.shim',path:'',elsewhere:[]}",
                    "{kind:'kernel.cmdline',value:''}", "{kind:'virt.node',node:'/dev/vhost-vsock',exists:false}"})) {
            HostScan scan = FactJson.scan(facts);
            List<Judged> shown = new ArrayList<>();
            Concerns.of(scan, judged(scan)).forEach(one -> {
                shown.addAll(one.findings());
                shown.addAll(one.follows());
                assertThat(one.kind() == Kind.ALONE).isEqualTo(one.findings().size() == 1);
            });
            assertThat(ids(shown)).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(
                    ids(judged(scan).stream().filter(one -> !one.passed()).toList()));
        }
    }
}
