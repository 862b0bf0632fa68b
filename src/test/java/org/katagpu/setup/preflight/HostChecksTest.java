package org.katagpu.setup.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.katagpu.host.FactJson;
import org.katagpu.host.HostScan;
import org.katagpu.message.Messages;
import org.katagpu.setup.Finding;
import org.katagpu.setup.Finding.Status;
import org.katagpu.setup.image.ImageDiskSpace;

/** Every check, brought to every verdict it can reach. */
class HostChecksTest {
    private static final String RUNTIME = "[plugins.cri.containerd.runtimes.kata]\nruntime_type = \"io.containerd.kata.v2\"\n";

    private static final String ARM = "{kind:'host.architecture',value:'aarch64'}";
    private static final String KATA = "{kind:'scan.section',name:'kata',complete:true}";
    private static final String NETWORK = "{kind:'scan.section',name:'network',complete:true}";
    private static final String TMM_SAID = "{kind:'kernel.messages',lines:['kvm [1]: TMM feature0: 0x10']}";

    /** @param verdict the key behind {@code check.<id>}: {@code pass}, {@code fail.stopped}; {@code unknown}, {@code not-arm} */
    record Case(String id, String verdict, String... facts) {
        @Override
        public String toString() {
            return id + " " + verdict;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(machine(), virtualisation(), devices(), kata(), programs(), containers(), tools(), resources(),
                network()).flatMap(List::stream);
    }

    private static List<Case> machine() {
        return List.of(new Case("architecture", "pass", ARM),
                new Case("architecture", "fail", "{kind:'host.architecture',value:'x86_64'}"),
                new Case("os", "pass", "{kind:'host.os',id:'openEuler',version:'24.03 (LTS-SP2)',pretty:'openEuler'}"),
                new Case("os", "warn", "{kind:'host.os',id:'openEuler',version:'22.03 (LTS-SP2)',pretty:'openEuler'}"),
                new Case("os", "warn", "{kind:'host.os',id:'ubuntu',version:'24.03 SP2',pretty:'Ubuntu'}"),
                new Case("kernel", "pass", "{kind:'host.kernel',value:'6.6.0-98.oe2403sp2.aarch64'}"),
                new Case("kernel", "warn", "{kind:'host.kernel',value:'6.60.1'}"),
                new Case("page-size", "pass", "{kind:'host.page',value:4096}"),
                new Case("page-size", "fail", "{kind:'host.page',value:65536}"),
                new Case("rights", "pass", "{kind:'host.user',rights:true}",
                        "{kind:'scan.section',name:'host',complete:true}"),
                new Case("rights", "warn", "{kind:'host.user',rights:false}",
                        "{kind:'scan.section',name:'host',complete:true}"),
                new Case("rights", "pass", "{kind:'host.user',rights:true}", "{kind:'host.sudo',records:''}",
                        "{kind:'scan.section',name:'host',complete:true}"),
                new Case("rights", "warn.recorded", "{kind:'host.user',rights:true}",
                        "{kind:'host.sudo',records:'log_input'}",
                        "{kind:'scan.section',name:'host',complete:true}"),
                new Case("clock", "pass", "{kind:'host.skew',value:-59}"),
                new Case("clock", "warn.ahead", "{kind:'host.skew',value:60}"),
                new Case("clock", "warn.behind", "{kind:'host.skew',value:-60}"),
                new Case("clock", "fail.ahead", "{kind:'host.skew',value:3600}"),
                new Case("clock", "fail.behind", "{kind:'host.skew',value:-3600}"),
                new Case("other-change", "pass", "{kind:'host.change',job:''}"),
                new Case("other-change", "warn",
                        "{kind:'host.change',job:'1-a',name:'gpu/apply',owner:'alice@laptop'}"),
                new Case("selinux", "pass", "{kind:'host.selinux',value:'permissive'}"),
                new Case("selinux", "warn", "{kind:'host.selinux',value:'enforcing'}"));
    }

    private static List<Case> virtualisation() {
        return List.of(new Case("tmm", "pass", ARM, "{kind:'virt.tmm',value:1}"),
                new Case("tmm", "fail", ARM, "{kind:'virt.tmm',value:0}", "{kind:'kernel.messages',lines:[]}"),
                new Case("tmm", "fail.kvm", ARM, "{kind:'virt.tmm',value:0}", TMM_SAID),
                new Case("tmm", "warn", ARM, "{kind:'virt.tmm',unknown:'no-tool',detail:''}", TMM_SAID),
                new Case("tmm", "unknown", ARM, "{kind:'virt.tmm',unknown:'no-tool',detail:''}",
                        "{kind:'kernel.messages',lines:[]}"),
                new Case("tmm", "not-arm", "{kind:'host.architecture',value:'x86_64'}", "{kind:'virt.tmm',value:0}"),
                new Case("kernel-virtcca", "pass",
                        "{kind:'kernel.config',values:{CONFIG_HISI_VIRTCCA_HOST:'y',CONFIG_HISI_VIRTCCA_CODA:'y'}}"),
                new Case("kernel-virtcca", "fail",
                        "{kind:'kernel.config',values:{CONFIG_HISI_VIRTCCA_HOST:'y'}}"),
                new Case("kernel-virtcca", "unknown",
                        "{kind:'kernel.config',unknown:'absent',detail:'/boot/config-6'}"),
                new Case("cmdline-virtcca", "pass", "{kind:'kernel.cmdline',value:'a virtcca_cvm_host=1 b'}"),
                new Case("cmdline-virtcca", "fail", "{kind:'kernel.cmdline',value:'virtcca_cvm_host=10'}"),
                new Case("dev-kvm", "pass", "{kind:'virt.node',node:'/dev/kvm',exists:true}"),
                new Case("dev-kvm", "fail", "{kind:'virt.node',node:'/dev/kvm',exists:false}"),
                new Case("dev-vsock", "pass", "{kind:'virt.node',node:'/dev/vhost-vsock',exists:true}"),
                new Case("dev-vsock", "fail", "{kind:'virt.node',node:'/dev/vhost-vsock',exists:false}"));
    }

    private static List<Case> devices() {
        String loaded = "{kind:'virt.vfio',loaded:true}";
        String scanned = "{kind:'scan.section',name:'pci',complete:true}";
        String l20 = "{kind:'pci.function',address:'0000:3b:00.0',vendor:'10de',device:'26ba','class':'030200'}";
        String h200 = "{kind:'pci.function',address:'0000:06:00.0',vendor:'10de',device:'2335','class':'030200'}";
        String disk = "{kind:'pci.function',address:'0000:01:00.0',vendor:'144d',device:'a80a','class':'010802'}";
        return List.of(new Case("iommu", "pass", ARM, "{kind:'virt.iommu',names:['smmu3.0x140000000'],groups:9}"),
                new Case("iommu", "warn", ARM, "{kind:'virt.iommu',names:['other'],groups:9}"),
                new Case("iommu", "pass.late", ARM, "{kind:'virt.iommu',names:['smmu3.0x140000000'],groups:0}"),
                new Case("iommu", "fail", ARM, "{kind:'virt.iommu',names:[],groups:0}"),
                new Case("iommu", "fail.other", "{kind:'host.architecture',value:'x86_64'}",
                        "{kind:'virt.iommu',names:[],groups:0}"),
                new Case("secure-smmu", "pass",
                        "{kind:'kernel.messages',lines:['S_SMMU: secure smmu id:0 init end!']}"),
                new Case("secure-smmu", "warn", TMM_SAID),
                new Case("secure-smmu", "fail", "{kind:'kernel.messages',lines:['S_SMMU: secure smmu id:0 init end!',"
                        + "'secure stage2 translation not supported!']}"),
                new Case("secure-smmu", "unknown", "{kind:'kernel.messages',unknown:'not-permitted',detail:''}"),
                new Case("cmdline-ecmdq", "pass", "{kind:'kernel.cmdline',value:'arm_smmu_v3.disable_ecmdq=1'}"),
                new Case("cmdline-ecmdq", "fail", "{kind:'kernel.cmdline',value:''}"),
                new Case("idle-d3", "pass", "{kind:'kernel.cmdline',value:'vfio_pci.disable_idle_d3=1'}"),
                new Case("idle-d3", "pass",
                        "{kind:'kernel.module',name:'vfio_pci/parameters/disable_idle_d3',value:'Y'}"),
                new Case("idle-d3", "warn", "{kind:'kernel.cmdline',value:'quiet'}"),
                new Case("idle-d3", "warn.loaded", "{kind:'kernel.cmdline',value:'vfio_pci.disable_idle_d3=1'}",
                        "{kind:'kernel.module',name:'vfio_pci/parameters/disable_idle_d3',value:'N'}"),
                new Case("kernel-vfio", "pass",
                        "{kind:'kernel.config',values:{CONFIG_VFIO:'m',CONFIG_VFIO_IOMMU_TYPE1:'m',CONFIG_VFIO_PCI:'y'}}"),
                new Case("kernel-vfio", "fail", "{kind:'kernel.config',values:{CONFIG_VFIO:'m'}}"),
                new Case("dev-vfio", "pass", loaded, "{kind:'virt.node',node:'/dev/vfio/vfio',exists:true}"),
                new Case("dev-vfio", "warn", loaded, "{kind:'virt.node',node:'/dev/vfio/vfio',exists:false}"),
                new Case("gpus", "pass", scanned, disk, l20), new Case("gpus", "warn", scanned, l20, h200),
                new Case("gpus", "fail", scanned, disk), new Case("gpus", "unknown", scanned));
    }

    private static List<Case> programs() {
        String shim = "path:'/usr/bin/containerd-shim-kata-v2',real:'/opt/kata/bin/containerd-shim-kata-v2',elsewhere:[]";
        return List.of(new Case("kata-shim", "pass", "{kind:'kata.shim'," + shim + ",daemon:true}"),
                new Case("kata-shim", "warn", "{kind:'kata.shim'," + shim + ",daemon:false}"),
                new Case("kata-shim", "warn.untrusted", "{kind:'kata.shim'," + shim + ",daemon:true}",
                        "{kind:'kata.untrusted',what:'containerd',why:'pid 7: uids 1000 1000 1000 1000'}"),
                new Case("kata-shim", "fail", "{kind:'kata.shim',path:'',elsewhere:[]}"),
                new Case("kata-shim", "fail.path", "{kind:'kata.shim',path:'',elsewhere:['/opt/kata/bin/x']}"),
                new Case("kata-runtime", "pass", "{kind:'kata.runtime',path:'/usr/bin/kata-runtime',elsewhere:[]}"),
                new Case("kata-runtime", "warn",
                        "{kind:'kata.runtime',path:'',elsewhere:['/opt/kata/bin/kata-runtime']}"),
                new Case("kata-runtime", "fail", "{kind:'kata.runtime',path:'',elsewhere:[]}"),
                new Case("kata-variant", "pass", KATA, "{kind:'kata.sign',path:'/opt/kata/bin/qemu-virtcca'}"),
                new Case("kata-variant", "warn.old", KATA, "{kind:'kata.settings',values:{'image.provision':''}}"),
                new Case("kata-variant", "warn.other", KATA, "{kind:'kata.settings',values:{'runtime.x':''}}"),
                new Case("kata-variant", "warn.mixed", KATA, "{kind:'kata.settings',values:{'image.provision':''}}",
                        "{kind:'kata.sign',path:'/opt/kata/bin/qemu-virtcca'}"),
                new Case("kata-variant", "fail", KATA), new Case("kata-variant", "unknown"));
    }

    private static Case node(String verdict, String version, String confidential, String options, boolean iommu) {
        return new Case("vfio-node", verdict, KATA,
                "{kind:'kata.choice',path:'/s',version:'shim " + version + "',standard:true}",
                "{kind:'kata.settings',values:{'hypervisor.qemu.confidential_guest':'" + confidential + "'}}",
                "{kind:'kernel.config',values:{" + options + "}}",
                "{kind:'virt.node',node:'/dev/iommu',exists:" + iommu + "}");
    }

    private static List<Case> kata() {
        String image = "{kind:'kata.settings',values:{'hypervisor.qemu.image':'/i','hypervisor.qemu.kernel':'/k'}}";
        return List.of(
                new Case("kata-config", "pass",
                        "{kind:'kata.config',path:'/etc/c.toml',real:'/etc/c.toml',asked:true}"),
                new Case("kata-config", "warn",
                        "{kind:'kata.config',path:'/etc/c.toml',real:'/etc/c.toml',asked:false}"),
                new Case("kata-config", "fail.environment",
                        "{kind:'kata.config',path:'/etc/own.toml',real:'/etc/own.toml',origin:'environment',"
                                + "asked:true,candidates:['/etc/own.toml','/etc/kata-containers/configuration.toml']}",
                        "{kind:'kata.choice',path:'/usr/bin/containerd-shim-kata-v2',"
                                + "version:'shim (Golang): version: 4.1.0',standard:true}"),
                new Case("kata-config", "pass",
                        "{kind:'kata.config',path:'/etc/own.toml',real:'/etc/own.toml',origin:'environment',"
                                + "asked:true,candidates:['/etc/own.toml','/etc/kata-containers/configuration.toml']}",
                        "{kind:'kata.choice',path:'/usr/bin/containerd-shim-kata-v2',"
                                + "version:'shim (Golang): version: 3.31.0',standard:true}"),
                node("pass", "(Golang): version: 3.15.0", "true", "CONFIG_VFIO:'y'", false),
                node("pass", "(Golang): version: 4.1.0", "false", "CONFIG_VFIO:'y'", false),
                node("fail", "(Golang): version: 3.31.0", "true", "CONFIG_IOMMUFD:'m'", true),
                node("fail.module", "(Golang): version: 3.26.0", "true",
                        "CONFIG_IOMMUFD:'m',CONFIG_VFIO_DEVICE_CDEV:'y'", false),
                node("pass.cdev", "(Rust): version: 4.1.0", "false",
                        "CONFIG_IOMMUFD:'y',CONFIG_VFIO_DEVICE_CDEV:'y'", true),
                node("fail.none", "(Rust): version: 3.32.0", "false", "CONFIG_IOMMUFD:'y'", true),
                new Case("vfio-node", "unknown"),
                new Case("advisory-kata", "warn", KATA,
                        "{kind:'kata.choice',path:'/s',version:'shim (Golang): version: 3.15.0',standard:true}"),
                new Case("advisory-kata", "pass", KATA,
                        "{kind:'kata.choice',path:'/s',version:'shim (Rust): version: 4.1.0',standard:true}"),
                new Case("advisory-kata", "warn.packaged", KATA,
                        "{kind:'kata.choice',path:'/s',version:'shim (Golang): version: CC-0.8.0',standard:true}"),
                new Case("advisory-kata", "unknown", KATA),
                new Case("advisory-containerd", "warn",
                        "{kind:'containers.containerd',version:'containerd github.com/containerd/containerd 1.6.8 9',running:true}"),
                new Case("advisory-containerd", "pass",
                        "{kind:'containers.containerd',version:'containerd github.com/containerd/containerd v2.3.0 9',running:true}"),
                new Case("advisory-containerd", "warn.packaged",
                        "{kind:'containers.containerd',version:'containerd x 1.6.22-15.oe2403sp2 9',running:true}"),
                new Case("advisory-containerd", "unknown"),
                new Case("advisory-docker", "warn",
                        "{kind:'containers.docker',version:'Docker version 18.09.0, build 1'}"),
                new Case("advisory-docker", "pass",
                        "{kind:'containers.docker',version:'Docker version 29.3.1, build 1'}"),
                new Case("advisory-docker", "warn.packaged",
                        "{kind:'containers.docker',version:'Docker version 20.10.24+dfsg1, build 1'}"),
                new Case("advisory-docker", "unknown", "{kind:'containers.docker',version:'podman version 4.9.4'}"),
                new Case("advisory-toolkit", "pass.none",
                        "{kind:'containers.toolkit',unknown:'no-tool',detail:''}"),
                new Case("advisory-toolkit", "warn",
                        "{kind:'containers.toolkit',version:'NVIDIA Container Toolkit CLI version 1.17.7'}"),
                new Case("advisory-toolkit", "pass",
                        "{kind:'containers.toolkit',version:'NVIDIA Container Toolkit CLI version 1.17.8'}"),
                new Case("advisory-toolkit", "warn.packaged",
                        "{kind:'containers.toolkit',version:'NVIDIA Container Toolkit CLI version 1.17.4-1.oe2403'}"),
                new Case("advisory-toolkit", "unknown"),
                new Case("pod-annotations", "unknown", config("containerd github.com/containerd/containerd v1.7.27")),
                new Case("pod-annotations", "pass.none", config("version = 2\n[grpc]\nuid = 0\n")),
                new Case("pod-annotations", "pass.none",
                        "{kind:'containers.config',unknown:'absent',detail:'/etc/containerd/config.toml'}"),
                new Case("pod-annotations", "pass", config(RUNTIME + "pod_annotations = [\"a.*\"]\n")),
                new Case("pod-annotations", "warn", config(RUNTIME + "pod_annotations = [\"io.katacontainers.*\"]\n")),
                new Case("pod-annotations", "warn", config(RUNTIME + "pod_annotations = [\"io.katacontainers.*\"]\n"),
                        "{kind:'kata.config',path:'/etc/k.toml',real:'/opt/k.toml'}",
                        kataText("[hypervisor.qemu]\nenable_annotations = [\"kernel\"]\n")),
                new Case("pod-annotations", "pass", config(RUNTIME + "pod_annotations = [\"io.katacontainers.*\"]\n"),
                        "{kind:'kata.config',path:'/etc/k.toml',real:'/opt/k.toml'}",
                        kataText("[hypervisor.qemu]\nenable_annotations = [\"default_memory\"]\n")),
                new Case("kata-several", "pass", KATA, "{kind:'kata.choice',path:'/a',standard:true}"),
                new Case("kata-several", "warn", KATA,
                        "{kind:'kata.choice',path:'/a',version:'shim (Rust): version: 4.1.0',standard:true}",
                        "{kind:'kata.choice',path:'/b',standard:false}"),
                new Case("kata-several", "pass.chosen", KATA, "{kind:'kata.asked',runtime:'/b'}",
                        "{kind:'kata.choice',path:'/a',standard:true}",
                        "{kind:'kata.choice',path:'/b',standard:false}"),
                new Case("kata-several", "warn.none", KATA, "{kind:'kata.choice',path:'/a',standard:false}",
                        "{kind:'kata.choice',path:'/b',standard:false}"),
                new Case("kata-config", "pass",
                        "{kind:'kata.config',path:'/etc/c.toml',real:'/opt/kata/share/runtime-rs/c.toml',asked:true}"),
                new Case("kata-config", "fail.broken",
                        "{kind:'kata.config',path:'/etc/c.toml',real:'/etc/c.toml',asked:true}",
                        "{kind:'kata.text',role:'main',path:'/etc/c.toml',state:'large',size:9999999,text:''}"),
                new Case("kata-config", "fail", "{kind:'kata.config',path:'',real:'',candidates:['/etc/c.toml']}"),
                new Case("hypervisor", "pass", image),
                new Case("hypervisor", "fail", "{kind:'kata.settings',values:{'hypervisor.clh.path':'/x'}}"),
                new Case("hypervisor", "unknown",
                        "{kind:'kata.settings',unknown:'not-permitted',detail:'/etc/c.toml'}"),
                new Case("guest-image", "pass", image,
                        "{kind:'kata.file',key:'hypervisor.qemu.image',path:'/i',exists:true,layout:'ext4'}"),
                new Case("guest-image", "pass", image,
                        "{kind:'kata.file',key:'hypervisor.qemu.image',path:'/i',exists:true,layout:'partitioned'}"),
                new Case("guest-image", "warn", image,
                        "{kind:'kata.file',key:'hypervisor.qemu.image',path:'/i',exists:true,layout:'other'}"),
                new Case("guest-image", "unknown", image,
                        "{kind:'kata.file',key:'hypervisor.qemu.image',path:'/i',exists:true,layout:'unread'}"),
                new Case("guest-image", "fail", "{kind:'kata.settings',values:{}}"),
                new Case("guest-image", "fail.initrd", "{kind:'kata.settings',values:{'hypervisor.qemu.initrd':'/r'}}"),
                new Case("guest-image", "fail.missing", image,
                        "{kind:'kata.file',key:'hypervisor.qemu.image',path:'/i',exists:false}"),
                new Case("guest-image", "fail.qcow2", image,
                        "{kind:'kata.file',key:'hypervisor.qemu.image',path:'/i',exists:true,layout:'qcow2'}"),
                new Case("guest-kernel", "pass", image,
                        "{kind:'kata.file',key:'hypervisor.qemu.kernel',path:'/k',exists:true,layout:'other'}"),
                new Case("guest-kernel", "fail", "{kind:'kata.settings',values:{}}"),
                new Case("guest-kernel", "fail.missing", image,
                        "{kind:'kata.file',key:'hypervisor.qemu.kernel',path:'/k',exists:false}"));
    }

    private static List<Case> containers() {
        String old = "{kind:'containers.docker',version:'Docker version 18.09.0, build 1'}";
        String docker = "{kind:'containers.docker',version:'Docker version 19.03.0, build 1'}";
        String none = "{kind:'containers.docker',unknown:'no-tool',detail:''}";
        return List.of(
                new Case("containerd", "pass",
                        "{kind:'containers.containerd',version:'containerd x v1.7.27 0',running:true}"),
                new Case("containerd", "warn",
                        "{kind:'containers.containerd',version:'containerd x v2.3.0 0',running:true}"),
                new Case("containerd", "fail", "{kind:'containers.containerd',unknown:'no-tool',detail:''}"),
                new Case("containerd", "fail.stopped",
                        "{kind:'containers.containerd',version:'v1.7.27',running:false}"),
                new Case("containerd", "unknown", "{kind:'containers.containerd',unknown:'timeout',detail:''}"),
                new Case("docker", "pass", docker), new Case("docker", "warn", none),
                new Case("docker", "fail.old", old),
                new Case("docker-daemon", "pass", docker, "{kind:'containers.docker-daemon',version:'19.03.0'}"),
                new Case("docker", "warn.podman", "{kind:'containers.docker',version:'podman version 4.9.4'}"),
                new Case("docker-daemon", "warn.none", none),
                new Case("docker-daemon", "fail", docker,
                        "{kind:'containers.docker-daemon',unknown:'failed',detail:'x'}"),
                new Case("docker-daemon", "warn.asleep", docker,
                        "{kind:'containers.docker-daemon',unknown:'asleep',detail:'docker.socket'}"),
                new Case("docker-daemon", "unknown", docker,
                        "{kind:'containers.docker-daemon',unknown:'timeout',detail:''}"),
                new Case("firewalld", "pass", "{kind:'containers.firewalld',running:false}"),
                new Case("firewalld", "warn", "{kind:'containers.firewalld',running:true}"));
    }

    private static List<Case> tools() {
        String all = "bash timeout flock setsid sha256sum find grep sed awk losetup mount umount blkid e2fsck resize2fs "
                + "truncate sfdisk chroot tar depmod dnf findmnt fuser qemu-img curl docker ctr git ip iptables cnitool";
        String some = "losetup mount umount blkid e2fsck resize2fs truncate chroot tar depmod dnf docker ctr ip iptables";
        return Stream.of("tools-jobs", "tools-image", "tools-build", "tools-network")
                .flatMap(id -> Stream.of(new Case(id, "pass", have(all)), new Case(id, "fail", have("")),
                        new Case(id, id.equals("tools-jobs") ? "fail" : "warn", have(some)), new Case(id, "unknown")))
                .toList();
    }

    private static String have(String tools) {
        StringBuilder paths = new StringBuilder("nothing:''");
        for (String tool : tools.split(" ")) {
            paths.append(",'").append(tool).append("':'/usr/bin/").append(tool).append('\'');
        }
        return "{kind:'tools.paths',values:{" + paths + "}}";
    }

    private static List<Case> resources() {
        long gib = 1L << 30;
        // One disk for all: the figure the model image's stage gives for its build, and an estimate only warns.
        long build = ImageDiskSpace.BUILD.total();
        String own = "{kind:'resources.disk',path:'/var/lib/docker',mount:'/var/lib/docker',free:";
        return List.of(new Case("disk-docker", "pass", disk(build)), new Case("disk-docker", "warn", disk(build - 1)),
                new Case("disk-docker", "pass", disk(0), own + ImageDiskSpace.BUILD.docker() + "}"),
                new Case("disk-docker", "warn", disk(0), own + (ImageDiskSpace.BUILD.docker() - 1) + "}"),
                new Case("disk-docker", "warn", disk(4 * gib - 1)), new Case("disk-docker", "fail", disk(gib - 1)),
                new Case("disk-docker", "unknown"),
                new Case("disk-docker", "unknown", disk(build), "{kind:'resources.disk',path:'/var/lib/docker',"
                        + "unknown:'timeout',detail:'df'}"),
                new Case("disk-containerd", "pass", disk(build)),
                new Case("disk-containerd", "warn", disk(build - 1)), new Case("disk-containerd", "fail", disk(0)),
                new Case("disk-work", "pass", disk(60 * gib)), new Case("disk-work", "warn", disk(59 * gib)),
                new Case("disk-work", "fail", disk(0)),
                new Case("memory", "pass", "{kind:'resources.memory',values:{MemAvailable:'50331648'}}"),
                new Case("memory", "warn", "{kind:'resources.memory',values:{MemAvailable:'50331647'}}"),
                new Case("inotify", "pass", "{kind:'resources.inotify',name:'max_user_instances',value:16384}",
                        "{kind:'resources.inotify',name:'max_user_watches',value:524288}"),
                new Case("inotify", "warn", "{kind:'resources.inotify',name:'max_user_instances',value:16384}"),
                new Case("inotify", "unknown"));
    }

    private static String config(String text) {
        return "{kind:'containers.config',files:['/etc/containerd/config.toml'],text:'" + base64(text) + "'}";
    }

    private static String kataText(String text) {
        return "{kind:'kata.text',role:'main',path:'/opt/k.toml',state:'read',size:" + text.length() + ",text:'"
                + base64(text) + "'}";
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String disk(long free) {
        return "{kind:'resources.disk',path:'/',free:" + free + "}";
    }

    private static List<Case> network() {
        String route = "{kind:'network.route',interface:'eth0',destination:'00000000',gateway:'010200C0',mask:'00000000'}";
        String servers = "{kind:'network.nameservers',values:['192.0.2.53']}";
        return List.of(new Case("route", "pass", NETWORK, route), new Case("route", "warn", NETWORK),
                new Case("route", "unknown", "{kind:'network.routes',unknown:'absent',detail:''}"),
                new Case("dns", "pass", NETWORK, servers),
                new Case("dns", "warn", NETWORK, "{kind:'network.nameservers',values:[]}"),
                new Case("dns", "pass.asked", NETWORK, servers,
                        "{kind:'network.name',name:'a.example',address:'192.0.2.7'}"),
                new Case("dns", "fail.unresolved", NETWORK, servers,
                        "{kind:'network.name',name:'x.example',address:''}"),
                new Case("proxy", "pass", NETWORK),
                new Case("proxy", "warn", NETWORK,
                        "{kind:'network.proxy',name:'http_proxy',value:'p',source:'environment'}"),
                new Case("proxy", "unknown"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void reachesItsVerdict(Case wanted) {
        Finding finding = judge(wanted);
        String key = finding.what().key();
        String verdict = key.startsWith("check." + wanted.id() + ".")
                ? key.substring(("check." + wanted.id() + ".").length())
                : key.substring("check.".length());
        assertThat(verdict).isEqualTo(wanted.verdict());
        assertThat(finding.status()).isEqualTo(switch (wanted.verdict().split("\\.")[0]) {
            case "pass" -> Status.PASS;
            case "warn" -> Status.WARN;
            case "fail", "not-arm" -> Status.FAIL;
            default -> Status.UNKNOWN;
        });
        for (Locale language : Messages.LOCALES) {
            Messages words = new Messages(language);
            assertThat(words.get(finding.what())).isNotBlank().doesNotContain("{").doesNotContain("''");
            assertThat(words.get(finding.next())).isNotBlank().doesNotContain("{").doesNotContain("''");
        }
    }

    static Finding judge(Case wanted) {
        return HostChecks.named(wanted.id()).orElseThrow().on(FactJson.scan(wanted.facts()));
    }

    @Test
    void everyVerdictWithWordsIsReachedAbove() throws IOException {
        Set<String> reached = new HashSet<>();
        cases().forEach(one -> reached.add("check." + one.id() + "." + one.verdict()));
        Properties words = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("src/main/resources/i18n/check.properties"))) {
            words.load(reader);
        }
        List<String> ids = HostChecks.all().stream().map(HostCheck::id).toList();
        List<String> verdicts = words.stringPropertyNames().stream()
                .filter(key -> !key.endsWith(".next") && ids.stream()
                        .anyMatch(id -> key.matches("check\\." + id + "\\.(pass|warn|fail)(\\..+)?")))
                .toList();
        assertThat(reached).containsAll(verdicts);
    }

    @Test
    void whatWasNotScannedIsUnknownNeverAPass() {
        HostScan nothing = FactJson.scan();
        assertThat(HostChecks.judge(nothing)).hasSize(HostChecks.all().size())
                .allSatisfy(finding -> assertThat(finding.status()).as(finding.id()).isEqualTo(Status.UNKNOWN));
    }

    @Test
    void whatCouldNotBeReadSaysWhy() {
        for (String reason : List.of("no-tool", "not-permitted", "timeout", "failed", "absent", "asleep")) {
            Finding finding = HostChecks.named("os").orElseThrow()
                    .on(FactJson.scan("{kind:'host.os',unknown:'" + reason + "',detail:'the detail'}"));
            assertThat(finding.status()).isEqualTo(Status.UNKNOWN);
            assertThat(finding.evidence()).isEqualTo("the detail");
            for (Locale language : Messages.LOCALES) {
                assertThat(new Messages(language).get(finding.what())).doesNotContain("{");
                assertThat(new Messages(language).get(finding.next())).isNotBlank();
            }
        }
    }

    @Test
    void idsAreUniqueAndEveryGroupHasChecks() {
        assertThat(HostChecks.all()).extracting(HostCheck::id).doesNotHaveDuplicates();
        assertThat(HostChecks.all().stream().map(HostCheck::group).distinct())
                .containsExactlyInAnyOrder(CheckGroup.values());
    }
}
