# shellcheck shell=bash
# The PCI devices of a host as facts, read from sysfs by shell built-ins: no process per device.
# Expects control.sh and scan.sh.

declare -A KG_PCI_GROUP=() KG_PCI_DRIVER=() KG_USERS=()

# Address → IOMMU group, address → driver, each from one glob.
kg_pci_index() {
  local path group driver
  for path in "$ROOT"/sys/kernel/iommu_groups/*/devices/*; do
    group=${path%/devices/*}
    KG_PCI_GROUP[${path##*/}]=${group##*/}
  done
  for path in "$ROOT"/sys/bus/pci/drivers/*/*:*:*.*; do
    driver=${path%/*}
    KG_PCI_DRIVER[${path##*/}]=${driver##*/}
  done
}

# The bridges above the device folder $1, root port first, as a JSON array into REPLY.
kg_pci_upstream() {
  local part out='' parts
  cd -P "$1" || return
  IFS=/ read -r -a parts <<<"${PWD%/*}"
  for part in "${parts[@]}"; do
    [[ $part == *:*:*.* ]] && out+="${out:+,}\"$part\""
  done
  REPLY="[$out]"
}

# Sizes of the base address regions in the resource file $1, as a JSON array into REPLY. The first six lines are
# the regions; expansion ROM and SR-IOV regions follow.
kg_pci_bars() {
  local first last n=0 out=''
  { while ((n++ < 6)) && read -r first last _; do
    ((last)) && out+="${out:+,}$((last - first + 1))"
  done <"$1"; } 2>/dev/null
  REPLY="[$out]"
}

# Makes null of what is no number in REPLY: an attribute that is missing or not known.
kg_number() {
  [[ $REPLY =~ ^-?[0-9]+$ ]] || REPLY=null
}

kg_pci_function() {
  local dir=$1 address=${1##*/} fields=() name upstream bars driver group
  for name in vendor device subsystem_vendor subsystem_device class revision; do
    kg_read "$dir/$name"
    fields+=("$name" "${REPLY#0x}")
  done
  for name in current_link_speed max_link_speed reset_method power_state; do
    kg_read "$dir/$name"
    fields+=("$name" "$REPLY")
  done
  for name in numa_node current_link_width max_link_width boot_vga sriov_numvfs; do
    kg_read "$dir/$name"
    kg_number
    fields+=("$name=" "$REPLY")
  done
  kg_read "$dir/driver_override"
  [[ $REPLY == '(null)' ]] || fields+=(driver_override "$REPLY")
  if [[ -e $dir/physfn ]]; then
    cd -P "$dir/physfn" && fields+=(physfn "${PWD##*/}")
  fi
  driver=${KG_PCI_DRIVER[$address]:-}
  if [[ -z $driver && -e $dir/driver ]]; then
    cd -P "$dir/driver" && driver=${PWD##*/}
  fi
  group=${KG_PCI_GROUP[$address]:-}
  if [[ -z $group && -e $dir/iommu_group ]]; then
    cd -P "$dir/iommu_group" && group=${PWD##*/}
  fi
  kg_pci_upstream "$dir"
  upstream=$REPLY
  kg_pci_bars "$dir/resource"
  bars=$REPLY
  REPLY=$group
  kg_number
  kg_fact pci.function address "$address" driver "$driver" group= "$REPLY" upstream= "$upstream" bars= "$bars" \
    "${fields[@]}"
  for name in "$dir"/drm/*; do
    kg_fact pci.node node "/dev/dri/${name##*/}" address "$address"
  done
  for name in "$dir"/vfio-dev/*; do
    kg_fact pci.node node "/dev/vfio/devices/${name##*/}" address "$address"
  done
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

# Which function is behind a numbered node of the NVIDIA driver, and which one the console is drawn on.
kg_pci_nodes() {
  local path line name
  for path in "$ROOT"/proc/driver/nvidia/gpus/*/information; do
    name=${path%/information}
    { while IFS= read -r line; do
      [[ $line == 'Device Minor:'* ]] || continue
      kg_fact pci.node node "/dev/nvidia${line##*[[:space:]]}" address "${name##*/}"
    done <"$path"; } 2>/dev/null
  done
  for path in "$ROOT"/sys/class/graphics/fb[0-9]*; do
    name=''
    kg_read "$path/name" && name=$REPLY
    line=''
    cd -P "$path/device" && kg_pci_last "$PWD" && line=$REPLY
    kg_fact pci.framebuffer node "/dev/${path##*/}" name "$name" address "$line"
  done
}

kg_user() {
  local name id
  if ((${#KG_USERS[@]} == 0)); then
    { while IFS=: read -r name _ id _; do
      KG_USERS[$id]=${KG_USERS[$id]:-$name}
    done <"$ROOT/etc/passwd"; } 2>/dev/null
  fi
  REPLY=${KG_USERS[$1]:-$1}
}

kg_pci_holder() {
  local pid=$1 node=$2 command='' line owner=''
  kg_read "$ROOT/proc/$pid/comm" && command=$REPLY
  { while IFS= read -r line; do
    [[ $line == Uid:* ]] || continue
    read -r _ owner _ <<<"$line"
    break
  done <"$ROOT/proc/$pid/status"; } 2>/dev/null
  kg_user "$owner"
  kg_fact pci.holder pid= "$pid" command "$command" user "$REPLY" node "$node"
}

# Every process with a GPU or VFIO node open: one find over all descriptors.
kg_pci_holders() {
  local where node folders=("$ROOT"/proc/[0-9]*/fd)
  local -A seen=()
  ((${#folders[@]})) && while IFS=' ' read -r where node; do
    where=${where#"$ROOT"/proc/}
    where=${where%/fd}
    node=/dev/${node##*/dev/}
    [[ $node == /dev/vfio/vfio || -n ${seen[$where $node]:-} ]] && continue
    seen[$where $node]=1
    kg_pci_holder "$where" "$node"
  done < <(timeout -k 2 15 find "${folders[@]}" -maxdepth 1 \
    \( -lname '*/dev/nvidia*' -o -lname '*/dev/vfio/*' -o -lname '*/dev/dri/*' \) -printf '%h %l\n')
  kg_fact pci.holders complete= "$KG_RIGHTS"
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
