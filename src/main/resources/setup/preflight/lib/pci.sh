# shellcheck shell=bash
# needs: pci-use scan
# The PCI devices of a host as facts, read from sysfs by shell built-ins: no process per device.

declare -A KG_PCI_GROUP=() KG_PCI_DRIVER=() KG_PCI_VFIO=() KG_USERS=()

# Address → IOMMU group, address → driver, each from one glob.
kg_pci_index() {
  local path group driver
  for path in "$ROOT"/sys/kernel/iommu_groups/*/devices/*; do
    group=${path%/devices/*}
    KG_PCI_GROUP[${path##*/}]=${group##*/}
  done
  for path in "$ROOT"/sys/bus/pci/drivers/*/*:*:*.*; do
    driver=${path%/*}
    driver=${driver##*/}
    KG_PCI_DRIVER[${path##*/}]=$driver
    if [[ -z ${KG_PCI_VFIO[$driver]-} ]]; then
      KG_PCI_VFIO[$driver]=false
      [[ $driver != pci-stub ]] && kg_is_vfio "$driver" && KG_PCI_VFIO[$driver]=true
    fi
  done
}

# The bridges above the folder $1, root port first, as a JSON array into REPLY.
kg_pci_upstream() {
  local path=${1%/*} part out=''
  while [[ $path == *:*:*.* ]]; do
    part=${path##*/}
    [[ $part == *:*:*.* ]] && out="\"$part\"${out:+,}$out"
    path=${path%/*}
  done
  REPLY="[$out]"
}

# Sizes of the base address regions in the resource file $1, as a JSON array into REPLY. The first six lines are
# the regions; expansion ROM and SR-IOV regions follow.
kg_pci_bars() {
  local line lines=() out='' size
  mapfile -t -n 6 lines <"$1"
  for line in "${lines[@]}"; do
    [[ $line =~ ^0x([0-9a-f]{1,16})\ 0x([0-9a-f]{1,16})\ 0x[0-9a-f]{1,16}$ ]] || continue
    size=$((16#${BASH_REMATCH[2]} - 16#${BASH_REMATCH[1]} + 1))
    ((16#${BASH_REMATCH[2]} != 0 && size > 0)) && out+="${out:+,}$size"
  done
  REPLY="[$out]"
}

# The function whose folder is $1, as a fact. Straight reads and one printf: this runs once for each of hundreds.
kg_pci_function() {
  local dir=$1 address=${1##*/} upstream bars=[] driver group physfn='' name
  local vendor='' device='' subvendor='' subdevice='' class='' revision='' speed='' width='' max_speed='' max_width=''
  local numa='' reset='' power='' boot_vga='' vfs='' override=''
  read -r vendor <"$dir/vendor"
  read -r device <"$dir/device"
  read -r class <"$dir/class"
  # Bridges are never handed over: how they hang together is all there is to know of them.
  if [[ $class != 0x060[0-7]* ]]; then
    read -r subvendor <"$dir/subsystem_vendor"
    read -r subdevice <"$dir/subsystem_device"
    read -r revision <"$dir/revision"
    read -r numa <"$dir/numa_node"
    read -r speed <"$dir/current_link_speed"
    read -r width <"$dir/current_link_width"
    read -r max_speed <"$dir/max_link_speed"
    read -r max_width <"$dir/max_link_width"
    read -r override <"$dir/driver_override"
    read -r reset <"$dir/reset_method"
    read -r power <"$dir/power_state"
    read -r boot_vga <"$dir/boot_vga"
    read -r vfs <"$dir/sriov_numvfs"
    kg_pci_bars "$dir/resource"
    bars=$REPLY
  fi
  if [[ -e $dir/physfn ]]; then
    cd -P "$dir/physfn" && physfn=${PWD##*/}
  fi
  driver=${KG_PCI_DRIVER[$address]:-}
  if [[ -z $driver && -e $dir/driver ]]; then
    cd -P "$dir/driver" && driver=${PWD##*/}
  fi
  group=${KG_PCI_GROUP[$address]:-}
  if [[ -z $group && -e $dir/iommu_group ]]; then
    cd -P "$dir/iommu_group" && group=${PWD##*/}
  fi
  cd -P "$dir" && kg_pci_upstream "$PWD"
  upstream=$REPLY
  [[ $override == '(null)' ]] && override=''
  for name in group numa width max_width boot_vga vfs; do
    # -1 is sysfs's word for "not known".
    kg_number "${!name}" 2147483647 || REPLY=null
    printf -v "$name" '%s' "$REPLY"
  done
  REPLY="$vendor$device$subvendor$subdevice$class$revision$driver$override$speed$max_speed$reset$power"
  if [[ $REPLY == *[\"\\[:cntrl:]]* ]]; then
    # Nothing the kernel writes looks so. The device must stay in the picture: its group depends on it.
    for name in vendor device subvendor subdevice class revision driver override speed max_speed reset power; do
      printf -v "$name" '%s' "${!name//[\"\\[:cntrl:]]/}"
    done
  fi
  printf -v REPLY '{"kind":"pci.function","address":"%s","vendor":"%s","device":"%s","subsystem_vendor":"%s",%s' \
    "$address" "${vendor#0x}" "${device#0x}" "${subvendor#0x}" \
    "\"subsystem_device\":\"${subdevice#0x}\",\"class\":\"${class#0x}\",\"revision\":\"${revision#0x}\","
  printf -v REPLY '%s"driver":"%s","driver_override":"%s","group":%s,"numa_node":%s,"upstream":%s,"bars":%s,%s' \
    "$REPLY" "$driver" "$override" "$group" "$numa" "$upstream" "$bars" \
    "\"reset_method\":\"$reset\",\"power_state\":\"$power\",\"boot_vga\":$boot_vga,\"sriov_numvfs\":$vfs,"
  kg_emit fact "$REPLY\"current_link_speed\":\"$speed\",\"current_link_width\":$width,\
\"max_link_speed\":\"$max_speed\",\"max_link_width\":$max_width,\"physfn\":\"$physfn\",\"vfio\":${KG_PCI_VFIO[${driver:--}]:-false}}"
  [[ $class != 0x03* ]] || kg_pci_vgpus "$dir"
  if [[ $class == 0x03* && -d $dir/drm ]]; then
    for name in "$dir"/drm/*; do
      kg_fact pci.node node "/dev/dri/${name##*/}" address "$address"
    done
  fi
  if [[ -d $dir/vfio-dev ]]; then
    for name in "$dir"/vfio-dev/*; do
      kg_fact pci.node node "/dev/vfio/devices/${name##*/}" address "$address"
    done
  fi
}

# The function nearest above or at the folder $1, into REPLY: a firmware framebuffer may hang below its device.
kg_pci_last() {
  local part parts
  REPLY=''
  IFS=/ read -r -a parts <<<"$1"
  for part in "${parts[@]}"; do
    [[ $part == *:*:*.* ]] && REPLY=$part
  done
  [[ -n $REPLY ]]
}

# kg_pci_slices MINOR BDF: how many MIG instances the driver has on a GPU.
kg_pci_slices() {
  local slice count=0
  [[ $1 =~ ^[0-9]{1,4}$ ]] || return 0
  for slice in "$ROOT/proc/driver/nvidia/capabilities/gpu$1"/mig/gi*; do
    ((++count))
  done
  ((count == 0)) || kg_fact pci.shared address "$2" by mig count= "$count"
}

# kg_pci_vgpus FOLDER: whether NVIDIA's vGPU manager shares a GPU out, and to how many: as mediated devices, or since
# Linux 6.x by the type set at each virtual function.
kg_pci_vgpus() {
  local dir=$1 path count=0 host=0
  [[ ! -d $dir/mdev_supported_types ]] || host=1
  for path in "$dir"/mdev_supported_types/*/devices/*; do
    ((++count))
  done
  for path in "$dir"/virtfn*/nvidia/current_vgpu_type; do
    host=1
    { read -r REPLY <"$path"; } || REPLY=0
    [[ $REPLY == 0 ]] || ((++count))
  done
  ((!host)) || kg_fact pci.shared address "${dir##*/}" by vgpu count= "$count"
}

# Which function is behind a numbered node of the NVIDIA driver, and which one the console is drawn on.
kg_pci_nodes() {
  local path line name
  for path in "$ROOT"/proc/driver/nvidia/gpus/*/information; do
    name=${path%/information}
    { while IFS= read -r line; do
      [[ $line == 'Device Minor:'* ]] || continue
      line=${line##*[[:space:]]}
      kg_fact pci.node node "/dev/nvidia$line" address "${name##*/}"
      kg_pci_slices "$line" "${name##*/}"
    done <"$path"; } 2>/dev/null
  done
  for path in "$ROOT"/sys/class/graphics/fb[0-9]*; do
    name=''
    kg_first_line "$path/name" && name=$REPLY
    line=''
    cd -P "$path/device" && kg_pci_last "$PWD" && line=$REPLY
    kg_fact pci.framebuffer node "/dev/${path##*/}" name "$name" address "$line"
  done
}

kg_user() {
  local name id
  if ((${#KG_USERS[@]} == 0)); then
    { while IFS=: read -r name _ id _; do
      [[ $id =~ ^[0-9]{1,10}$ ]] && KG_USERS[$id]=${KG_USERS[$id]:-$name}
    done <"$ROOT/etc/passwd"; } 2>/dev/null
  fi
  REPLY=${KG_USERS[$1]:-$1}
}

# kg_pci_holder PID NODE: as a fact. The name and whatever else the process chose go through kg_json_*.
kg_pci_holder() {
  local pid=$1 node=$2 command line owner=''
  kg_process_name "$pid"
  command=$REPLY
  { while IFS= read -r line; do
    [[ $line =~ ^Uid:[[:space:]]+([0-9]{1,10})[[:space:]] ]] || continue
    owner=${BASH_REMATCH[1]}
    break
  done <"$ROOT/proc/$pid/status"; } 2>/dev/null
  kg_user "$owner"
  kg_fact pci.holder pid= "$pid" command "$command" user "$REPLY" node "/dev/$node"
}

# Every process with a GPU or VFIO node open. A user may make as many of them as he likes.
kg_pci_holders() {
  local open complete=$KG_RIGHTS told=0
  kg_open_files 15 || complete=false
  for open in ${KG_OPEN[@]+"${KG_OPEN[@]}"}; do
    if ((++told > 2000)); then
      complete=false
      break
    fi
    kg_pci_holder "${open%% *}" "${open#* }"
  done
  kg_fact pci.holders complete= "$complete"
}

kg_pci() {
  local dir
  # Links to folders that are gone, attributes of devices asleep: silence, what is missing stays empty.
  exec 2>/dev/null
  shopt -s nullglob
  kg_pci_index
  for dir in "$ROOT"/sys/bus/pci/devices/*; do
    kg_pci_function "$dir"
  done
  cd /
  if [[ ! -d $ROOT/sys/bus/pci/devices ]]; then
    kg_unknown pci.functions absent "$ROOT/sys/bus/pci/devices"
  fi
  kg_pci_nodes
  cd /
  kg_pci_holders
}
