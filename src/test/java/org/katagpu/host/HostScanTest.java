package org.katagpu.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.katagpu.host.FactJson.scan;

import org.junit.jupiter.api.Test;
import org.katagpu.host.NetworkFacts.Route;

/** From facts to records: tolerant, and never guessing. */
class HostScanTest {
    @Test
    void nothingToldIsNothingKnown() {
        HostScan scan = scan();
        assertThat(scan.system().architecture()).isInstanceOf(Reading.Unknown.class);
        assertThat(scan.system().rootRights()).isFalse();
        assertThat(scan.topology().functions()).isEmpty();
        assertThat(scan.nodes().complete()).isFalse();
        assertThat(scan.kata().variant().kind()).isEqualTo(KataVariant.Kind.NONE);
        assertThat(scan.network().routes()).isInstanceOf(Reading.Unknown.class);
        assertThat(scan.resources().freeAt("/var/lib/docker")).isEmpty();
    }

    @Test
    void brokenFactsSpoilOnlyThemselves() {
        HostScan scan = scan("{kind:'pci.function',address:'nonsense'}", "{kind:'pci.function'}",
                "{kind:'pci.function',address:'0000:3b:00.0',vendor:'zz',class:'',bars:'x',upstream:null,group:'a'}",
                "{kind:'network.route',mask:'zz'}", "{}", "{kind:'unheard.of',value:1}",
                "{kind:'host.kernel',value:'6.6.0-1'}");
        assertThat(scan.topology().functions()).singleElement().satisfies(function -> {
            assertThat(function.iommuGroup()).isEmpty();
            assertThat(function.isNvidiaGpu()).isFalse();
            assertThat(function.upstream()).isEmpty();
        });
        assertThat(scan.system().kernel().value()).contains("6.6.0-1");
    }

    @Test
    void aPartialScanRenewsItsSectionsOnly() {
        NvidiaModels models = NvidiaModels.bundled();
        HostScan first = scan("{kind:'host.kernel',value:'6.6.0-1'}", "{kind:'kata.sign',path:'/old'}",
                "{kind:'kata.shim',path:'/usr/bin/containerd-shim-kata-v2'}",
                "{kind:'scan.section',name:'kata',complete:true}", "{kind:'scan.section',name:'host',complete:true}");
        HostScan renewed = first.renewedBy(scan("{kind:'kata.runtime',path:'/usr/bin/kata-runtime'}",
                "{kind:'scan.section',name:'kata',complete:false}"), models);
        assertThat(renewed.system().kernel().value()).contains("6.6.0-1");
        assertThat(renewed.kata().signs()).isEmpty();
        assertThat(renewed.kata().shim()).isInstanceOf(Reading.Unknown.class);
        assertThat(renewed.kata().runtime().value()).isPresent();
        assertThat(renewed.facts().completed()).containsExactly("host");
    }

    @Test
    void routesAreReadFromTheKernelsWords() {
        NetworkFacts network = scan(
                "{kind:'network.route',interface:'eth0',destination:'00000000',gateway:'010200C0',mask:'00000000'}",
                "{kind:'network.route',interface:'cni1',destination:'0000580A',gateway:'00000000',mask:'0000FFFF'}",
                "{kind:'scan.section',name:'network',complete:true}").network();
        assertThat(network.routes().value()).hasValueSatisfying(routes -> assertThat(routes).containsExactly(
                new Route("0.0.0.0", 0, java.util.Optional.of("192.0.2.1"), "eth0"),
                new Route("10.88.0.0", 16, java.util.Optional.empty(), "cni1")));
    }

    @Test
    void freeSpaceIsThatOfTheNearestFolderListed() {
        ResourceFacts resources = scan("{kind:'resources.disk',path:'/',free:5}",
                "{kind:'resources.disk',path:'/var/lib/docker',free:7}")
                .resources();
        assertThat(resources.freeAt("/var/lib/docker/overlay2")).hasValue(7);
        assertThat(resources.freeAt("/var/lib/dockerfiles")).hasValue(5);
    }

    @Test
    void variantsAreToldByEvidence() {
        assertThat(variant(
                "{kind:'kata.settings',values:{'image.service_offload':'false','hypervisor.qemu.path':'/usr/bin/qemu-system-aarch64'}}"))
                .isEqualTo(KataVariant.Kind.CC_0_8_0);
        assertThat(variant(
                "{kind:'kata.settings',values:{'hypervisor.qemu.path':'/opt/kata/bin/qemu-system-aarch64-virtcca-experimental'}}"))
                .isEqualTo(KataVariant.Kind.V3_15);
        assertThat(variant("{kind:'kata.runtime',path:'/usr/bin/kata-runtime',version:'kata-runtime  : 3.15.0'}"))
                .isEqualTo(KataVariant.Kind.V3_15);
        assertThat(variant("{kind:'kata.runtime',path:'/usr/bin/kata-runtime',version:'kata-runtime  : 3.32.0'}"))
                .isEqualTo(KataVariant.Kind.OTHER);
        assertThat(variant("{kind:'kata.settings',values:{'image.provision':'x'}}",
                "{kind:'kata.sign',path:'/opt/kata/bin/qemu-system-aarch64-virtcca-experimental'}"))
                .isEqualTo(KataVariant.Kind.MIXED);
    }

    private static KataVariant.Kind variant(String... facts) {
        return scan(facts).kata().variant().kind();
    }
}
