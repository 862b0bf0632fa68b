# shellcheck shell=bash disable=SC2034 # maps are handed over by name
# needs: docker scan scan-kata preflight/pci
# One scan of the host: every fact the wizard judges, in one go and with a handful of processes. Changes nothing.
# Each section runs in a subshell of its own: what goes wrong there ends that section, is told, and nothing else.
# Parameters: SECTIONS (names, separated by spaces), KATA_RUNTIME (see lib/scan-kata.sh), NAMES (host names to look up;
# none by default: the scan sends nothing to the internet by itself).

# Asked of id, not of EUID: on the practice host everyone is root.
KG_UID=$(id -u) && kg_number "$KG_UID" || REPLY=$EUID
KG_UID=$REPLY
KG_RIGHTS=false
[[ $KG_UID == 0 ]] && KG_RIGHTS=true

# On a host, programs are looked for in the system's own folders only: this runs as root, and a PATH that came from
# elsewhere may lead into a folder somebody else can write. A practice host's commands are those on its PATH.
if [[ -z $ROOT ]]; then
  PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
fi

kg_section_host() {
  local id='' version='' pretty='' like='' key value
  if kg_try 2 uname -m; then
    kg_fact host.architecture value "$REPLY"
  else
    kg_failed host.architecture $?
  fi
  if kg_first_line "$ROOT/proc/sys/kernel/osrelease" || kg_try 2 uname -r; then
    kg_fact host.kernel value "$REPLY"
  else
    kg_failed host.kernel $?
  fi
  if kg_try 2 getconf PAGESIZE && kg_number "$REPLY" 2147483647; then
    kg_fact host.page value= "$REPLY"
  else
    kg_failed host.page $?
  fi
  if [[ -r $ROOT/etc/os-release ]]; then
    while IFS='=' read -r key value || [[ -n $key ]]; do
      value=${value#[\"\']}
      value=${value%[\"\']}
      case $key in
        ID) id=$value ;;
        ID_LIKE) like=$value ;;
        VERSION) version=$value ;;
        VERSION_ID) version=${version:-$value} ;;
        PRETTY_NAME) pretty=$value ;;
      esac
    done <"$ROOT/etc/os-release"
    kg_fact host.os id "$id" version "$version" pretty "$pretty" like "$like"
  else
    kg_unknown host.os absent "/etc/os-release"
  fi
  if kg_first_line "$ROOT/proc/sys/kernel/hostname"; then kg_fact host.name value "$REPLY"; fi
  printf -v value '%(%s)T' -1
  kg_fact host.clock value= "$value"
  if kg_first_line "$ROOT/proc/loadavg" && [[ $REPLY =~ ^((0|[1-9][0-9]{0,6})(\.[0-9]{1,6})?)\  ]]; then
    kg_fact host.load value= "${BASH_REMATCH[1]}"
  fi
  kg_fact host.user uid= "$KG_UID" rights= "$KG_RIGHTS"
  kg_sudo_records
  kg_selinux
  kg_other_change
}

# Whether sudo writes down what a command reads: a stage's secrets come on its standard input. Of several settings the
# last one counts; one for some command only, or a tag of a rule, may well be for ours.
kg_sudo_records() {
  local word setting='' other='' part=
  local -a words=()
  [[ $KG_RIGHTS == true && -n ${SUDO_USER:-} ]] || return 0
  if ! kg_try 5 sudo -n -l -U "$SUDO_USER"; then
    kg_failed host.sudo $?
    return
  fi
  IFS=$' \t\n,' read -r -d '' -a words <<<"${REPLY:0:65536}" || true
  for word in "${words[@]}"; do
    case $word in
      Runas | User) part=$word ;;
      log_input | log_stdin) if [[ -z $part ]]; then setting=$word; else other=$word; fi ;;
      !log_input | !log_stdin) [[ -n $part ]] || setting='' ;;
      LOG_INPUT:) other=$word ;;
    esac
  done
  kg_fact host.sudo records "${setting:-$other}"
}

# A job that took one of the host's locks last and has not reported its end.
kg_other_change() {
  local home=$ROOT/var/lib/katagpu lock job name='' owner=''
  if [[ -d $home && ! -x $home ]]; then
    kg_unknown host.change not-permitted /var/lib/katagpu
    return
  fi
  for lock in "$home"/lock*.holder; do
    job=''
    if kg_first_line "$lock"; then job=$REPLY; fi
    if [[ -n $job && -f $home/jobs/$job/meta && ! -e $home/jobs/$job/exit ]]; then
      { IFS= read -r name && IFS= read -r owner; } <"$home/jobs/$job/meta" || true
      kg_fact host.change job "$job" name "$name" owner "$owner"
      return
    fi
  done
  kg_fact host.change job ''
}

kg_selinux() {
  local state=disabled
  if kg_first_line "$ROOT/sys/fs/selinux/enforce"; then
    state=permissive
    [[ $REPLY == 1 ]] && state=enforcing
  fi
  kg_fact host.selinux value "$state"
}

kg_section_kernel() {
  local release='' file
  if kg_first_line "$ROOT/proc/cmdline"; then
    kg_fact kernel.cmdline value "$REPLY"
  else
    kg_unknown kernel.cmdline absent /proc/cmdline
  fi
  kg_first_line "$ROOT/proc/sys/kernel/osrelease" || kg_try 2 uname -r || true
  release=$REPLY
  kg_kernel_config "$release"
  for file in vfio_pci/parameters/disable_idle_d3 kvm/parameters/halt_poll_ns; do
    kg_first_line "$ROOT/sys/module/$file" && kg_fact kernel.module name "$file" value "$REPLY"
  done
  kg_module_options vfio_pci
  kg_kernel_messages
}

# What modprobe.d gives module $1 when it is loaded, - and _ alike: a file of /etc hides one of the same name below.
kg_module_options() {
  local folder file line word module options
  local -A seen=()
  shopt -s nullglob
  for folder in /etc /run /usr/local/lib /usr/lib /lib; do
    for file in "$ROOT$folder"/modprobe.d/*.conf; do
      [[ -z ${seen[${file##*/}]-} && -f $file && -r $file ]] || continue
      seen[${file##*/}]=1
      # Without -r: a backslash at a line's end goes on in the next.
      # shellcheck disable=SC2162
      while read line || [[ -n $line ]]; do
        read -r word module options <<<"$line"
        if [[ $word == options && ${module//-/_} == "$1" ]]; then
          kg_fact kernel.options module "$1" options "$options" file "${file#"$ROOT"}"
        fi
      done < <(head -c 65536 "$file")
    done
  done
}

kg_kernel_config() {
  local file line name value
  local -A options=()
  local pattern='^CONFIG_(IOMMUFD|VFIO_DEVICE_CDEV|VFIO_GROUP|VFIO|VFIO_IOMMU_TYPE1|VFIO_PCI|HISI_VIRTCCA_HOST|HISI_VIRTCCA_CODA|VHOST_VSOCK|ARM_SMMU_V3)='
  for file in "/boot/config-$1" "/lib/modules/$1/config" "/usr/lib/modules/$1/config"; do
    [[ -e $ROOT$file ]] || continue
    if [[ ! -r $ROOT$file ]]; then
      kg_unknown kernel.config not-permitted "$file"
      return
    fi
    REPLY=$(grep -E "$pattern" "$ROOT$file") || true
    break
  done
  if [[ ! -e $ROOT$file && -r $ROOT/proc/config.gz ]]; then
    file=/proc/config.gz
    REPLY=$(timeout 10 zcat "$ROOT$file" | grep -E "$pattern") || true
  elif [[ ! -e $ROOT$file ]]; then
    kg_unknown kernel.config absent "/boot/config-$1, /proc/config.gz"
    return
  fi
  while IFS='=' read -r name value; do
    [[ -n $name ]] && options[$name]=$value
  done <<<"$REPLY"
  kg_json_map options
  kg_fact kernel.config source "$file" values= "$REPLY"
}

# What TMM and the secure SMMU said at boot: the ring buffer, which may have wrapped, then the journal.
kg_kernel_messages() {
  local pattern='TMM feature0:|S_SMMU|secure smmu|does not implement secure state|secure stage2 translation'
  local lines='' source=dmesg status=0
  pattern+='|dev protected failed|failed to delegate device|virtcca|[^a-zA-Z]TMM[^a-zA-Z]'
  kg_try 10 dmesg || status=$?
  ((status)) || lines=$(grep -E "$pattern" <<<"$REPLY") || true
  if [[ $lines != *TMM* ]]; then
    if kg_try 20 journalctl -k -b --no-pager -q -o cat; then
      ((status)) && source=journal || source='dmesg, journal'
      status=0
      lines+=${lines:+$'\n'}$(grep -E "$pattern" <<<"$REPLY") || true
    fi
  fi
  if ((status)); then
    kg_failed kernel.messages "$status"
    return
  fi
  local -a found=()
  [[ -z $lines ]] || mapfile -t -n 200 found <<<"$lines"
  kg_json_array "${found[@]}"
  kg_fact kernel.messages source "$source" lines= "$REPLY"
}

kg_section_virt() {
  local node path names=() count=0 program
  for node in /dev/kvm /dev/vfio/vfio /dev/vhost-vsock /dev/iommu; do
    [[ -e $ROOT$node ]] && REPLY=true || REPLY=false
    kg_fact virt.node node "$node" exists= "$REPLY"
  done
  # KVM_CHECK_EXTENSION (0xAE03) of KVM_CAP_ARM_TMM (300), as the virtCCA patch of Kata asks it.
  program='import fcntl,os,sys; print(fcntl.ioctl(os.open(sys.argv[1], os.O_RDWR), 0xAE03, 300))'
  if [[ ! -e $ROOT/dev/kvm ]]; then
    kg_unknown virt.tmm absent /dev/kvm
  elif [[ ! -w $ROOT/dev/kvm ]]; then
    kg_unknown virt.tmm not-permitted /dev/kvm
  elif kg_try 5 python3 -c "$program" "$ROOT/dev/kvm" && kg_number "$REPLY" 2147483647; then
    kg_fact virt.tmm value= "$REPLY"
  else
    kg_failed virt.tmm $?
  fi
  shopt -s nullglob
  for path in "$ROOT"/sys/class/iommu/*; do
    names+=("${path##*/}")
  done
  for path in "$ROOT"/sys/kernel/iommu_groups/*; do
    ((++count))
  done
  kg_json_array "${names[@]}"
  kg_fact virt.iommu names= "$REPLY" groups= "$count"
  [[ -d $ROOT/sys/bus/pci/drivers/vfio-pci ]] && REPLY=true || REPLY=false
  kg_fact virt.vfio loaded= "$REPLY"
  if [[ -r $ROOT/sys/kernel/tmm/memory_info ]]; then
    mapfile -t names <"$ROOT/sys/kernel/tmm/memory_info"
    kg_json_array "${names[@]}"
    kg_fact virt.secure-memory lines= "$REPLY"
  fi
}

kg_section_pci() { kg_pci; }

kg_section_kata() { kg_kata; }

kg_docker() {
  local status=0
  # Docker's client greets its daemon even to tell its own version, and that wakes it: it is sent elsewhere.
  if DOCKER_HOST=unix:///nonexistent kg_try 5 docker --version; then
    kg_fact containers.docker version "$REPLY"
    if kg_docker_sleeps; then
      kg_unknown containers.docker-daemon asleep 'docker.socket'
      return 0
    fi
    # Asks the daemon: fails, or prints no version, when it does not answer.
    kg_try 10 docker version --format '{{.Server.Version}}' || status=$?
    if ((status == 0)) && [[ $REPLY =~ ^[0-9] ]]; then
      kg_fact containers.docker-daemon version "$REPLY"
    else
      kg_failed containers.docker-daemon "$status"
    fi
  else
    kg_failed containers.docker $?
  fi
}

# containerd's configuration as containerd itself reads it: which of several files wins differs from version to version
# (1.6 replaces a plugin's whole section by an import's, 2.x merges them). Asked with the file the running one was started
# with.
kg_containerd_config() {
  local file text path status=0
  local -a files=()
  kg_containerd_file
  file=$REPLY
  [[ $file == /* ]] || return 0
  if [[ ! -e $ROOT$file ]]; then
    kg_unknown containers.config absent "$file"
    return 0
  fi
  text=$(timeout -k 2 10 containerd --config "$ROOT$file" config dump 2>/dev/null </dev/null | head -c 49153 | base64 -w 0) ||
    status=$?
  if ((${#text} > 65536)); then
    kg_unknown containers.config failed "containerd config dump: > 48 KiB"
    return 0
  elif [[ -z $text ]]; then
    kg_unknown containers.config failed "containerd --config $file config dump: exit $status"
    return 0
  fi
  shopt -s nullglob
  for path in "$file" /etc/containerd/{conf,config}.d/*.toml /opt/kata/containerd/config.d/*.toml; do
    if [[ -f $ROOT$path && -r $ROOT$path ]] && timeout -k 2 5 grep -q -F pod_annotations -- "$ROOT$path"; then
      files+=("$path")
    fi
  done
  kg_json_array ${files[@]+"${files[@]}"}
  kg_fact containers.config text= "\"$text\"" files= "$REPLY"
}

kg_section_containers() {
  local version
  kg_processes
  if kg_try 5 containerd --version; then
    version=$REPLY
    [[ -n $KG_CONTAINERD ]] && REPLY=true || REPLY=false
    kg_fact containers.containerd version "$version" running= "$REPLY"
    kg_containerd_config
  else
    kg_failed containers.containerd $?
  fi
  kg_docker
  if kg_try 5 nvidia-ctk --version; then
    kg_fact containers.toolkit version "$REPLY"
  else
    kg_failed containers.toolkit $?
  fi
  [[ -n $KG_FIREWALLD ]] && REPLY=true || REPLY=false
  kg_fact containers.firewalld running= "$REPLY"
}

kg_section_tools() {
  local tool
  local -A paths=()
  for tool in bash awk sed find grep timeout flock setsid sha256sum tar gzip curl git ip iptables fuser losetup \
    mount umount blkid findmnt sfdisk e2fsck resize2fs truncate qemu-img dnf chroot depmod modprobe ctr docker \
    containerd cnitool python3 systemd-run make gcc; do
    paths[$tool]=$(type -P "$tool") || paths[$tool]=''
  done
  kg_json_map paths
  kg_fact tools.paths values= "$REPLY"
}

# The disk folder $1 is on. Asked one by one, and not looked at before: a network mount whose server is gone hangs
# whoever asks for it, and is told as not answering.
kg_disk() {
  local status=0 line size free mount
  kg_try 3 df -P -k "$ROOT$1" || status=$?
  line=${REPLY##*$'\n'}
  if [[ $line =~ \ ([0-9]+)\ +[0-9-]+\ +([0-9]+)\ +[0-9%-]+\ +(/.*)$ ]]; then
    size=${BASH_REMATCH[1]}
    free=${BASH_REMATCH[2]}
    mount=${BASH_REMATCH[3]}
    kg_number "$size" 1000000000000000 || return 0
    size=$REPLY
    kg_number "$free" 1000000000000000 || return 0
    kg_fact resources.disk path "$1" free= "$((REPLY * 1024))" size= "$((size * 1024))" mount "$mount"
  elif ((status == 124 || status == 137)); then
    kg_fact resources.disk path "$1" unknown timeout detail "df $1"
  elif ((status == 127)); then
    kg_unknown resources.disks no-tool df
  fi
}

kg_section_resources() {
  local line name value dir free
  local -A memory=()
  for dir in / /var/lib/docker /var/lib/containerd /var/lib/katagpu /home /opt /tmp; do
    kg_disk "$dir"
  done
  if [[ -r $ROOT/proc/meminfo ]]; then
    while read -r name value _; do
      case $name in
        MemTotal: | MemAvailable: | HugePages_Total: | HugePages_Free: | Hugepagesize:)
          kg_number "$value" 1000000000000 && memory[${name%:}]=$REPLY
          ;;
      esac
    done <"$ROOT/proc/meminfo"
    kg_json_map memory
    kg_fact resources.memory values= "$REPLY"
  else
    kg_unknown resources.memory absent /proc/meminfo
  fi
  shopt -s nullglob
  for dir in "$ROOT"/sys/devices/system/node/node[0-9]*; do
    line=''
    kg_first_line "$dir/cpulist" && line=$REPLY
    value=0
    { while read -r _ _ name free _; do
      [[ $name == MemFree: ]] && kg_number "$free" 1000000000000 && value=$((REPLY * 1024))
    done <"$dir/meminfo"; } 2>/dev/null
    kg_number "${dir##*node}" 99999 && kg_fact resources.numa node= "$REPLY" cpus "$line" free= "$value"
  done
  for name in max_user_instances max_user_watches; do
    kg_first_line "$ROOT/proc/sys/fs/inotify/$name" && kg_number "$REPLY" && kg_fact resources.inotify name "$name" value= "$REPLY"
  done
  return 0
}

kg_proxy() {
  local value=${3#[\"\']}
  value=${value%[\"\']}
  [[ -n $value ]] || return 0
  kg_redact_address "$value"
  kg_fact network.proxy name "$2" source "$1" value "$REPLY"
}

kg_section_network() {
  local name iface dest gateway flags mask line servers=()
  for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY; do
    kg_proxy environment "$name" "${!name:-}"
  done
  if [[ -r $ROOT/etc/environment ]]; then
    while IFS='=' read -r name line; do
      name=${name#export }
      [[ ${name,,} =~ ^(https?|no)_proxy$ ]] && kg_proxy /etc/environment "$name" "$line"
    done <"$ROOT/etc/environment"
  fi
  if [[ -r $ROOT/etc/dnf/dnf.conf ]]; then
    while IFS='=' read -r name line; do
      [[ ${name// /} == proxy ]] && kg_proxy /etc/dnf/dnf.conf proxy "${line# }"
    done <"$ROOT/etc/dnf/dnf.conf"
  fi
  if [[ -r $ROOT/proc/net/route ]]; then
    while read -r iface dest gateway flags _ _ _ mask _; do
      [[ $dest =~ ^[0-9A-F]{8}$ && $flags =~ ^[0-9A-Fa-f]{1,8}$ ]] || continue
      # RTF_REJECT: packets for it are refused, so it is no way out.
      ((16#$flags & 0x200)) && continue
      kg_fact network.route interface "$iface" destination "$dest" gateway "$gateway" mask "$mask"
    done <"$ROOT/proc/net/route"
  else
    kg_unknown network.routes absent /proc/net/route
  fi
  if [[ -r $ROOT/etc/resolv.conf ]]; then
    while read -r name line _; do
      [[ $name == nameserver ]] && servers+=("$line")
    done <"$ROOT/etc/resolv.conf"
  fi
  kg_json_array "${servers[@]}"
  kg_fact network.nameservers values= "$REPLY"
  for name in $NAMES; do
    if kg_try 8 getent hosts "$name"; then
      kg_fact network.name name "$name" address "${REPLY%% *}"
    else
      kg_fact network.name name "$name" address ''
    fi
  done
}

kg_scan() {
  local section
  for section in ${SECTIONS:-host kernel virt pci kata containers tools resources network}; do
    # An unset variable or a broken pipe in one section must not take the others with it.
    if ("kg_section_$section"); then
      kg_fact scan.section name "$section" complete= true
    else
      kg_fact scan.section name "$section" complete= false
    fi
  done
}

NAMES=${NAMES:-}
kg_scan
