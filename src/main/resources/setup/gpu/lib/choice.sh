# shellcheck shell=bash
# needs: bounded holders pci pci-use record stage sysfs vfio gpu/late gpu/persist
# What is true of the chosen devices now, as findings: the same examination before a bind is offered (check) and at the
# moment it is made (apply). Parameters: DEVICES (addresses, separated by spaces), IDENTITIES (for each, its
# vendor:device[:subsystem], or ?), PERSIST, STOP_PERSISTENCED (0 or 1), PATIENCE (seconds).

# shellcheck disable=SC2034
KG_RECORDS=${KATAGPU_ROOT:-}/var/lib/katagpu/gpu
readonly GPU_IDENTITY='^(\?|[0-9a-f]{4}:[0-9a-f]{4}(:[0-9a-f]{4}:[0-9a-f]{4})?)$'

# Parameters into GPU_DEVICES and GPU_IDENTITIES, each device once. Trusts nothing: they came over the wire.
gpu_read_parameters() {
  local -a identities
  local i
  local -A seen=()
  [[ $PERSIST =~ ^[01]$ ]] || kg_bad_parameter gpu PERSIST
  [[ $STOP_PERSISTENCED =~ ^[01]$ ]] || kg_bad_parameter gpu STOP_PERSISTENCED
  [[ $PATIENCE =~ ^[1-9][0-9]{0,2}$ ]] || kg_bad_parameter gpu PATIENCE
  [[ $DEVICES =~ ^[0-9a-f:.\ ]*$ ]] || kg_bad_parameter gpu DEVICES
  [[ $IDENTITIES =~ ^[0-9a-f:?\ ]*$ ]] || kg_bad_parameter gpu IDENTITIES
  GPU_DEVICES=()
  GPU_IDENTITIES=()
  local -a devices
  read -ra devices <<<"$DEVICES"
  read -ra identities <<<"$IDENTITIES"
  ((${#devices[@]} == ${#identities[@]})) || kg_bad_parameter gpu IDENTITIES
  for i in ${devices[@]+"${!devices[@]}"}; do
    [[ ${devices[i]} =~ $KG_PCI_ADDRESS ]] || kg_bad_parameter gpu DEVICES
    [[ ${identities[i]} =~ $GPU_IDENTITY ]] || kg_bad_parameter gpu IDENTITIES
    if [[ -z ${seen[${devices[i]}]-} ]]; then
      seen[${devices[i]}]=1
      GPU_DEVICES+=("${devices[i]}")
      GPU_IDENTITIES+=("${identities[i]}")
    fi
  done
}

gpu_is_chosen() {
  [[ " ${GPU_DEVICES[*]-} " == *" $1 "* ]]
}

gpu_boot_id() {
  kg_read "$KG_PROC/sys/kernel/random/boot_id"
}

# Whether the record read last was made since the host was started.
gpu_record_of_this_boot() {
  gpu_boot_id
  [[ ${KG_RECORD[boot]-} == "$REPLY" ]]
}

# Whether to bind, stop, persist or load anything: the changes apply would make, as control lines where SAY is 1.
# Sets KG_CHANGES to their number. Needs gpu_examine before.
gpu_changes() {
  local say=$1 bdf
  KG_CHANGES=0
  gpu_persist_change
  GPU_PERSIST=$REPLY
  if ((GPU_STOP)); then
    kg_plan_change "$say" gpu.persistenced_stop
  fi
  if ((${#GPU_TODO[@]} > 0)) && ! kg_vfio_loaded; then
    kg_plan_change "$say" gpu.module vfio-pci
  fi
  for bdf in ${GPU_TODO[@]+"${GPU_TODO[@]}"}; do
    kg_pci_driver "$bdf"
    kg_plan_change "$say" gpu.bind "$bdf" "${REPLY:--}"
  done
  if [[ -n $GPU_PERSIST ]]; then
    kg_plan_change "$say" "$GPU_PERSIST" "$GPU_UNIT"
  fi
}

# Looks at all chosen devices and tells what it finds. Sets GPU_TODO (devices to bind), GPU_LATE (those of them whose
# group is not known yet), GPU_STOP (nvidia-persistenced is to be stopped first) and KG_FAILED.
gpu_examine() {
  local i
  GPU_TODO=()
  GPU_LATE=()
  GPU_STOP=0
  if ((${#GPU_DEVICES[@]} == 0)); then
    kg_fail gpu.none ''
    return 0
  fi
  for i in "${!GPU_DEVICES[@]}"; do
    gpu_examine_device "${GPU_DEVICES[i]}" "${GPU_IDENTITIES[i]}"
  done
  gpu_examine_groups
  gpu_examine_root_ports
  gpu_examine_holders
  gpu_examine_module
  if ((PERSIST)) && gpu_persist_foreign; then
    kg_fail gpu.unit_taken "/etc/systemd/system/$GPU_UNIT" "$GPU_UNIT"
  fi
  if ((KG_FAILED == 0 && ${#GPU_LATE[@]} == 0)); then
    kg_finding gpu.isolated pass '' "${GPU_DEVICES[*]}"
  fi
}

gpu_examine_device() {
  local bdf=$1 chosen=$2 dev=$KG_SYS/bus/pci/devices/$1 found class driver group recorded=false
  if [[ ! -e $dev/vendor ]]; then
    kg_fail gpu.absent '' "$bdf"
    return 0
  fi
  kg_pci_identity "$bdf"
  found=$REPLY
  if [[ $chosen != '?' && $found: != "$chosen":* ]]; then
    kg_fail gpu.other_device "$found" "$bdf" "$chosen" "$found"
    return 0
  fi
  kg_pci_driver "$bdf"
  driver=$REPLY
  kg_pci_group "$bdf"
  group=$REPLY
  if kg_record_read "$bdf"; then
    recorded=true
    gpu_examine_record "$bdf" "$driver"
  fi
  kg_fact gpu.binding bdf "$bdf" driver "$driver" group "$group" identity "$found" recorded= "$recorded"
  kg_pci_class "$bdf"
  class=$REPLY
  # 03 display, 12 accelerator, 0403 audio, 0c03 USB, 0c80 UCSI (a card's companions), 0680 NVSwitch.
  case $class in
    02*) kg_fail gpu.network "class $class, driver ${driver:-none}" "$bdf" ;;
    01*) kg_fail gpu.storage "class $class, driver ${driver:-none}" "$bdf" ;;
    03* | 12* | 0403* | 0c03* | 0c80* | 0680*) ;;
    *) kg_fail gpu.foreign "class $class, driver ${driver:-none}" "$bdf" ;;
  esac
  kg_link_name "$dev/physfn"
  if [[ -n $REPLY ]]; then
    kg_fail gpu.virtual_function "physfn $REPLY" "$bdf" "$REPLY"
  elif [[ -z $group ]] && kg_vfio_rides "$bdf"; then
    echo "$bdf goes along with $REPLY, whose stream it shares."
  elif [[ -z $group ]] && ! kg_pci_group_is_late "$bdf"; then
    kg_fail gpu.no_iommu '' "$bdf"
  elif ! kg_vfio_bound "$bdf"; then
    GPU_TODO+=("$bdf")
    if [[ -z $group ]]; then
      GPU_LATE+=("$bdf")
      gpu_tell_late "$bdf"
    fi
    gpu_examine_display "$bdf"
    kg_read "$dev/sriov_numvfs"
    if [[ $REPLY =~ ^[1-9][0-9]*$ ]]; then
      kg_fail gpu.virtual_functions "sriov_numvfs $REPLY" "$bdf" "$REPLY"
    fi
  fi
}

gpu_tell_late() {
  local entry names=''
  for entry in "$KG_SYS"/class/iommu/smmu*; do
    [[ ! -e $entry ]] || names+=" ${entry##*/}"
  done
  kg_finding gpu.group_late warn "no driver, no iommu_group; /sys/class/iommu:${names:- -}" "$1"
}

gpu_is_late() {
  [[ " ${GPU_LATE[*]-} " == *" $1 "* ]]
}

# What an earlier run left: a write that still hangs, or a bind that was cut short.
gpu_examine_record() {
  if ! gpu_record_of_this_boot; then
    return 0
  fi
  case ${KG_RECORD[state]-} in
    stuck) kg_fail gpu.stuck "${KG_RECORD[reason]-}" "$1" ;;
    binding | restoring) kg_finding gpu.interrupted warn "driver ${2:-none}" "$1" "${KG_RECORD[driver]:--}" ;;
  esac
}

gpu_examine_display() {
  local bdf=$1 dev=$KG_SYS/bus/pci/devices/$1 fb line owner=''
  kg_read "$dev/boot_vga"
  if [[ $REPLY == 1 ]]; then
    kg_fail gpu.display 'boot_vga 1' "$bdf"
    return 0
  fi
  for fb in "$KG_SYS"/class/graphics/fb*/device; do
    if [[ $fb -ef $dev ]]; then
      fb=${fb%/device}
      kg_fail gpu.display "/sys/class/graphics/${fb##*/}" "$bdf"
      return 0
    fi
  done
  if [[ -r $KG_PROC/iomem ]]; then
    while IFS= read -r line; do
      if [[ $line =~ :\ ([0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7])$ ]]; then
        owner=${BASH_REMATCH[1]}
      elif [[ $owner == "$bdf" && $line =~ :\ (efifb|simplefb|simpledrm|vesafb|BOOTFB)$ ]]; then
        kg_fail gpu.display "/proc/iomem:${line}" "$bdf"
        return 0
      fi
    done <"$KG_PROC/iomem"
  fi
}

# vfio opens a group only when each of its endpoints is bound to vfio or to nothing.
gpu_examine_groups() {
  local bdf member group
  local -A told=()
  for bdf in "${GPU_DEVICES[@]}"; do
    kg_pci_group "$bdf"
    group=$REPLY
    kg_pci_group_endpoints "$bdf"
    for member in ${KG_LIST[@]+"${KG_LIST[@]}"}; do
      kg_pci_driver "$member"
      if [[ -z ${told[$member]-} && -n $REPLY ]] && ! gpu_is_chosen "$member" && ! kg_is_vfio "$REPLY"; then
        told[$member]=1
        kg_fail gpu.group "$member driver $REPLY" "$group" "$member" "$REPLY"
      fi
    done
    gpu_examine_bus "$bdf"
  done
}

# Functions of one conventional bus share a stream, also those that have no group.
gpu_examine_bus() {
  local bdf=$1 mate
  kg_pci_bus_mates "$bdf"
  for mate in ${KG_LIST[@]+"${KG_LIST[@]}"}; do
    kg_pci_driver "$mate"
    if [[ -z ${told[$mate]-} && -n $REPLY ]] && ! gpu_is_chosen "$mate" && ! kg_is_vfio "$REPLY"; then
      told[$mate]=1
      kg_fail gpu.bus "$mate driver $REPLY" "$bdf" "$mate" "$REPLY"
    fi
  done
}

# virtCCA hands whole root ports to the secure world: every endpoint below one goes with the chosen device.
gpu_examine_root_ports() {
  local bdf sibling port
  local -A told=()
  for bdf in "${GPU_DEVICES[@]}"; do
    kg_pci_root_port "$bdf"
    port=$REPLY
    for sibling in ${KG_LIST[@]+"${KG_LIST[@]}"}; do
      kg_pci_driver "$sibling"
      if [[ -z ${told[$sibling]-} && -n $REPLY ]] && ! gpu_is_chosen "$sibling" && ! kg_is_vfio "$REPLY"; then
        told[$sibling]=1
        kg_finding gpu.root_port warn "$sibling driver $REPLY" "$port" "$sibling" "$REPLY"
      fi
    done
  done
}

gpu_examine_holders() {
  local bdf held
  if ! kg_open_scan; then
    if ((${#GPU_TODO[@]} > 0)); then
      KG_FAILED=1
    fi
    kg_finding gpu.holders_unknown unknown ''
    return 0
  fi
  if ((KG_OPEN_PARTLY)); then
    kg_finding gpu.holders_partly warn ''
  fi
  for bdf in "${GPU_DEVICES[@]}"; do
    kg_holders "$bdf"
    held=$REPLY
    if [[ -z $held ]]; then
      continue
    elif [[ " ${GPU_TODO[*]-} " != *" $bdf "* ]]; then
      kg_finding gpu.in_use warn "$KG_EVIDENCE" "$bdf" "$held"
    elif ! gpu_only_persistenced; then
      kg_fail gpu.held "$KG_EVIDENCE" "$bdf" "$held"
    elif ((STOP_PERSISTENCED)); then
      GPU_STOP=1
    else
      kg_fail gpu.persistenced "$KG_EVIDENCE" "$bdf" "$held"
    fi
  done
}

# Whether the holders found last are the service nvidia-persistenced and nobody else: by the id systemd gave its
# process, since any user's process may bear its name.
gpu_only_persistenced() {
  local pid service
  service=$(timeout -k 1 5 systemctl show -p MainPID --value nvidia-persistenced.service 2>/dev/null) || return 1
  kg_number "$service" && [[ $REPLY != 0 ]] || return 1
  service=$REPLY
  for pid in "${KG_HOLDER_PIDS[@]}"; do
    [[ $pid == "$service" ]] || return 1
  done
}

gpu_examine_module() {
  if kg_vfio_loaded; then
    kg_read "$KG_SYS/module/vfio_pci/parameters/disable_idle_d3"
    if [[ $REPLY == [Nn0] ]]; then
      kg_finding gpu.idle_d3 warn "disable_idle_d3 $REPLY"
    fi
  elif ((${#GPU_TODO[@]} > 0)) && ! kg_bounded 10 modprobe -n -q vfio-pci; then
    kg_fail gpu.no_vfio "$REPLY"
  fi
}
