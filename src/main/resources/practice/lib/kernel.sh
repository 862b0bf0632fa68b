# shellcheck shell=bash
# The practice kernel: what writing to sysfs does to drivers, devices and groups, and what loading a module does.
# State is the tree itself. Expects SANDBOX; sets ERROR (an errno name) where a write fails.
: "${SANDBOX:?}"
# shellcheck source-path=SCRIPTDIR source=notes.sh disable=SC1091
. "$SANDBOX/libexec/notes.sh"
PCI=$ROOT/sys/bus/pci
ERROR=''

kernel_log() {
  printf '[%5d.%06d] %s\n' "$((9000 + SECONDS))" "$((RANDOM * 30))" "$1" >>"$NOTES/dmesg"
}

# A task in state D: no signal but the sandbox's own end reaches it.
hang() {
  trap '' TERM INT HUP
  exec sleep 86400
}

# Folder of device $1 without links into REPLY.
device_folder() {
  REPLY=$(cd -P -- "$PCI/devices/$1" && pwd -P)
}

# "../" for each part of folder $1 below sys, into REPLY.
way_up() {
  local below=${1#"$ROOT/sys/"}
  below=${below//[!\/]/}
  REPLY=../${below//\//..\/}
}

# Whether any process holds node $1 open.
node_is_held() {
  local descriptor
  [[ -e $1 ]] || return 1
  for descriptor in "$ROOT"/proc/[0-9]*/fd/*; do
    [[ $descriptor -ef $1 ]] && return 0
  done
  return 1
}

# The group of device folder $1 into REPLY; fails without one.
group_of() {
  [[ -L $1/iommu_group ]] || return 1
  REPLY=$(readlink "$1/iommu_group")
  REPLY=${REPLY##*/}
}

# The driver of device folder $1 into REPLY; fails without one.
driver_of() {
  [[ -L $1/driver ]] || return 1
  REPLY=$(readlink "$1/driver")
  REPLY=${REPLY##*/}
}

is_vfio() {
  [[ $1 == vfio-pci || $1 == *[-_]vfio[-_]pci ]]
}

# A driver is tried on device $1 in folder $2: a group that waited for this shows now.
late_group() {
  local bdf=$1 folder=$2 group up
  note "$NOTES/pci/$bdf" late
  group=$REPLY
  [[ -n $group && ! -L $folder/iommu_group ]] || return 0
  mkdir -p "$ROOT/sys/kernel/iommu_groups/$group/devices"
  way_up "$folder"
  up=$REPLY
  ln -s "${up}kernel/iommu_groups/$group" "$folder/iommu_group"
  ln -s "../../../../${folder#"$ROOT/sys/"}" "$ROOT/sys/kernel/iommu_groups/$group/devices/$bdf"
}

# Makes /dev/vfio/N true to the group's members.
settle_group_node() {
  local group=$1 member
  for member in "$ROOT/sys/kernel/iommu_groups/$group/devices"/*; do
    if driver_of "$member" && is_vfio "$REPLY"; then
      mkdir -p "$ROOT/dev/vfio"
      [[ -e $ROOT/dev/vfio/$group ]] || : >"$ROOT/dev/vfio/$group"
      return 0
    fi
  done
  rm -f "$ROOT/dev/vfio/$group"
}

# What NVIDIA's driver shows under /proc for device $1.
nvidia_traces() {
  local bdf=$1 present=$2 minor model folder=$ROOT/proc/driver/nvidia/gpus/$1
  note "$NOTES/pci/$bdf" minor
  minor=$REPLY
  [[ -n $minor ]] || return 0
  if ((present)); then
    note "$NOTES/pci/$bdf" model
    model=$REPLY
    mkdir -p "$folder"
    printf 'Model: \t\t %s\nBus Location: \t %s\nDevice Minor: \t %s\n' "$model" "$bdf" "$minor" >"$folder/information"
    [[ -e $ROOT/dev/nvidia$minor ]] || : >"$ROOT/dev/nvidia$minor"
  else
    rm -rf "$folder"
  fi
}

# Probes device $1 with driver $2: binds it, or logs why not and sets ERROR.
pci_attach() {
  local bdf=$1 driver=$2 folder up number
  device_folder "$bdf"
  folder=$REPLY
  ERROR=''
  late_group "$bdf" "$folder"
  if fault "$bdf" probe-fails && [[ ${REPLY%% *} == "$driver" ]]; then
    ERROR=${REPLY##* }
  elif is_vfio "$driver" && ! group_of "$folder"; then
    ERROR=EINVAL
  fi
  if [[ -n $ERROR ]]; then
    number=22
    [[ $ERROR == EBUSY ]] && number=16
    kernel_log "$driver: probe of $bdf failed with error -$number"
    return 1
  fi
  way_up "$folder"
  up=$REPLY
  ln -s "${up}bus/pci/drivers/$driver" "$folder/driver"
  ln -s "../../../../${folder#"$ROOT/sys/"}" "$PCI/drivers/$driver/$bdf"
  echo 1 >"$folder/enable"
  echo D0 >"$folder/power_state"
  if is_vfio "$driver"; then
    group_of "$folder" && settle_group_node "$REPLY"
    if [[ -e $ROOT/sys/module/vfio_pci/parameters/disable_idle_d3 ]]; then
      [[ $(<"$ROOT/sys/module/vfio_pci/parameters/disable_idle_d3") == Y ]] || echo D3hot >"$folder/power_state"
    fi
  elif [[ $driver == nvidia ]]; then
    nvidia_traces "$bdf" 1
  fi
}

# drivers_probe: device $1 gets the driver that matches it, if any. A probe that fails is only logged, as in Linux.
pci_rescan() {
  local bdf=$1 folder override driver
  if [[ -z $bdf || $bdf == */* || ! -d $PCI/devices/$bdf ]]; then
    ERROR=ENODEV
    return 1
  fi
  device_folder "$bdf"
  folder=$REPLY
  [[ ! -L $folder/driver ]] || return 0
  override=$(<"$folder/driver_override")
  if [[ $override != '(null)' ]]; then
    driver=$override
  else
    note "$NOTES/pci/$bdf" native
    driver=$REPLY
  fi
  if fault "$bdf" probe-ignored && [[ $REPLY == "$driver" || $REPLY == '*' ]]; then
    return 0
  fi
  if fault "$bdf" taken-by; then
    driver=$REPLY
    mkdir -p "$PCI/drivers/$driver"
  fi
  [[ -n $driver && -d $PCI/drivers/$driver ]] || return 0
  pci_attach "$bdf" "$driver" || ERROR=''
  return 0
}

# drivers/$1/unbind of device $2. Waits like Linux does: NVIDIA's driver for ever, vfio-pci until it is released.
pci_unbind() {
  local driver=$1 bdf=$2 folder minor group
  if [[ -z $bdf || ! -L $PCI/drivers/$driver/$bdf ]]; then
    ERROR=ENODEV
    return 1
  fi
  if fault "$bdf" unbind-hangs; then
    hang
  fi
  if fault "$bdf" unbind-slow; then
    sleep "$REPLY"
  fi
  device_folder "$bdf"
  folder=$REPLY
  note "$NOTES/pci/$bdf" minor
  minor=$REPLY
  if [[ $driver == nvidia && -n $minor ]] && node_is_held "$ROOT/dev/nvidia$minor"; then
    kernel_log "NVRM: Attempting to remove device $bdf with non-zero usage count!"
    hang
  fi
  group=''
  ! group_of "$folder" || group=$REPLY
  if is_vfio "$driver" && node_is_held "$ROOT/dev/vfio/$group"; then
    kernel_log "$driver $bdf: Device is currently in use, task \"tee\" ($$) blocked until device is released"
    trap '' TERM INT HUP
    while node_is_held "$ROOT/dev/vfio/$group"; do
      sleep 0.1
    done
  fi
  rm -f "$folder/driver" "$PCI/drivers/$driver/$bdf"
  echo 0 >"$folder/enable"
  [[ -z $group ]] || ! is_vfio "$driver" || settle_group_node "$group"
  [[ $driver != nvidia ]] || nvidia_traces "$bdf" 0
}

# drivers/$1/bind of device $2.
pci_bind() {
  local driver=$1 bdf=$2 override
  if [[ -z $bdf || ! -d $PCI/devices/$bdf ]]; then
    ERROR=ENODEV
    return 1
  fi
  override=$(<"$PCI/devices/$bdf/driver_override")
  if [[ $override == '(null)' ]]; then
    note "$NOTES/pci/$bdf" native
    override=$REPLY
  fi
  if [[ $override != "$driver" ]]; then
    ERROR=ENODEV
    return 1
  fi
  if [[ -L $PCI/devices/$bdf/driver ]]; then
    ERROR=EBUSY
    return 1
  fi
  pci_attach "$bdf" "$driver"
}

# Whether file $1 is the kernel's; its name as the machine sees it, links resolved, into REPLY.
kernel_owns() {
  local folder
  folder=$(cd -P -- "${1%/*}" 2>/dev/null && pwd -P) || return 1
  [[ $folder == "$ROOT"/sys/* ]] || return 1
  REPLY=${folder#"$ROOT"}/${1##*/}
}

# One write of text $2 to the file the machine knows as $1.
kernel_write() {
  local file=$1 text=$2 value driver
  [[ -n $text ]] || return 0
  value=${text%%$'\n'*}
  case $file in
    /sys/bus/pci/drivers_probe) pci_rescan "$value" ;;
    /sys/bus/pci/drivers/*/unbind)
      driver=${file%/unbind}
      pci_unbind "${driver##*/}" "$value"
      ;;
    /sys/bus/pci/drivers/*/bind)
      driver=${file%/bind}
      pci_bind "${driver##*/}" "$value"
      ;;
    /sys/devices/pci*/driver_override)
      [[ -n $value ]] || value='(null)'
      printf '%s\n' "$value" >"$ROOT$file"
      ;;
    /sys/devices/pci*/reset | /sys/devices/pci*/remove | /sys/bus/pci/rescan) : ;;
    *) printf '%s' "$text" >"$ROOT$file" ;;
  esac
}

# Name of module $1 as the kernel writes it into REPLY.
module_name() {
  REPLY=${1//-/_}
}

# Loads module $1 with what it needs; parameters name=value follow.
module_load() {
  local name=$1 kind value rest driver='' nodes=() parameters=() depends=() options line
  shift
  [[ ! -d $ROOT/sys/module/$name ]] || return 0
  [[ -e $NOTES/modules/$name ]] || return 1
  while read -r kind value rest; do
    case $kind in
      driver) driver=$value ;;
      depends) depends+=("$value") ;;
      node) nodes+=("$value") ;;
      parameter) parameters+=("$value=$rest") ;;
    esac
  done <"$NOTES/modules/$name"
  for value in "${depends[@]}"; do
    module_load "$value"
  done
  for line in "$ROOT"/etc/modprobe.d/*.conf; do
    [[ -e $line ]] || continue
    while read -r kind value options; do
      [[ $kind == options && ${value//-/_} == "$name" ]] || continue
      read -r -a options <<<"$options"
      parameters+=("${options[@]}")
    done <"$line"
  done
  mkdir -p "$ROOT/sys/module/$name/parameters"
  echo live >"$ROOT/sys/module/$name/initstate"
  echo 0 >"$ROOT/sys/module/$name/refcnt"
  for value in "${parameters[@]}" "$@"; do
    rest=${value#*=}
    [[ $rest != 1 || ! -e $ROOT/sys/module/$name/parameters/${value%%=*} ]] || rest=Y
    printf '%s\n' "$rest" >"$ROOT/sys/module/$name/parameters/${value%%=*}"
  done
  printf '%s 65536 0 - Live 0x0000000000000000\n' "$name" >>"$ROOT/proc/modules"
  for value in "${nodes[@]}"; do
    mkdir -p "$ROOT${value%/*}"
    : >"$ROOT$value"
  done
  [[ -z $driver ]] || driver_register "$driver" "$name"
}

# A driver arrives: free devices that match it are bound.
driver_register() {
  local driver=$1 module=$2 file device override
  mkdir -p "$PCI/drivers/$driver"
  for file in bind unbind new_id remove_id; do
    : >"$PCI/drivers/$driver/$file"
  done
  ln -s "../../../../module/$module" "$PCI/drivers/$driver/module"
  for device in "$PCI"/devices/*; do
    [[ ! -L $device/driver ]] || continue
    override=$(<"$device/driver_override")
    note "$NOTES/pci/${device##*/}" native
    if [[ $override == "$driver" || ($override == '(null)' && $REPLY == "$driver") ]]; then
      pci_rescan "${device##*/}"
    fi
  done
}

# Unloads module $1; fails while a device is bound to its driver.
module_unload() {
  local name=$1 kind value line device kept=()
  while read -r kind value; do
    case $kind in
      driver)
        for device in "$PCI/drivers/$value"/[0-9a-f]*:*; do
          [[ ! -L $device ]] || return 1
        done
        rm -rf "${PCI:?}/drivers/$value"
        ;;
      node) rm -f "$ROOT$value" ;;
    esac
  done <"$NOTES/modules/$name"
  rm -rf "$ROOT/sys/module/$name"
  while IFS= read -r line; do
    [[ $line == "$name "* ]] || kept+=("$line")
  done <"$ROOT/proc/modules"
  printf '%s\n' "${kept[@]}" >"$ROOT/proc/modules"
}
